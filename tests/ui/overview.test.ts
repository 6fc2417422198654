import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { calls, detail, openWindow } from './window'

const headline = () => screen.getByRole('heading', { level: 1 })

const findings = () => screen.findByRole('region', { name: 'Findings' })

test('the first line is the answer', async () => {
  await openWindow()
  await waitFor(() => expect(headline()).toHaveTextContent('2 things need a look'))
})

test('until the doctor has looked, it claims nothing', async () => {
  await openWindow({ scenario: 'asking' })
  expect(headline()).toHaveTextContent('Looking at your Go…')
})

test('with nothing to say it says so', async () => {
  await openWindow({ scenario: 'healthy' })
  await waitFor(() => expect(headline()).toHaveTextContent('Nothing is wrong with your Go'))
  expect(screen.queryByRole('region', { name: 'Findings' })).toBeNull()
})

test('a finding names the line that it comes from, tells why, and leads to what it is about', async () => {
  const { user, fake } = await openWindow()
  const region = await findings()
  expect(region).toHaveTextContent('GOPROXY in your settings has no effect')

  await user.click(within(region).getByRole('button', { name: 'Open ~/.zshrc:42' }))
  expect(calls(fake, 'app_open_place')[0]?.args).toEqual({ file: '/home/you/.zshrc', line: 42 })

  await user.click(within(region).getByRole('button', { name: /^Why\?: GOPROXY/ }))
  const row = within(region).getByText('GOPROXY in your settings has no effect').closest('li')!
  expect(row).toHaveTextContent('export GOPROXY=')
  await user.click(within(row).getByRole('button', { name: 'Show' }))
  expect(await detail('GOPROXY')).toBeVisible()
})

test('of many findings the worst are shown, and the way to all of them', async () => {
  const { user } = await openWindow({ scenario: 'doctor-mess' })
  const region = await findings()
  expect(within(region).getAllByRole('button', { name: /^Why/ })).toHaveLength(3)
  await user.click(within(region).getByRole('button', { name: 'All 8 findings' }))
  expect(await screen.findByRole('region', { name: 'What was checked' })).toBeVisible()
})

test('what needs a look is counted at its page', async () => {
  await openWindow({ scenario: 'doctor-mess' })
  expect(await screen.findByRole('button', { name: 'Doctor, 8 things need a look' })).toBeVisible()
  expect(screen.getByRole('button', { name: 'Environment, 1 thing needs a look' })).toBeVisible()
  expect(screen.getByRole('button', { name: 'Proxies, 4 things need a look' })).toBeVisible()
})

test('a doctor that does not answer is said, and the rest stands', async () => {
  const { user } = await openWindow({ fail: 'doctor_view' })
  expect(await screen.findByText('It does not work just now')).toBeVisible()
  expect(screen.getByRole('heading', { name: 'Toolchain' })).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(headline()).toHaveTextContent('2 things need a look'))
})

test('without Go it says so, shows what is known and offers the next step', async () => {
  const { user, fake } = await openWindow({ scenario: 'no-go' })
  expect(headline()).toHaveTextContent('Go was not found')
  expect(screen.getByRole('button', { name: 'Open ~/.config/go/env:7' })).toBeVisible()

  await user.click(screen.getByRole('button', { name: 'Download page of Go' }))
  expect(calls(fake, 'app_open_link')[0]?.args).toEqual({ link: 'https://go.dev/dl/' })

  fake.pick('/opt/go')
  await user.click(screen.getByRole('button', { name: 'Choose a folder with Go…' }))
  await waitFor(() =>
    expect(calls(fake, 'env_look')[0]?.args).toMatchObject({ choice: { goroot: '/opt/go' } }),
  )
})

test('a value that locks a person out is the worst finding and is mended after a preview', async () => {
  const { user, fake } = await openWindow({ scenario: 'lockout' })
  const [first] = within(await findings()).getAllByRole('listitem')
  expect(first).toHaveTextContent('GOTOOLCHAIN is locl, and no go command works')

  await user.click(screen.getByRole('button', { name: /^Mend GOTOOLCHAIN…: / }))
  const dialog = screen.getByRole('dialog', { name: 'Mend GOTOOLCHAIN' })
  expect(await within(dialog).findByText('GOTOOLCHAIN=locl')).toBeVisible()
  await user.click(within(dialog).getByRole('button', { name: 'Apply' }))

  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(fake.world.text).not.toContain('GOTOOLCHAIN')
  await waitFor(() => expect(headline()).toHaveTextContent('2 things need a look'))
})

test('a section that failed says so and the rest stands', async () => {
  const { user, fake } = await openWindow({ scenario: 'failing' })
  expect(screen.getByText('What a new terminal (zsh) sees is not known')).toBeVisible()
  expect(document.body).toHaveTextContent('The system gives Burrow no more watches')
  expect(screen.getByRole('heading', { name: 'Toolchain' })).toBeVisible()

  await user.click(screen.getByRole('button', { name: /^Try again: What a new terminal/ }))
  expect(calls(fake, 'env_refresh')).toHaveLength(1)
})

test('without watches it does not claim to be live', async () => {
  await openWindow({ scenario: 'failing' })
  expect(screen.getByText('checks when the window comes to the front')).toBeVisible()
})

test('the first paint of true data is announced once', async () => {
  const { fake } = await openWindow()
  await waitFor(() => expect(calls(fake, 'app_painted')).toHaveLength(1))
  fake.outside({ GOBIN: '/x' })
  await new Promise((r) => setTimeout(r, 50))
  expect(calls(fake, 'app_painted')).toHaveLength(1)
})

test('an environment that cannot be read is said, with a way to try again', async () => {
  const { render } = await import('@testing-library/svelte')
  const { FakeBackend } = await import('../../ui/src/backend/fake')
  const { default: App } = await import('../../ui/src/App.svelte')
  const { default: userEvent } = await import('@testing-library/user-event')
  const fake = new FakeBackend()
  fake.failNext('env_snapshot')
  render(App, { backend: fake })
  expect(await screen.findByText('It does not work just now')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(headline()).toHaveTextContent('2 things need a look'))
})

test('a rejection that is no Problem is never shown raw', async () => {
  const { user, fake } = await openWindow()
  fake.failNext('app_open_place', new Error('TypeError: undefined at core.rs:12'))
  await user.click(within(await findings()).getByRole('button', { name: 'Open ~/.zshrc:42' }))
  expect(await screen.findByText('Burrow could not finish this')).toBeVisible()
  expect(document.body).not.toHaveTextContent('core.rs')
})
