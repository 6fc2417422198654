// What opens over the pages, step by step.
import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import {
  openCaches,
  openDoctor,
  openProjects,
  openProxies,
  openToolchains,
  openVariable,
  openWindow,
  sdkRow,
  setting,
} from '../window'
import { violations } from './violations'

test('a draft with its preview', async () => {
  const { user } = await openVariable('GOPROXY')
  await user.type(setting('GOPROXY'), '|direct')
  await screen.findByRole('region', { name: 'In the file' })
  expect(await violations()).toEqual([])
})

test.each(['Compare…', 'History', 'Edit as text…'])('the dialog of %s', async (button) => {
  const { user } = await openVariable('GOBIN')
  await user.click(screen.getAllByRole('button', { name: button })[0]!)
  await screen.findByRole('dialog')
  expect(await violations()).toEqual([])
})

test.each([['{Control>}k{/Control}'], ['?']])('what %s opens', async (keys) => {
  const { user } = await openWindow()
  await user.keyboard(keys)
  await screen.findByRole('dialog')
  expect(await violations()).toEqual([])
})

test.each([/^Whose environment/, /^Toolchain:/, /^Folder:/])('the picker %s', async (name) => {
  const { user } = await openWindow()
  await user.click(screen.getByRole('button', { name }))
  expect(await violations()).toEqual([])
})

test('the detail of an SDK, the menu of its uses, and a switch', async () => {
  const { user } = await openToolchains()
  await user.click(sdkRow('go1.25.5'))
  expect(await violations()).toEqual([])
  await user.click(screen.getByRole('button', { name: 'Use go1.25.5' }))
  expect(await violations()).toEqual([])
  await user.click(screen.getByRole('menuitem', { name: /^Through/ }))
  await screen.findByText('Whom it reaches')
  expect(await violations()).toEqual([])
})

test('the dialogs of installing and removing, and work that runs and has ended', async () => {
  const { user, fake } = await openToolchains()
  await user.click(screen.getByRole('button', { name: 'Install…' }))
  const install = await screen.findByRole('button', { name: 'Install go1.26.7' })
  await screen.findByRole('radio', { name: /mise/ })
  expect(await violations()).toEqual([])
  await user.click(install)
  await screen.findByRole('progressbar')
  await user.click(screen.getByRole('button', { name: 'Remove go1.26.2…' }))
  await screen.findByRole('button', { name: 'Delete for good' })
  expect(await violations()).toEqual([])
  fake.jobs.finish(1)
  await screen.findByText(/It is ready/, { selector: '.dim' })
  expect(await violations()).toEqual([])
})

test('the dialogs of the doctor', async () => {
  const { user } = await openDoctor({ scenario: 'doctor-mess' })
  await user.click(screen.getByRole('button', { name: /^Make it private/ }))
  await screen.findByText(/readable by you alone/)
  expect(await violations()).toEqual([])
  await user.keyboard('{Escape}')
  await user.click(screen.getByRole('button', { name: 'Report…' }))
  await screen.findByRole('region', { name: 'Text' })
  expect(await violations()).toEqual([])
})

test('the dialogs of the caches', async () => {
  const { user, fake } = await openCaches({ scenario: 'caches-damaged' })
  const open = async (kind: string, wait: RegExp) => {
    await user.keyboard('{Control>}k{/Control}')
    await user.keyboard(`${kind}{Enter}`)
    await screen.findByText(wait)
    expect(await violations()).toEqual([])
    await user.keyboard('{Escape}')
  }
  await open('clean the caches', /things stay/)
  await open('choose what', /Older versions of a module/)
  await open('what was cleaned', /Nothing is waiting/)
  await open('projects that need', /Others that may have some/)
  await open('budgets', /Burrow takes only what is safe/)
  await user.click(screen.getByRole('button', { name: 'Check integrity' }))
  await waitFor(() => expect(fake.jobs.jobs).toHaveLength(1))
  fake.jobs.finish(1)
  await user.click((await screen.findAllByRole('button', { name: 'Show' }))[0]!)
  await screen.findByText(/builds use the changed one/)
  expect(await violations()).toEqual([])
})

test('the dialogs of the proxies', async () => {
  const { user } = await openProxies()
  const open = async (words: string, wait: string | RegExp) => {
    await user.keyboard('{Control>}k{/Control}')
    await user.keyboard(`${words}{Enter}`)
    await screen.findByText(wait)
    expect(await violations()).toEqual([])
  }
  await open('switch to home', 'Stays as it is')
  await user.click(screen.getByRole('button', { name: 'Compare…' }))
  await screen.findByText('The profile says')
  expect(await violations()).toEqual([])
  await user.keyboard('{Escape}')
  await open('save the present', /brings these values back/)
  await user.keyboard('{Escape}')
  await open('import a profile', /Nothing in it is executed/)
  await user.keyboard('{Escape}')
  await open('which way', /nobody is asked/)
  await user.type(screen.getByRole('textbox', { name: 'Module' }), 'golang.org/x/text')
  await screen.findByRole('list', { name: /order/ })
  expect(await violations()).toEqual([])
})

test('the dialogs of the projects', async () => {
  const { user } = await openProjects()
  await user.click(await screen.findByRole('option', { name: /^backend/ }))
  await user.click(await screen.findByRole('button', { name: /^Show….*team/ }))
  await screen.findByRole('list', { name: 'What it proposes' })
  expect(await violations()).toEqual([])
  await user.keyboard('{Escape}')
  await user.click(screen.getByRole('button', { name: 'Actions for backend' }))
  await user.click(screen.getByRole('menuitem', { name: /Write a team file/ }))
  await screen.findByRole('button', { name: 'Write' })
  expect(await violations()).toEqual([])
})

test.each(['welcome', 'welcome-no-go'] as const)('the steps of the first run: %s', async (scenario) => {
  const { user } = await openWindow({ scenario })
  await screen.findByRole('navigation', { name: 'Steps' })
  for (const step of [/^(1|Good) Projects/, /^(2|Good) Go/, /^(3|Good) Network/, /^(4|Good) First/]) {
    await user.click(
      within(screen.getByRole('navigation', { name: 'Steps' })).getByRole('button', { name: step }),
    )
    expect(await violations()).toEqual([])
  }
})
