import { screen, waitFor } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { media } from './media'
import { detail, openWindow } from './window'

async function narrow() {
  const opened = await openWindow()
  media.set({ narrow: true })
  await opened.user.keyboard('{Control>}2{/Control}')
  return opened
}

test('the list is one column, and a variable takes its place', async () => {
  const { user } = await narrow()
  expect(screen.queryByRole('article')).toBeNull()
  await user.click(screen.getByRole('option', { name: /^GOBIN/ }))
  expect(await detail('GOBIN')).toBeVisible()
  expect(screen.queryByRole('listbox', { name: 'Variables' })).toBeNull()
})

test('there is a way back, by button and by Esc, to where one was', async () => {
  const { user } = await narrow()
  await user.click(screen.getByRole('option', { name: /^GOBIN/ }))
  await user.click(await screen.findByRole('button', { name: 'All variables' }))
  expect(screen.getByRole('option', { selected: true })).toHaveTextContent('GOBIN')

  await waitFor(() => expect(screen.getByRole('listbox', { name: 'Variables' })).toHaveFocus())
  await user.keyboard('{Enter}')
  expect(await detail('GOBIN')).toBeVisible()
  await user.keyboard('{Escape}')
  expect(await screen.findByRole('listbox', { name: 'Variables' })).toBeVisible()
})

test('widening the window brings both back', async () => {
  await narrow()
  media.set({ narrow: false })
  expect(await screen.findByRole('listbox', { name: 'Variables' })).toBeVisible()
  expect(await screen.findByRole('article')).toBeVisible()
})
