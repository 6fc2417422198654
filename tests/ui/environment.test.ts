import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { calls, detail, ladder, openVariable, openWindow } from './window'

const options = () => screen.getAllByRole('option').map((o) => o.textContent.trim().split(/\s/)[0])

test('the ladder says which layer wins, what it hides, and where each is', async () => {
  await openVariable('GOPROXY')
  const rungs = ladder()
  expect(rungs).toHaveLength(4)
  expect(rungs[0]).toContain(
    'Shell in effect ~/.zshrc:42 https://athens.corp.example,https://goproxy.cn,direct',
  )
  expect(rungs[0]).toContain('Also set in /etc/profile.d/go.sh:4')
  expect(rungs[1]).toContain('Your settings has no effect ~/.config/go/env:3 https://goproxy.cn,direct')
  expect(rungs[2]).toContain('Toolchain go1.27.3 has no effect')
  expect(rungs[3]).toContain('Default: not set')
})

test('a value whose place could not be told says so', async () => {
  await openVariable('CC')
  expect(ladder()[0]).toContain('Where it is set could not be told.')
})

test('a place opens where a person works on it', async () => {
  const { user, fake } = await openVariable('GOPROXY')
  await user.click(screen.getByRole('button', { name: 'Open ~/.config/go/env:3' }))
  expect(calls(fake, 'app_open_place').at(-1)?.args).toEqual({ file: '/home/you/.config/go/env', line: 3 })
})

test('the first rung is called after whose environment it is', async () => {
  const { user } = await openVariable('GOFLAGS')
  expect(ladder()[0]).toMatch(/^Shell/)
  await user.click(screen.getByRole('button', { name: /^Whose environment/ }))
  await user.click(screen.getByRole('option', { name: /^the desktop/ }))
  await waitFor(() => expect(ladder()[0]).toMatch(/^Desktop session/))
})

test('what Go works out itself has no ladder and cannot be edited', async () => {
  await openVariable('GOVERSION')
  expect(screen.queryByRole('list', { name: /Where the value comes from/ })).toBeNull()
  expect(screen.getByText('Go works this out; no layer sets it.')).toBeVisible()
  expect(screen.queryByRole('region', { name: 'Change your setting' })).toBeNull()
})

test('search looks at names, values and meanings', async () => {
  const { user } = await openWindow()
  await user.keyboard('/')
  await user.keyboard('checksum')
  expect(options()).toEqual(expect.arrayContaining(['GOSUMDB', 'GONOSUMDB']))
  expect(options()).not.toContain('GOBIN')

  await user.clear(screen.getByRole('searchbox'))
  await user.keyboard('athens')
  expect(options()).toEqual(['GOPROXY'])

  await user.clear(screen.getByRole('searchbox'))
  await user.keyboard('gomod cache')
  expect(options()).toEqual(['GOMODCACHE'])
})

test('the detail follows the search, and Enter edits what was found', async () => {
  const { user } = await openVariable('GOPROXY')
  await user.keyboard('/')
  await user.keyboard('gomodcache')
  expect(await detail('GOMODCACHE')).toBeVisible()
  await user.keyboard('{Enter}{Enter}')
  await waitFor(() => expect(screen.getByRole('textbox', { name: /GOMODCACHE/ })).toHaveFocus())
})

test('a search that finds nothing says what it searched', async () => {
  const { user } = await openWindow()
  await user.keyboard('/')
  await user.keyboard('zzz')
  expect(screen.getByText('No variable matches')).toBeVisible()
  await user.click(screen.getAllByRole('button', { name: 'Show all' }).at(-1)!)
  expect(options()).toContain('GOPROXY')
})

test.each([
  ['Shadowed 1', ['GOPROXY']],
  ['In conflict 1', ['GOPROXY']],
  ['Set by you 5', ['GOPROXY', 'GOPRIVATE', 'GOMODCACHE', 'GOBIN', 'GOAMD64']],
])('the filter %s shows exactly those', async (filter, names) => {
  const { user } = await openVariable('GOPROXY')
  await user.click(screen.getByRole('button', { name: /^Show: All/ }))
  await user.click(screen.getByRole('option', { name: new RegExp(filter) }))
  expect(options()).toEqual(names)
})

test('an empty filter says what would be here', async () => {
  const { user } = await openWindow({ scenario: 'empty' })
  await user.keyboard('{Control>}2{/Control}')
  await user.click(screen.getByRole('button', { name: /^Show: All/ }))
  await user.click(screen.getByRole('option', { name: /Set by you 0/ }))
  expect(screen.getByText('Your settings file sets nothing')).toBeVisible()
})

test('lines that Go ignores are shown with the reason', async () => {
  const { user } = await openWindow()
  await user.keyboard('{Control>}2{/Control}')
  await user.click(screen.getByRole('button', { name: 'Show', expanded: false }))
  expect(screen.getByText('It begins with a space.')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Open Line 8' })).toBeVisible()
})

test('a settings file that cannot be read is said in its place; the list stands', async () => {
  const { user } = await openWindow({ scenario: 'broken-file' })
  await user.keyboard('{Control>}2{/Control}')
  expect(screen.getByText(/is a folder, not a file/)).toBeVisible()
  expect(options()).toContain('GOPROXY')
})

test('what people believe is said with what is so', async () => {
  await openVariable('GOPROXY')
  const beliefs = await screen.findByRole('region', { name: 'What people believe' })
  expect(beliefs).toHaveTextContent('Not so')
  expect(beliefs).toHaveTextContent('go env -w beats what the shell exports')
})

test('a variable that others see differently offers to look as they do', async () => {
  const { user } = await openVariable('GOPROXY')
  const others = screen.getByRole('region', { name: 'Others see another value' })
  expect(others).toHaveTextContent('the desktop')
  expect(others).toHaveTextContent('https://goproxy.cn,direct')
  await user.click(within(others).getByRole('button', { name: 'Look as the desktop' }))
  await waitFor(() => expect(ladder()[1]).toContain('Your settings in effect'))
})

test('a change from outside is marked, keeps selection and focus, and the mark goes', async () => {
  const { user, fake } = await openVariable('GOPROXY')
  screen.getByRole('listbox', { name: 'Variables' }).focus()
  fake.outside({ GOSUMDB: 'off' })
  const row = await screen.findByRole('option', { name: /GOSUMDB.*off.*just changed/ })
  expect(row).toHaveClass('marked')
  expect(screen.getByRole('listbox', { name: 'Variables' })).toHaveFocus()
  expect(await detail('GOPROXY')).toBeVisible()
  await waitFor(() => expect(row).not.toHaveClass('marked'), { timeout: 6000 })
  await user.keyboard('{ArrowDown}')
  expect(await detail('GOSUMDB')).toBeVisible()
}, 10_000)

test('a variable is copied as a line for a shell', async () => {
  const { user } = await openVariable('GOBIN')
  await user.click(screen.getByRole('button', { name: 'Copy: GOBIN' }))
  await user.click(await screen.findByRole('menuitem', { name: /sh, bash, zsh/ }))
  expect(await navigator.clipboard.readText()).toBe("export GOBIN='/home/you/bin'")
  expect(await screen.findByText('Copied: sh, bash, zsh')).toBeVisible()
})

test('Go’s documentation opens', async () => {
  const { user, fake } = await openVariable('GOBIN')
  await user.click(await screen.findByRole('button', { name: 'Go’s documentation' }))
  expect(calls(fake, 'app_open_link')).toHaveLength(1)
})
