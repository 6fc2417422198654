import { screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import { apply, calls, openVariable, setting, type Opened } from './window'

async function draft({ user }: Opened, name: string, value: string) {
  await user.clear(setting(name))
  await user.type(setting(name), value)
}

const list = () => screen.getByRole('listbox', { name: 'Variables' })
const editor = () => screen.getByRole('region', { name: 'Change your setting' })

test('typing writes nothing; the preview shows the diff, what each asker will see, and what still shadows it', async () => {
  const opened = await openVariable('GOPROXY')
  const before = opened.fake.world.text
  await draft(opened, 'GOPROXY', 'https://goproxy.cn|direct')

  // What is typed slowly is planned more than once.
  const file = () => screen.getByRole('region', { name: 'In the file' })
  await waitFor(() => expect(file()).toHaveTextContent('added: GOPROXY=https://goproxy.cn|direct'))
  expect(file()).toHaveTextContent('removed: GOPROXY=https://goproxy.cn,direct')
  expect(editor()).toHaveTextContent('A new terminal will not see this: ~/.zshrc:42 wins')
  expect(within(editor()).getByText('For a new terminal (zsh)').nextElementSibling).toHaveTextContent(
    'still shadowed',
  )
  expect(within(editor()).getByText('For the desktop').nextElementSibling).toHaveTextContent(
    'https://goproxy.cn|direct',
  )
  expect(opened.fake.world.text).toBe(before)
})

test('a burst of letters is planned once', async () => {
  const opened = await openVariable('GOBIN')
  await draft(opened, 'GOBIN', '/opt/bin')
  await waitFor(() => expect(apply()).toBeEnabled())
  expect(calls(opened.fake, 'env_plan').length).toBeLessThan(4)
})

test('one key applies; the toast takes it back', async () => {
  const opened = await openVariable('GOBIN')
  await draft(opened, 'GOBIN', '/opt/bin')
  await waitFor(() => expect(apply()).toBeEnabled())
  await opened.user.keyboard('{Enter}')

  expect(await screen.findByText('GOBIN is set')).toBeVisible()
  expect(opened.fake.world.text).toContain('GOBIN=/opt/bin\n')
  expect(setting('GOBIN')).toHaveValue('/opt/bin')

  await opened.user.click(screen.getByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(opened.fake.world.text).toContain('GOBIN=/home/you/bin\n'))
  expect(await screen.findByText('Taken back')).toBeVisible()
})

test('what is typed while a change is being applied is the next change', async () => {
  const opened = await openVariable('GOBIN')
  await draft(opened, 'GOBIN', '/opt/bin')
  await waitFor(() => expect(apply()).toBeEnabled())
  const answer = opened.fake.hold('env_apply')
  await opened.user.keyboard('{Enter}')
  await draft(opened, 'GOBIN', '/srv/bin')
  answer()
  expect(await screen.findByText('GOBIN is set')).toBeVisible()
  expect(opened.fake.world.text).toContain('GOBIN=/opt/bin\n')
  expect(setting('GOBIN')).toHaveValue('/srv/bin')
})

describe('of two changes, when taking back takes its time,', () => {
  async function takenBack(keys: string): Promise<() => string | null> {
    const opened = await openVariable('GOBIN')
    for (const value of ['/opt/bin', '/srv/bin']) {
      await draft(opened, 'GOBIN', value)
      await waitFor(() => expect(apply()).toBeEnabled())
      await opened.user.keyboard('{Enter}')
      await waitFor(() => expect(opened.fake.world.text).toContain(`GOBIN=${value}\n`))
    }
    list().focus()
    const answer = opened.fake.hold('env_apply')
    await opened.user.keyboard(keys)
    answer()
    return () => opened.fake.world.text
  }

  test('Ctrl Z twice takes back both', async () => {
    const text = await takenBack('{Control>}zz{/Control}')
    await waitFor(() => expect(text()).toContain('GOBIN=/home/you/bin\n'))
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  test('Ctrl Z that is held down takes back one', async () => {
    const text = await takenBack('{Control>}{z>5/}{/Control}')
    expect(await screen.findByText('Taken back')).toBeVisible()
    await new Promise((done) => setTimeout(done, 300))
    expect(text()).toContain('GOBIN=/opt/bin\n')
  })
})

test('Enter never applies what is not on screen yet', async () => {
  const opened = await openVariable('GOBIN')
  await draft(opened, 'GOBIN', '/opt/bin')
  await opened.user.keyboard('{Enter}')
  await waitFor(() => expect(apply()).toBeEnabled())
  expect(calls(opened.fake, 'env_apply')).toHaveLength(0)
})

test('what go refuses cannot be applied, and says why', async () => {
  const opened = await openVariable('GOPATH')
  await draft(opened, 'GOPATH', 'go')
  expect(await screen.findByText(/must be absolute path/)).toBeVisible()
  expect(apply()).toBeDisabled()
  await opened.user.keyboard('{Enter}')
  expect(calls(opened.fake, 'env_apply')).toHaveLength(0)
})

test('a setting is removed after a preview', async () => {
  const opened = await openVariable('GOBIN')
  await opened.user.click(screen.getByRole('button', { name: 'Remove my setting' }))
  expect(await screen.findByText('Your setting will be removed.')).toBeVisible()
  await waitFor(() => expect(apply()).toBeEnabled())
  await opened.user.click(apply())
  expect(await screen.findByText('GOBIN is removed from your settings')).toBeVisible()
  expect(opened.fake.world.text).not.toContain('GOBIN')
  expect(screen.queryByRole('button', { name: 'Remove my setting' })).toBeNull()
})

test('a field emptied where nothing was set is no draft', async () => {
  const opened = await openVariable('GOTMPDIR')
  await opened.user.type(setting('GOTMPDIR'), 'x')
  await opened.user.clear(setting('GOTMPDIR'))
  await new Promise((r) => setTimeout(r, 300))
  expect(screen.queryByRole('button', { name: 'Discard' })).toBeNull()
  expect(apply()).toBeDisabled()
})

test('a fixed list of values is a choice, also by keyboard', async () => {
  const opened = await openVariable('GO111MODULE')
  const choice = await screen.findByRole('radiogroup', { name: 'Your setting of GO111MODULE' })
  within(choice).getByRole('radio', { name: 'on' }).focus()
  await opened.user.keyboard('{ArrowRight}')
  expect(within(choice).getByRole('radio', { name: 'off' })).toBeChecked()
  await waitFor(() => expect(apply()).toBeEnabled())
  await opened.user.click(apply())
  await waitFor(() => expect(opened.fake.world.text).toContain('GO111MODULE=off'))
})

test('a draft survives a change of variable, of page, and of the file', async () => {
  const opened = await openVariable('GOBIN')
  await draft(opened, 'GOBIN', '/opt/bin')
  await opened.user.click(screen.getByRole('option', { name: /^GOPATH/ }))
  await opened.user.keyboard('{Control>}1{/Control}{Control>}2{/Control}')
  expect(screen.getByRole('option', { name: /^GOBIN.*draft/ })).toBeVisible()

  opened.fake.outside({ GOSUMDB: 'off' })
  await opened.user.click(screen.getByRole('option', { name: /^GOBIN/ }))
  expect(setting('GOBIN')).toHaveValue('/opt/bin')
})

test('who goes on to another variable while the first is applied keeps the draft there', async () => {
  const opened = await openVariable('GOPATH')
  await draft(opened, 'GOPATH', '/my/go')
  await opened.user.click(screen.getByRole('option', { name: /^GOBIN/ }))
  await draft(opened, 'GOBIN', '/opt/bin')
  await waitFor(() => expect(apply()).toBeEnabled())

  const answer = opened.fake.hold('env_apply')
  await opened.user.click(apply())
  await opened.user.click(screen.getByRole('option', { name: /^GOPATH/ }))
  answer()
  expect(await screen.findByText('GOBIN is set')).toBeVisible()

  expect(setting('GOPATH')).toHaveValue('/my/go')
  expect(screen.getByRole('option', { name: /^GOPATH.*draft/ })).toBeVisible()
  expect(screen.queryByRole('option', { name: /^GOBIN.*draft/ })).toBeNull()
})

test('who goes on to another variable is told that the first could not be applied, and keeps both drafts', async () => {
  const opened = await openVariable('GOBIN')
  await draft(opened, 'GOBIN', '/opt/bin')
  await waitFor(() => expect(apply()).toBeEnabled())

  opened.fake.failNext('env_apply')
  const answer = opened.fake.hold('env_apply')
  await opened.user.click(apply())
  await opened.user.click(screen.getByRole('option', { name: /^GOPATH/ }))
  answer()
  expect(await screen.findByText('It does not work just now')).toBeVisible()
  expect(screen.getByRole('option', { name: /^GOBIN.*draft/ })).toBeVisible()
})

test('a draft whose base moved says so, keeps focus and letters, and can take either', async () => {
  const opened = await openVariable('GOBIN')
  await draft(opened, 'GOBIN', '/opt/bin')
  opened.fake.outside({ GOBIN: '/elsewhere' })

  expect(await screen.findByText(/Meanwhile the file says/)).toHaveTextContent('/elsewhere')
  expect(setting('GOBIN')).toHaveValue('/opt/bin')
  expect(setting('GOBIN')).toHaveFocus()
  const file = await screen.findByRole('region', { name: 'In the file' })
  await waitFor(() => expect(file).toHaveTextContent('removed: GOBIN=/elsewhere'))

  await opened.user.click(screen.getByRole('button', { name: 'Keep mine' }))
  expect(screen.queryByText(/Meanwhile/)).toBeNull()
  expect(setting('GOBIN')).toHaveValue('/opt/bin')

  opened.fake.outside({ GOBIN: null })
  expect(await screen.findByText(/Meanwhile the line was removed/)).toBeVisible()
  await opened.user.click(screen.getByRole('button', { name: 'Take the file’s' }))
  expect(setting('GOBIN')).toHaveValue('')
})

test('a plan that is out of date is not written; a new preview is shown with the reason', async () => {
  const opened = await openVariable('GOBIN')
  await draft(opened, 'GOBIN', '/opt/bin')
  await waitFor(() => expect(apply()).toBeEnabled())
  opened.fake.world.revision++
  await opened.user.click(apply())
  expect(await screen.findByText('The file changed since this preview')).toBeVisible()
  expect(opened.fake.world.text).not.toContain('/opt/bin')
  await waitFor(() => expect(apply()).toBeEnabled())
  await opened.user.click(apply())
  await waitFor(() => expect(opened.fake.world.text).toContain('GOBIN=/opt/bin'))
})

test('a plan that fails is said in its place', async () => {
  const opened = await openVariable('GOBIN')
  opened.fake.failNext('env_plan')
  await opened.user.type(setting('GOBIN'), 'x')
  expect(await within(editor()).findByText('It does not work just now')).toBeVisible()
})

test('the offer to undo goes when somebody else changes the file', async () => {
  const opened = await openVariable('GOBIN')
  await draft(opened, 'GOBIN', '/opt/bin')
  await waitFor(() => expect(apply()).toBeEnabled())
  await opened.user.keyboard('{Enter}')
  await screen.findByRole('button', { name: 'Undo' })
  opened.fake.outside({ GOSUMDB: 'off' })
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull())
})

test('discarding gives the file’s value back', async () => {
  const opened = await openVariable('GOBIN')
  await draft(opened, 'GOBIN', '/opt/bin')
  await opened.user.click(screen.getByRole('button', { name: 'Discard' }))
  expect(setting('GOBIN')).toHaveValue('/home/you/bin')
})
