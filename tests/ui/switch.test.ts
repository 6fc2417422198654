import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { calls, type Opened, openToolchains, sdkRow as row } from './window'

async function use({ user }: Opened, version: string, way: RegExp, title: string) {
  await user.click(screen.getByRole('button', { name: `Use ${version}` }))
  await user.click(await screen.findByRole('menuitem', { name: way }))
  return screen.findByRole('dialog', { name: title })
}

test('a setting shows its line and whom it reaches before it is written, and one key applies it', async () => {
  const opened = await openToolchains()
  const dialog = await use(opened, 'go1.26.6', /^Always this one/, 'Always use go1.26.6')
  expect(await within(dialog).findByText('GOTOOLCHAIN=go1.26.6')).toBeVisible()
  const reach = within(dialog).getByText('Whom it reaches').parentElement!
  const rows = within(reach).getAllByRole('listitem')
  expect(rows[0]).toHaveTextContent('reached: New terminals (zsh)')
  expect(rows[2]).toHaveTextContent(/not reached: GoLand.*go.sdk.xml/)
  expect(rows[3]).toHaveTextContent('cannot be told: Containers')
  expect(calls(opened.fake, 'sdk_apply_switch')).toHaveLength(0)

  await waitFor(() => expect(within(dialog).getByRole('button', { name: 'Apply' })).toHaveFocus())
  await opened.user.keyboard('{Enter}')
  await waitFor(() => expect(opened.fake.world.text).toContain('GOTOOLCHAIN=go1.26.6'))
  await waitFor(() => expect(row('go1.26.6')).toHaveTextContent('runs here'))
})

test('the toast takes a switch back, and so does Ctrl Z', async () => {
  const opened = await openToolchains()
  const { user, fake } = opened
  for (const back of [
    () => user.click(screen.getByRole('button', { name: 'Undo' })),
    () => user.keyboard('{Control>}z{/Control}'),
  ]) {
    await use(opened, 'go1.26.6', /or newer where/, 'Use go1.26.6 or newer')
    await waitFor(() => expect(screen.getByRole('button', { name: 'Apply' })).toHaveFocus())
    await user.keyboard('{Enter}')
    await waitFor(() => expect(fake.world.text).toContain('GOTOOLCHAIN=go1.26.6+auto'))
    await screen.findByRole('button', { name: 'Undo' })
    await back()
    await waitFor(() => expect(fake.world.text).not.toContain('GOTOOLCHAIN'))
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull())
  }
})

test('a change of a setting that came after a switch is taken back first', async () => {
  const opened = await openToolchains()
  const { user, fake } = opened
  await use(opened, 'go1.26.6', /^Through/, 'Use go1.26.6 through the link')
  await waitFor(() => expect(screen.getByRole('button', { name: 'Apply' })).toHaveFocus())
  await user.keyboard('{Enter}')
  await waitFor(() => expect(fake.world.current).toBe('/home/you/sdk/go1.26.6'))
  fake.world.switches[0]!.at -= 60_000
  fake.outside({ GOBIN: '/later' })
  await waitFor(() => expect(calls(fake, 'env_history').length).toBeGreaterThan(1))
  await user.keyboard('{Control>}z{/Control}')
  expect(await screen.findByRole('dialog', { name: 'Take back this change' })).toBeVisible()
  expect(fake.world.current).toBe('/home/you/sdk/go1.26.6')
})

test('a link shows what it led to, where it will lead, and the line that makes it found', async () => {
  const opened = await openToolchains()
  const dialog = await use(opened, 'go1.26.6', /^Through/, 'Use go1.26.6 through the link')
  expect(await within(dialog).findByText('not there')).toBeVisible()
  expect(within(dialog).getByRole('button', { name: 'Open ~/sdk/go1.26.6' })).toBeVisible()
  expect(within(dialog).getByRole('region', { name: 'In the file ~/.zprofile' })).toHaveTextContent(
    'export PATH=',
  )
  await opened.user.click(within(dialog).getByRole('button', { name: 'Apply' }))
  expect(await screen.findByText(/link leads to/, { selector: '.pair' })).toBeVisible()
})

