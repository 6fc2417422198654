import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { calls, openToolchains, sdkRow as row } from './window'

const which = () => screen.getByRole('region', { name: 'Which Go runs here, and why' })

test('the first line is the answer, and the chain says why in order', async () => {
  await openToolchains()
  expect(within(which()).getByRole('heading')).toHaveTextContent('go1.27.3 runs in ~/src/shop/backend')
  const hops = within(which())
    .getAllByRole('listitem')
    .map((hop) => hop.textContent.replace(/\s+/g, ' ').trim())
  expect(hops).toHaveLength(4)
  expect(hops[0]).toMatch(/^first on PATH .*asks$/)
  expect(hops[1]).toMatch(/^GOTOOLCHAIN auto toolchain.*reads$/)
  expect(hops[2]).toMatch(/^go.mod, line 3 go 1.26 go1.27.3 is new enough.*runs$/)
  expect(hops[3]).toMatch(/^runs go1.27.3 already there/)
})

test('a place of the chain opens, and GOTOOLCHAIN leads to its variable', async () => {
  const { user, fake } = await openToolchains()
  await user.click(within(which()).getByRole('button', { name: 'Open ~/src/shop/backend/go.mod:3' }))
  expect(calls(fake, 'app_open_place')[0]?.args).toEqual({
    file: '/home/you/src/shop/backend/go.mod',
    line: 3,
  })
  await user.click(within(which()).getByRole('button', { name: 'GOTOOLCHAIN' }))
  expect(await screen.findByRole('article', { name: 'GOTOOLCHAIN' })).toBeVisible()
})

test('what would be downloaded is not said to be here', async () => {
  await openToolchains({ scenario: 'download' })
  expect(within(which()).getByRole('heading')).toHaveTextContent(
    'Go would download go1.28.1 to run in ~/src/shop/backend',
  )
  expect(screen.queryByText('runs here')).toBeNull()
})

test('a refusal stands in the place of the answer, in the words of go, with what to do', async () => {
  await openToolchains({ scenario: 'which-error' })
  expect(within(which()).getByRole('heading')).toHaveTextContent('No Go runs in ~/src/shop/backend')
  expect(within(which()).getAllByText(/is not a version/)).toHaveLength(1)
  expect(within(which()).getByText(/Write a version such as/)).toBeVisible()
})

test('another folder is chosen from the answer itself, and the answer follows', async () => {
  const { user, fake } = await openToolchains()
  await user.click(within(which()).getByRole('button', { name: 'Another folder…' }))
  const field = await screen.findByRole('textbox', { name: 'Path of the folder' })
  await user.clear(field)
  await user.type(field, '~/src/blog{Enter}')
  await waitFor(() => expect(within(which()).getByRole('heading')).toHaveTextContent('~/src/blog'))
  expect(calls(fake, 'sdk_toolchains').length).toBeGreaterThan(1)
})

test('a row says what is known of an SDK: ways, place, projects, size', async () => {
  await openToolchains()
  expect(row('go1.27.3')).toHaveTextContent(
    /runs here.*default.*on PATH and 1 more.*shop\/backend and 2 more.*268 MB/,
  )
  expect(row('go1.25.5')).toHaveTextContent('mise and 2 more')
  expect(row('go1.21.13')).toHaveTextContent('none')
  expect(row('broken')).toHaveTextContent('It has no compiler in pkg/tool.')
})

test('the detail shows every way, what the go.env changes, and why it stays', async () => {
  const { user } = await openToolchains()
  await user.click(row('go1.25.5'))
  expect(screen.getByRole('button', { name: 'Open /opt/go/1.25' })).toBeVisible()
  expect(screen.getByRole('row', { name: /^GOTOOLCHAIN auto local$/ })).toBeVisible()
  expect(screen.getByText('linux/amd64')).toBeVisible()
  await user.click(row('go1.22.2'))
  expect(screen.getByText(/belongs to the package/)).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Open /opt/go/1.25' })).toBeNull()
})

test('rows are walked with arrows, opened with Enter, left with Esc', async () => {
  const { user } = await openToolchains()
  row('go1.27.3').focus()
  await user.keyboard('{ArrowDown}')
  await waitFor(() => expect(row('go1.26.6')).toHaveFocus())
  await user.keyboard('{End}')
  await waitFor(() => expect(row('broken')).toHaveFocus())
  await user.keyboard('{Home}{Enter}')
  await waitFor(() => expect(row('go1.27.3')).toHaveAttribute('aria-expanded', 'true'))
  await user.keyboard('{ArrowLeft}')
  expect(row('go1.27.3')).toHaveAttribute('aria-expanded', 'false')
  within(row('go1.27.3')).getByRole('button', { name: 'Open /usr/local/go' }).focus()
  await user.keyboard('{Escape}')
  await waitFor(() => expect(row('go1.27.3')).toHaveFocus())
})

