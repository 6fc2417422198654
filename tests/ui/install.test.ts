import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { calls, openToolchains, sdkRow as row, type Opened } from './window'

async function openInstall(options?: Parameters<typeof openToolchains>[0]) {
  const opened = await openToolchains(options)
  await opened.user.click(screen.getAllByRole('button', { name: 'Install…' })[0]!)
  const dialog = await screen.findByRole('dialog', { name: 'Install a Go toolchain' })
  return { ...opened, dialog }
}

const versions = async (dialog: HTMLElement) =>
  (await within(dialog).findAllByRole('option')).map((o) => o.textContent.replace(/\s+/g, ' ').trim())

const strip = () => screen.getByRole('region', { name: 'Work' })

test('the newest of each release comes first, what is here is marked, previews wait to be asked for', async () => {
  const { user, dialog } = await openInstall()
  const before = await versions(dialog)
  expect(before.slice(0, 3)).toEqual(['go1.27.3 installed', 'go1.26.7', 'go1.25.6'])
  expect(before.join()).not.toContain('rc')
  await user.click(within(dialog).getByRole('checkbox', { name: 'Release candidates and betas' }))
  expect((await versions(dialog)).join()).toContain('go1.28rc2')
})

test('a version is searched, chosen with arrows, and goes where the manager keeps its own', async () => {
  const { user, fake, dialog } = await openInstall()
  await versions(dialog)
  await user.click(within(dialog).getByRole('searchbox', { name: 'Search the versions' }))
  await user.keyboard('1.24{ArrowDown}')
  await waitFor(() => expect(within(dialog).getByRole('listbox', { name: 'Versions' })).toHaveFocus())
  await user.keyboard('{Home}{ArrowDown}')
  await waitFor(() => expect(within(dialog).getByRole('radio', { name: /mise recommended/ })).toBeChecked())
  expect(
    within(dialog)
      .getByRole('radio', { name: /mise recommended/ })
      .closest('label'),
  ).toHaveTextContent('~/.local/share/mise/installs/go/1.24.9')
  await user.keyboard('{Enter}')
  const install = within(dialog).getByRole('button', { name: 'Install go1.24.9' })
  await waitFor(() => expect(install).toHaveFocus())
  await user.keyboard('{Enter}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(calls(fake, 'sdk_install')[0]?.args).toEqual({
    wish: { version: 'go1.24.9', source: 'proxy', destination: 'mise' },
  })
})

test('another place is chosen by hand', async () => {
  const { user, fake, dialog } = await openInstall()
  await user.click(await within(dialog).findByRole('radio', { name: /golang.org\/dl/ }))
  await user.click(within(dialog).getByRole('button', { name: 'Install go1.26.7' }))
  await waitFor(() =>
    expect(calls(fake, 'sdk_install')[0]?.args).toMatchObject({ wish: { destination: 'sdk' } }),
  )
})

test.each([
  ['works', () => undefined],
  ['does not work', (fake: Opened['fake']) => fake.failNext('sdk_install')],
])('what %s leaves the dialog alone that was opened before the answer', async (what, prepare) => {
  const { user, fake, dialog } = await openInstall()
  const button = await within(dialog).findByRole('button', { name: 'Install go1.26.7' })
  await waitFor(() => expect(button).toBeEnabled())
  prepare(fake)
  const answer = fake.hold('sdk_install')
  await user.click(button)
  await user.keyboard('{Escape}{Control>}k{/Control}')
  const palette = await screen.findByRole('dialog')
  expect(palette).not.toBe(dialog)
  answer()
  if (what === 'works') await waitFor(() => expect(strip()).toHaveTextContent('go1.26.7'))
  else expect(await screen.findByText('It does not work just now')).toBeVisible()
  expect(palette).toBeInTheDocument()
})

test('a mirror of one’s own is asked by its address', async () => {
  const { user, fake, dialog } = await openInstall()
  await user.click(within(dialog).getByRole('button', { name: /^From/ }))
  await user.click(screen.getByRole('option', { name: /Another address/ }))
  const field = await within(dialog).findByRole('textbox', { name: 'Address of the mirror' })
  await waitFor(() => expect(field).toHaveFocus())
  await user.type(field, 'https://go.corp.example/dl/{Enter}')
  await versions(dialog)
  expect(calls(fake, 'sdk_offers').at(-1)?.args).toEqual({ source: 'https://go.corp.example/dl/' })
})

test('a source that does not answer says so, and another can be asked', async () => {
  const { user, fake, dialog } = await openInstall({ scenario: 'offline' })
  expect(await within(dialog).findByText(/did not answer within 10 seconds/)).toBeVisible()
  expect(within(dialog).getByRole('button', { name: 'Install' })).toBeDisabled()
  fake.world.scenario = 'usual'
  await user.click(within(dialog).getByRole('button', { name: 'Try again' }))
  expect((await versions(dialog)).length).toBeGreaterThan(5)
})

