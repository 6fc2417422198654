// Every page in each of its states.
import { screen } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import {
  openCaches,
  openDoctor,
  openProjects,
  openProxies,
  openToolchains,
  openVariable,
  openWindow,
} from '../window'
import { violations } from './violations'

test.each(['usual', 'healthy', 'no-go', 'failing', 'lockout', 'empty', 'doctor-mess'] as const)(
  'the overview of %s',
  async (scenario) => {
    await openWindow({ scenario })
    expect(await violations()).toEqual([])
  },
)

test.each(['GOPROXY', 'GOVERSION', 'GO111MODULE', 'CC'])('the detail of %s', async (name) => {
  await openVariable(name)
  expect(await violations()).toEqual([])
})

test('the settings', async () => {
  const { user } = await openWindow({ language: 'zh-CN' })
  await user.keyboard('{Control>}8{/Control}')
  expect(await violations()).toEqual([])
})

test.each(['usual', 'no-go', 'broken', 'which-error', 'hunting', 'failing'] as const)(
  'the toolchains of %s',
  async (scenario) => {
    await openToolchains({ scenario })
    expect(await violations()).toEqual([])
  },
)

test('the programs, one of them open', async () => {
  const { user } = await openToolchains()
  await user.click(screen.getByRole('tab', { name: /Installed programs/ }))
  await user.click(await screen.findByRole('row', { name: /^gopls / }))
  expect(await violations()).toEqual([])
})

test.each([
  'usual',
  'caches-empty',
  'caches-refused',
  'caches-busy',
  'caches-over',
  'caches-no-projects',
] as const)('the caches of %s', async (scenario) => {
  await openCaches({ scenario })
  expect(await violations()).toEqual([])
})

test.each(['doctor-mess', 'healthy', 'usual', 'no-go'] as const)('the doctor of %s', async (scenario) => {
  const { user } = await openDoctor({ scenario })
  const [why] = screen.queryAllByRole('button', { name: /^Why/ })
  if (why) await user.click(why)
  await user.click(screen.getByText(/^All \d+ checks/))
  expect(await violations()).toEqual([])
})

test.each(['Kinds', /^Modules/, 'Age'])('the caches as %s', async (name) => {
  const { user } = await openCaches()
  await user.click(screen.getByRole('tab', { name }))
  expect(await violations()).toEqual([])
})

test.each(['proxies', 'proxies-first', 'proxies-testing', 'proxies-well', 'usual', 'healthy'] as const)(
  'the proxies of %s',
  async (scenario) => {
    await openProxies({ scenario })
    expect(await violations()).toEqual([])
  },
)

test.each(['usual', 'projects-empty', 'projects-warming', 'hunting'] as const)(
  'the projects of %s',
  async (scenario) => {
    const { user } = await openProjects({ scenario })
    const row = scenario === 'projects-empty' ? null : await screen.findByRole('option', { name: /^blog/ })
    if (row) {
      await user.click(row)
      await screen.findByText('example.com/blog')
    }
    expect(await violations()).toEqual([])
  },
)
