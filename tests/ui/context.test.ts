import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { calls, openWindow } from './window'

test('a login shell that is being asked says so, and its answer arrives by itself', async () => {
  const { user, fake } = await openWindow({ scenario: 'asking' })
  await user.click(screen.getByRole('button', { name: /^Whose environment/ }))
  expect(screen.getByRole('option', { name: /a new terminal.*asking…/ })).toBeVisible()
  fake.shellAnswers('ready')
  await waitFor(() =>
    expect(screen.getByRole('option', { name: /a new terminal/ })).not.toHaveTextContent('asking'),
  )
})

test('one that gave no answer says why', async () => {
  const { user } = await openWindow({ scenario: 'failing' })
  await user.click(screen.getByRole('button', { name: /^Whose environment/ }))
  expect(screen.getByRole('option', { name: /a new terminal/ })).toHaveTextContent(
    'zsh did not answer within 5 seconds.',
  )
})

test('changing one part leaves the others', async () => {
  const { user, fake } = await openWindow()
  await user.click(screen.getByRole('button', { name: /^Toolchain:/ }))
  await user.click(screen.getByRole('option', { name: /go1.26.6/ }))
  await screen.findByRole('button', { name: /^Toolchain: go1.26.6/ })
  await user.click(screen.getByRole('button', { name: /^Whose environment/ }))
  await user.click(screen.getByRole('option', { name: /^the desktop/ }))
  await waitFor(() => expect(calls(fake, 'env_look')).toHaveLength(2))
  expect(calls(fake, 'env_look')[1]?.args).toEqual({
    choice: { asker: 'desktop', goroot: '/home/you/sdk/go1.26.6', directory: '/home/you/src/shop/backend' },
  })
})

test('a toolchain that does not run cannot be chosen', async () => {
  const { user, fake } = await openWindow()
  await user.click(screen.getByRole('button', { name: /^Toolchain:/ }))
  const broken = screen.getByRole('option', { name: /version unknown/ })
  expect(broken).toHaveAttribute('aria-disabled', 'true')
  await user.click(broken)
  expect(calls(fake, 'env_look')).toHaveLength(0)
})

test('a folder is typed; one that is not there is said beside the field and the page stays', async () => {
  const { user, fake } = await openWindow()
  await user.click(screen.getByRole('button', { name: /^Folder:/ }))
  const field = await screen.findByRole('textbox', { name: 'Path of the folder' })
  await waitFor(() => expect(field).toHaveFocus())
  await user.clear(field)
  await user.type(field, '~/missing{Enter}')
  expect(await screen.findByText(/is not there/)).toBeVisible()
  expect(screen.getByRole('button', { name: 'Folder: ~/src/shop/backend' })).toBeVisible()

  await user.clear(field)
  await user.type(field, '~/src/blog{Enter}')
  const picker = await screen.findByRole('button', { name: 'Folder: ~/src/blog' })
  await waitFor(() => expect(picker).toHaveFocus())
  expect(calls(fake, 'env_look').at(-1)?.args).toMatchObject({ choice: { directory: '~/src/blog' } })
})

test('a folder is chosen in the system’s dialog; what was looked at before is offered again', async () => {
  const { user, fake } = await openWindow()
  fake.pick('/home/you/src/tools')
  await user.click(screen.getByRole('button', { name: /^Folder:/ }))
  await user.click(screen.getByRole('button', { name: 'Choose a folder…' }))
  await user.click(await screen.findByRole('button', { name: 'Folder: ~/src/tools' }))
  const dialog = screen.getByRole('dialog', { name: 'Folder' })
  await user.click(within(dialog).getByRole('button', { name: /shop\/backend/ }))
  expect(await screen.findByRole('button', { name: 'Folder: ~/src/shop/backend' })).toBeVisible()
})

test('a late answer to an earlier question does not replace a newer one', async () => {
  const { EnvironmentStore } = await import('../../ui/src/state/environment.svelte')
  const { FakeBackend } = await import('../../ui/src/backend/fake')
  const fake = new FakeBackend()
  const store = new EnvironmentStore(fake)
  fake.delay = 60
  const slow = store.load()
  fake.delay = 0
  await store.look({ asker: 'desktop' })
  const newest = store.snapshot
  await slow
  expect(store.snapshot).toBe(newest)
  expect(store.snapshot?.context.asker).toBe('desktop')
})