test('for a project the line of go.mod is shown', async () => {
  const opened = await openToolchains()
  const dialog = await use(opened, 'go1.26.6', /^In this project/, 'Use go1.26.6 in this project')
  expect(await within(dialog).findByText('toolchain go1.26.6')).toBeVisible()
})

test('what cannot be done says why, and cannot be applied', async () => {
  const opened = await openToolchains({ scenario: 'empty' })
  const dialog = await use(opened, 'go1.26.6', /^In this project/, 'Use go1.26.6 in this project')
  expect(await within(dialog).findByText(/There is no go.mod/)).toBeVisible()
  expect(within(dialog).getByRole('button', { name: 'Apply' })).toBeDisabled()
})

test('a preview is made anew when the file moves under it', async () => {
  const opened = await openToolchains()
  const dialog = await use(opened, 'go1.26.6', /^Always/, 'Always use go1.26.6')
  await within(dialog).findByText('GOTOOLCHAIN=go1.26.6')
  const before = calls(opened.fake, 'sdk_plan_switch').length
  opened.fake.outside({ GOSUMDB: 'off' })
  await waitFor(() => expect(calls(opened.fake, 'sdk_plan_switch').length).toBeGreaterThan(before))
  expect(await within(dialog).findByText('GOSUMDB=off')).toBeVisible()
})

test('a setting that pins is removed where it is seen', async () => {
  const opened = await openToolchains()
  opened.fake.outside({ GOTOOLCHAIN: 'go1.26.6' })
  await opened.user.keyboard('{Control>}1{/Control}{Control>}3{/Control}')
  opened.fake.hunted()
  await opened.user.click(await screen.findByRole('button', { name: 'Remove this setting…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Leave the choice to Go' })
  await within(dialog).findByText('GOTOOLCHAIN=go1.26.6')
  await opened.user.click(within(dialog).getByRole('button', { name: 'Apply' }))
  await waitFor(() => expect(opened.fake.world.text).not.toContain('GOTOOLCHAIN'))
})

test('Delete asks; what goes, how much, and who needs it is said, and the button says where it goes', async () => {
  const { user, fake } = await openToolchains()
  row('go1.26.6').focus()
  await user.keyboard('{Delete}')
  const dialog = await screen.findByRole('dialog', { name: 'Remove go1.26.6' })
  expect(await within(dialog).findByText('251 MB in 13,412 files')).toBeVisible()
  expect(within(dialog).getByText('One project asks for this version')).toBeVisible()
  expect(within(dialog).getByRole('button', { name: 'Open ~/src/blog/go.mod' })).toBeVisible()
  await user.click(within(dialog).getByRole('button', { name: 'Move to the trash' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(await screen.findByRole('progressbar', { name: 'Removing go1.26.6' })).toBeVisible()
  fake.jobs.finish(1)
  await waitFor(() => expect(screen.queryByRole('row', { name: /go1.26.6/ })).toBeNull())
})

test('what is gone for good is never one careless key away', async () => {
  const { user } = await openToolchains()
  await user.click(screen.getByRole('button', { name: 'Remove go1.26.2…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Remove go1.26.2' })
  expect(await within(dialog).findByRole('button', { name: 'Delete for good' })).toBeEnabled()
  await waitFor(() => expect(within(dialog).getByRole('button', { name: 'Cancel' })).toHaveFocus())
})

test('an SDK that is not to be removed from here says why', async () => {
  const { user } = await openToolchains()
  expect(screen.queryByRole('button', { name: 'Remove go1.27.3…' })).toBeNull()
  row('go1.27.3').focus()
  await user.keyboard('{Delete}')
  const dialog = await screen.findByRole('dialog', { name: 'Remove go1.27.3' })
  expect(await within(dialog).findByText(/only an administrator/)).toBeVisible()
  expect(within(dialog).getByRole('button', { name: 'Move to the trash' })).toBeDisabled()
})