test('sizes and further SDKs come as they are known', async () => {
  const { fake } = await openToolchains({ scenario: 'hunting' })
  expect(screen.getByText('Still looking; more may appear.')).toBeVisible()
  expect(row('go1.27.3')).toHaveTextContent('being measured')
  fake.hunted(fake.world.sdks.map((s) => ({ ...s, bytes: 1_234_567_890 })))
  await waitFor(() => expect(row('go1.27.3')).toHaveTextContent('1.2 GB'))
  expect(screen.queryByText('Still looking; more may appear.')).toBeNull()
})

test('an SDK that a manager installs appears by itself, and the focus stays', async () => {
  const { fake } = await openToolchains()
  row('go1.26.6').focus()
  const made = {
    ...fake.world.sdks[1]!,
    version: 'go1.24.9',
    goroot: { file: '/g', line: null, display: '/g' },
  }
  fake.hunted([...fake.world.sdks, made])
  await waitFor(() => expect(row('go1.24.9')).toBeVisible())
  expect(row('go1.24.9')).toHaveClass('marked')
  expect(row('go1.26.6')).toHaveFocus()
})

test('a machine without Go says what would be here and how to get it', async () => {
  const { user } = await openToolchains({ scenario: 'no-go' })
  expect(screen.getByText('No Go is here yet')).toBeVisible()
  await user.click(screen.getAllByRole('button', { name: 'Install…' }).at(-1)!)
  expect(await screen.findByRole('dialog', { name: 'Install a Go toolchain' })).toBeVisible()
})

test('a list that could not be read says so, and is read again', async () => {
  const { user } = await openToolchains({ fail: 'sdk_toolchains' })
  expect(await screen.findByText('The toolchains could not be listed')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('treegrid', { name: 'Toolchains on this machine' })).toBeVisible()
})

test('a source that failed is said, and the rest stands', async () => {
  await openToolchains({ scenario: 'failing' })
  expect(screen.getByText(/could not be read: permission denied/)).toBeVisible()
  expect(row('go1.26.6')).toBeVisible()
})

test('a folder is added, and forgotten', async () => {
  const { user, fake } = await openToolchains()
  fake.pick('/opt/gos')
  await user.click(screen.getByRole('button', { name: 'Add a folder…' }))
  await user.click(await screen.findByRole('button', { name: 'No longer look in /opt/gos' }))
  await waitFor(() => expect(fake.world.folders).toEqual([]))
  expect(screen.queryByText('Also looked in')).toBeNull()
  fake.pick('/missing')
  await user.click(screen.getByRole('button', { name: 'Add a folder…' }))
  expect(await screen.findByText('/missing')).toBeVisible()
  expect(row('go1.26.6')).toBeVisible()
})

test('the palette finds toolchains and what can be done with them', async () => {
  const { user } = await openToolchains()
  await user.keyboard('{Control>}1{/Control}{Control>}k{/Control}')
  await user.keyboard('1.25.5{Enter}')
  await waitFor(() => expect(row('go1.25.5')).toHaveFocus())
  expect(row('go1.25.5')).toHaveAttribute('aria-expanded', 'true')
  await user.keyboard('{Control>}k{/Control}')
  await user.keyboard('install a go{Enter}')
  expect(await screen.findByRole('dialog', { name: 'Install a Go toolchain' })).toBeVisible()
})

test('the overview says which runs and why, and what is broken', async () => {
  const { user } = await openToolchains({ scenario: 'broken' })
  await user.keyboard('{Control>}1{/Control}')
  expect(screen.getByText('4 are broken')).toBeVisible()
  expect(screen.getByText('go1.27.3', { selector: '.version' })).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'All toolchains' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Toolchains' })).toBeVisible()
})

test('the overview says so of a folder in which no Go runs', async () => {
  const { user } = await openToolchains({ scenario: 'which-error' })
  await user.keyboard('{Control>}1{/Control}')
  expect(screen.getByText('~/src/shop/backend', { selector: '.refused code' })).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'All toolchains' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Toolchains' })).toBeVisible()
})
