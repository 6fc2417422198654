import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { openVariable, openWindow } from './window'

async function openHistory() {
  const opened = await openWindow()
  await opened.user.keyboard('{Control>}2{/Control}')
  await opened.user.click(screen.getByRole('button', { name: 'History' }))
  const dialog = await screen.findByRole('dialog', { name: 'History of your settings' })
  return { ...opened, dialog }
}

test('every change is listed with who made it and what it was', async () => {
  const { dialog } = await openHistory()
  const rows = within(dialog).getAllByRole('listitem')
  expect(rows).toHaveLength(5)
  expect(rows[0]).toHaveTextContent('from outside')
  expect(rows[0]).toHaveTextContent('before:git.corp.example')
  expect(rows[0]).toHaveTextContent('after:git.corp.example,github.com/acme/*')
  expect(rows[3]).toHaveTextContent('removed')
})

test('an old change is taken back after a preview', async () => {
  const { user, fake, dialog } = await openHistory()
  await user.click(within(dialog).getAllByRole('button', { name: 'Take back…' })[2]!)
  expect(await within(dialog).findByText('GOMODCACHE=/data/gomod')).toBeVisible()
  await user.click(within(dialog).getByRole('button', { name: 'Apply' }))
  await waitFor(() => expect(fake.world.text).not.toContain('GOMODCACHE'))
  expect(await within(dialog).findByText('taken back')).toBeVisible()
})

test('what did not work is said also when the dialog was closed before the answer, and nothing else is closed', async () => {
  const { user, fake, dialog } = await openHistory()
  await user.click(within(dialog).getAllByRole('button', { name: 'Take back…' })[2]!)
  await waitFor(() => expect(within(dialog).getByRole('button', { name: 'Apply' })).toBeEnabled())
  fake.failNext('env_apply')
  const answer = fake.hold('env_apply')
  await user.click(within(dialog).getByRole('button', { name: 'Apply' }))
  await user.click(within(dialog).getByRole('button', { name: 'Back' }))
  answer()
  expect(await screen.findByText('It does not work just now')).toBeVisible()
  expect(within(dialog).getAllByRole('listitem')).toHaveLength(5)
})

test('a conflict is shown, not overwritten', async () => {
  const { user, fake, dialog } = await openHistory()
  fake.outside({ GOPROXY: 'direct' })
  await waitFor(() => expect(within(dialog).getAllByRole('listitem')).toHaveLength(6))
  await user.click(within(dialog).getAllByRole('button', { name: 'Take back…' })[2]!)
  expect(await within(dialog).findByText(/was changed since/)).toBeVisible()
  expect(within(dialog).getByRole('button', { name: 'Apply' })).toBeDisabled()
  await user.click(within(dialog).getByRole('button', { name: 'Back' }))
  expect(within(dialog).getAllByRole('listitem')).toHaveLength(6)
})

test('a variable shows its own changes only, and leads to all', async () => {
  const { user } = await openVariable('GOBIN')
  await user.click(screen.getByRole('button', { name: 'History of GOBIN' }))
  const dialog = await screen.findByRole('dialog', { name: 'History of GOBIN' })
  expect(within(dialog).getAllByRole('listitem')).toHaveLength(1)
  await user.click(within(dialog).getByRole('button', { name: 'Whole file' }))
  expect(within(await screen.findByRole('dialog')).getAllByRole('listitem')).toHaveLength(5)
})

test('without changes it says what would be here', async () => {
  const { user } = await openWindow({ scenario: 'empty' })
  await user.keyboard('{Control>}2{/Control}')
  await user.click(screen.getByRole('button', { name: 'History' }))
  expect(await screen.findByText('No change yet')).toBeVisible()
})

test('a change from outside joins an open history', async () => {
  const { fake, dialog } = await openHistory()
  fake.outside({ GOSUMDB: 'off' })
  expect(await within(dialog).findByText('GOSUMDB', { selector: 'li:first-child *' })).toBeVisible()
})
