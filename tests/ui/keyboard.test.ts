import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { apply, calls, detail, openWindow, setting } from './window'

const list = () => screen.getByRole('listbox', { name: 'Variables' })

test('a setting is found, changed and taken back without a mouse', async () => {
  const { user, fake } = await openWindow()
  await user.keyboard('{Control>}f{/Control}')
  await user.keyboard('gobin')
  await user.keyboard('{ArrowDown}')
  expect(list()).toHaveFocus()
  await user.keyboard('{Home}')
  expect(await detail('GOBIN')).toBeVisible()

  await user.keyboard('{Enter}')
  await waitFor(() => expect(setting('GOBIN')).toHaveFocus())
  await user.keyboard('/opt/bin')
  expect(setting('GOBIN')).toHaveValue('/opt/bin')
  await waitFor(() => expect(apply()).toBeEnabled())
  await user.keyboard('{Enter}')
  await waitFor(() => expect(fake.world.text).toContain('GOBIN=/opt/bin'))

  await user.keyboard('{Escape}')
  await waitFor(() => expect(list()).toHaveFocus())
  await user.keyboard('{Control>}z{/Control}')
  await waitFor(() => expect(fake.world.text).toContain('GOBIN=/home/you/bin'))
})

test('arrows, Home and End move in the list, and assistive tools are told where', async () => {
  const { user } = await openWindow()
  await user.keyboard('{Control>}2{/Control}')
  list().focus()
  await user.keyboard('{Home}{ArrowDown}')
  expect(await detail('GOSUMDB')).toBeVisible()
  const active = document.getElementById(list().getAttribute('aria-activedescendant') ?? '')
  expect(active).toHaveTextContent('GOSUMDB')
  expect(active).toHaveAttribute('aria-selected', 'true')
})

test('Ctrl Z in a field belongs to the field', async () => {
  const { user, fake } = await openWindow()
  await user.keyboard('/')
  await user.keyboard('{Control>}z{/Control}')
  expect(calls(fake, 'env_plan')).toHaveLength(0)
})

test('Ctrl Z shows a change of somebody else before it takes it back', async () => {
  const { user, fake } = await openWindow()
  await user.keyboard('{Control>}z{/Control}')
  const dialog = await screen.findByRole('dialog', { name: 'Take back this change' })
  expect(await within(dialog).findByText(/GOPRIVATE=git.corp.example,github.com/)).toBeVisible()
  expect(calls(fake, 'env_apply')).toHaveLength(0)
  await waitFor(() => expect(within(dialog).getByRole('button', { name: 'Apply' })).toHaveFocus())
  await user.keyboard('{Enter}')
  await waitFor(() => expect(fake.world.text).toContain('GOPRIVATE=git.corp.example\n'))
})

test('the palette finds a variable, a page and an action, and gives the focus back', async () => {
  const { user } = await openWindow()
  const show = await screen.findByRole('button', { name: /^Why\?: GOPROXY/ })
  show.focus()
  await user.keyboard('{Control>}k{/Control}')
  await waitFor(() => expect(screen.getByRole('combobox')).toHaveFocus())
  await user.keyboard('{Escape}')
  await waitFor(() => expect(show).toHaveFocus())

  await user.keyboard('{Control>}k{/Control}')
  await user.keyboard('gomodc{Enter}')
  expect(await detail('GOMODCACHE')).toBeVisible()

  await user.keyboard('{Control>}k{/Control}')
  await user.keyboard('sett{Enter}')
  expect(await screen.findByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()

  await user.keyboard('{Control>}k{/Control}')
  await user.keyboard('compare{Enter}')
  expect(await screen.findByRole('dialog', { name: 'Compare with another machine' })).toBeVisible()
})

test('arrows choose in the palette', async () => {
  const { user } = await openWindow()
  await user.keyboard('{Control>}k{/Control}')
  await user.keyboard('gop{ArrowDown}')
  expect(screen.getByRole('option', { selected: true })).toHaveTextContent('GOPROXY')
})

test('the question mark lists the keys', async () => {
  const { user } = await openWindow()
  await user.keyboard('?')
  expect(await screen.findByRole('dialog', { name: 'Keyboard' })).toHaveTextContent(
    'Take back the last change',
  )
})

test('a picker is worked by keyboard and gives the focus back', async () => {
  const { user, fake } = await openWindow()
  const picker = screen.getByRole('button', { name: /^Whose environment: a new terminal/ })
  picker.focus()
  await user.keyboard('{ArrowDown}')
  await waitFor(() => expect(screen.getByRole('listbox', { name: /^Whose environment/ })).toHaveFocus())
  await user.keyboard('{Escape}')
  expect(picker).toHaveFocus()
  await user.keyboard('{Enter}')
  await waitFor(() => expect(screen.getByRole('listbox', { name: /^Whose environment/ })).toHaveFocus())
  await user.keyboard('the d{Enter}')
  await waitFor(() =>
    expect(calls(fake, 'env_look')[0]?.args).toMatchObject({ choice: { asker: 'desktop' } }),
  )
})