test('an install that is turned down is said where it was asked for', async () => {
  const { user, fake, dialog } = await openInstall()
  const install = await within(dialog).findByRole('button', { name: 'Install go1.26.7' })
  await waitFor(() => expect(install).toBeEnabled())
  fake.failNext('sdk_install')
  await user.click(install)
  expect(await within(dialog).findByText('It does not work just now')).toBeVisible()
})

async function installing(options?: Parameters<typeof openToolchains>[0]) {
  const opened = await openInstall(options)
  const install = await within(opened.dialog).findByRole('button', { name: 'Install go1.26.7' })
  await waitFor(() => expect(install).toBeEnabled())
  await opened.user.click(install)
  await screen.findByRole('progressbar', { name: 'Installing go1.26.7' })
  return opened
}

test('work shows what it does, how far it is and how fast, on every page', async () => {
  const { user, fake } = await installing()
  fake.jobs.step(1, 0.5)
  await waitFor(() => expect(strip()).toHaveTextContent('39.2 MB of 78.4 MB'))
  expect(strip()).toHaveTextContent(/\d MB\/s/)
  expect(within(strip()).getByRole('progressbar')).toHaveAttribute('aria-valuenow', '49')
  await user.keyboard('{Control>}2{/Control}')
  expect(strip()).toHaveTextContent('Installing go1.26.7')
})

test('it ends in a report that stays until it is put away, and the SDK is in the list', async () => {
  const { user, fake } = await installing()
  fake.jobs.finish(1)
  await waitFor(() => expect(strip()).toHaveTextContent('It is ready, checked against sum.golang.org.'))
  await waitFor(() => expect(row('go1.26.7')).toBeVisible())
  await user.keyboard('{Control>}5{/Control}')
  expect(strip()).toHaveTextContent('It is ready')
  await user.click(within(strip()).getByRole('button', { name: 'Put away: Installing go1.26.7' }))
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Work' })).toBeNull())
  expect(calls(fake, 'job_dismiss')[0]?.args).toEqual({ id: 1 })
})

test('it is cancelled, and says what is left', async () => {
  const { user } = await installing()
  await user.click(screen.getByRole('button', { name: 'Cancel: Installing go1.26.7' }))
  await waitFor(() => expect(strip()).toHaveTextContent('kept for the next time'))
})

test('a failure says what happened and what to do', async () => {
  const { fake } = await installing({ scenario: 'install-fails' })
  fake.jobs.finish(1)
  await waitFor(() => expect(strip()).toHaveTextContent('not what the checksum database knows'))
  expect(strip()).toHaveTextContent('Nothing was installed')
})

test('a screen reader is told that work begins and how it ends, not every byte', async () => {
  const { fake } = await installing()
  const said = () => screen.getAllByRole('status').map((s) => s.textContent)
  expect(said()).toContain('Installing go1.26.7')
  fake.jobs.step(1, 0.2)
  fake.jobs.step(1, 0.4)
  expect(said()).toContain('Installing go1.26.7')
  fake.jobs.finish(1)
  await waitFor(() =>
    expect(said()).toContain('Installing go1.26.7: It is ready, checked against `sum.golang.org`.'),
  )
})

test('several pieces of work stand below one another; of reports the youngest is in sight', async () => {
  const { user, fake } = await openToolchains()
  await user.click(screen.getByRole('tab', { name: /Installed programs/ }))
  for (const name of ['air', 'gofumpt', 'govulncheck']) {
    await user.click(await screen.findByRole('button', { name: `Rebuild ${name}` }))
  }
  await waitFor(() => expect(within(strip()).getAllByRole('progressbar')).toHaveLength(3))
  fake.jobs.finish(1)
  fake.jobs.finish(2)
  await waitFor(() => expect(within(strip()).getAllByRole('progressbar')).toHaveLength(1))
  expect(strip()).not.toHaveTextContent('Rebuilding air')
  await user.click(within(strip()).getByRole('button', { name: '1 earlier report' }))
  expect(strip()).toHaveTextContent('Rebuilding air')
})

test('work that was begun before the window was there is in the strip', async () => {
  const { JobsStore } = await import('../../ui/src/state/jobs.svelte')
  const { FakeBackend } = await import('../../ui/src/backend/fake')
  const fake = new FakeBackend()
  await fake.call('sdk_install', { wish: { version: 'go1.24.9', source: 'proxy', destination: 'sdk' } })
  const store = new JobsStore(fake)
  const stop = await store.start()
  expect(store.running.map((j) => j.title)).toEqual(['Installing go1.24.9'])
  const [job] = store.running
  fake.jobs.finish(1)
  expect(store.ended).toHaveLength(1)
  // What was said before it ended does not bring it back to life, nor does a report that was put away return.
  store.take(job!)
  expect(store.running).toHaveLength(0)
  await store.dismiss(1)
  store.take(job!)
  expect(store.jobs).toHaveLength(0)
  stop()
})
