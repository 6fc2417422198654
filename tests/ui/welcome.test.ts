import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { calls, openWindow } from './window'

const title = (name: string) => screen.findByRole('heading', { level: 1, name })
const next = () => screen.findByRole('button', { name: /^(Next|Finish)$/ })
const step = (name: RegExp) =>
  within(screen.getByRole('navigation', { name: 'Steps' })).getByRole('button', { name })

test('it comes by itself on a machine where nothing is set up, and once', async () => {
  const { user, fake } = await openWindow({ scenario: 'welcome' })
  await title('Where are your projects?')
  await user.keyboard('{Escape}')
  await waitFor(() => expect(calls(fake, 'welcome_done')).toHaveLength(1))
  expect(screen.queryByRole('heading', { name: 'Where are your projects?' })).toBeNull()
})

test('it does not come on a machine that is set up, and can be opened from the Settings and the palette', async () => {
  const { user, fake } = await openWindow()
  await waitFor(() => expect(calls(fake, 'welcome_due')).toHaveLength(1))
  expect(screen.queryByRole('navigation', { name: 'Steps' })).toBeNull()
  expect(calls(fake, 'welcome_state')).toEqual([])
  await user.keyboard('{Control>}8{/Control}')
  await user.click(await screen.findByRole('button', { name: 'Open the setup' }))
  expect(await screen.findByRole('navigation', { name: 'Steps' })).toBeVisible()
  await user.keyboard('{Control>}1{/Control}{Control>}k{/Control}')
  await user.keyboard('set up step{Enter}')
  expect(await screen.findByRole('navigation', { name: 'Steps' })).toBeVisible()
})

test('what is true already is marked, and it begins at what is not', async () => {
  const { user } = await openWindow()
  await user.keyboard('{Control>}k{/Control}')
  await user.keyboard('set up step{Enter}')
  await title('Which way do modules come?')
  expect(step(/^Good Projects ~\/src/)).toBeVisible()
  expect(step(/^Good Go go1\./)).toBeVisible()
})

test('nothing is named before a person has agreed', async () => {
  const { user, fake } = await openWindow({ scenario: 'welcome' })
  const found = await screen.findByRole('list', { name: 'Folders with projects' })
  const [first] = within(found).getAllByRole('checkbox')
  expect(first).toBeChecked()
  expect(calls(fake, 'project_add')).toEqual([])
  await user.click(within(found).getByRole('checkbox', { name: /go\/src/ }))
  await user.click(await next())
  await waitFor(() =>
    expect(calls(fake, 'project_add').map((c) => c.args)).toEqual([
      { folder: '/home/you/src' },
      { folder: '/home/you/work/experiments' },
    ]),
  )
})

test('by keyboard alone from no Go to a build', async () => {
  const { user, fake } = await openWindow({ scenario: 'welcome-no-go' })
  await title('Where are your projects?')
  await waitFor(async () => expect(await next()).toHaveFocus())
  await user.keyboard('{Enter}')
  await title('Which Go runs them?')
  await waitFor(() => expect(screen.getByRole('button', { name: /^Install go1\.27\.3…/ })).toHaveFocus())
  await user.keyboard('{Enter}')
  const dialog = await screen.findByRole('dialog', { name: 'Install a Go toolchain' })
  const install = await within(dialog).findByRole('button', { name: 'Install go1.27.3' })
  await waitFor(() => expect(install).toBeEnabled())
  install.focus()
  await user.keyboard('{Enter}')
  await screen.findByRole('progressbar', { name: 'Installing go1.27.3' })
  expect(calls(fake, 'sdk_install')[0]?.args).toMatchObject({ wish: { version: 'go1.27.3' } })
})

test('the ways are tested while one looks, and the best one says why', async () => {
  const { user, fake } = await openWindow()
  await user.keyboard('{Control>}k{/Control}')
  await user.keyboard('set up step{Enter}')
  await title('Which way do modules come?')
  await waitFor(() => expect(calls(fake, 'welcome_test').map((c) => c.args)).toEqual([{ on: true }]))
  expect(await screen.findByText(/answers fastest from here/)).toBeVisible()
  await user.keyboard('{Control>}1{/Control}')
  await waitFor(() =>
    expect(calls(fake, 'welcome_test').map((c) => c.args)).toEqual([{ on: true }, { on: false }]),
  )
})

test('the last step ends with a build', async () => {
  const { user, fake } = await openWindow()
  await user.keyboard('{Control>}k{/Control}')
  await user.keyboard('set up step{Enter}')
  await title('Which way do modules come?')
  await user.click(await next())
  await title('Ready to build?')
  await user.click(await screen.findByRole('button', { name: 'Build' }))
  fake.jobs.finish(1)
  expect(await screen.findByText('It builds', { selector: '[role=status] *, [role=status]' })).toBeVisible()
  const finish = await screen.findByRole('button', { name: 'Finish' })
  await user.click(finish)
  expect(await title('Projects')).toBeVisible()
})
