import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { calls, openWindow } from './window'

async function openDialog(button: string, name: string) {
  const opened = await openWindow()
  await opened.user.keyboard('{Control>}2{/Control}')
  const opener = screen.getAllByRole('button', { name: button })[0]!
  await opened.user.click(opener)
  return { ...opened, opener, dialog: await screen.findByRole('dialog', { name }) }
}

const compare = () => openDialog('Compare…', 'Compare with another machine')
const text = () => openDialog('Edit as text…', 'Edit your settings as text')

const THEIRS = JSON.stringify({
  GOPROXY: 'https://proxy.golang.org,direct',
  GOFLAGS: '-mod=readonly',
  GOPATH: '/Users/kim/go',
  GOVERSION: 'go1.26.6',
  GONEW: 'x',
})

async function pasted() {
  const opened = await compare()
  const field = within(opened.dialog).getByRole('textbox')
  field.focus()
  await opened.user.paste(THEIRS)
  await opened.user.click(within(opened.dialog).getByRole('button', { name: 'Compare' }))
  return opened
}

test('what differs comes first; what is the same waits behind a button', async () => {
  const { user, dialog } = await pasted()
  expect(await within(dialog).findByText('Against go1.26.6')).toBeVisible()
  const rows = within(dialog).getAllByRole('row').slice(1)
  expect(rows[0]).toHaveTextContent('GOPROXY')
  expect(rows[0]).toHaveTextContent('differs')
  expect(rows[2]).toHaveTextContent('GONEW')
  expect(within(dialog).queryByText('GOFLAGS')).toBeNull()
  await user.click(within(dialog).getByRole('button', { name: /Show 2 more/ }))
  expect(within(dialog).getByText('GOFLAGS')).toBeVisible()
  expect(within(dialog).getByText('differs as machines do')).toBeVisible()
})

test('an open comparison is made anew when the environment changes, and only then', async () => {
  const { fake, dialog } = await pasted()
  await within(dialog).findByText('Against go1.26.6')
  await new Promise((r) => setTimeout(r, 100))
  expect(calls(fake, 'env_compare')).toHaveLength(1)
  fake.outside({ GOSUMDB: 'off' })
  await waitFor(() => expect(calls(fake, 'env_compare')).toHaveLength(2))
})

test('chosen values become a draft with a preview, and only what can be set is offered', async () => {
  const { user, fake, dialog } = await pasted()
  expect(await within(dialog).findByRole('checkbox', { name: 'Take their GOPROXY' })).toBeVisible()
  expect(within(dialog).queryByRole('checkbox', { name: 'Take their GOVERSION' })).toBeNull()
  await user.click(within(dialog).getByRole('checkbox', { name: 'Take their GOPROXY' }))
  await user.click(within(dialog).getByRole('button', { name: 'Preview 1 change' }))
  expect(await within(dialog).findByText('GOPROXY=https://proxy.golang.org,direct')).toBeVisible()
  await user.click(within(dialog).getByRole('button', { name: 'Apply' }))
  await waitFor(() => expect(fake.world.text).toContain('GOPROXY=https://proxy.golang.org,direct'))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test('what is not JSON is said beside the field, and the text stays', async () => {
  const { user, dialog } = await compare()
  const field = within(dialog).getByRole('textbox')
  await user.type(field, 'GOPROXY=direct')
  await user.click(within(dialog).getByRole('button', { name: 'Compare' }))
  expect(await within(dialog).findByText(/is not the output of/)).toBeVisible()
  expect(field).toHaveValue('GOPROXY=direct')
})

test('the file is edited as text with a preview', async () => {
  const { user, fake, dialog } = await text()
  const field = await within(dialog).findByRole('textbox', { name: 'The settings file' })
  await waitFor(() => expect(field).toHaveFocus())
  expect(field).toHaveValue(fake.world.text)
  await user.type(field, 'GOSUMDB=off\n')
  expect(await within(dialog).findByText('GOSUMDB=off')).toBeVisible()
  await user.click(within(dialog).getByRole('button', { name: 'Apply' }))
  await waitFor(() => expect(fake.world.text).toMatch(/GOSUMDB=off\n$/))
})

test('text that is typed survives a change from outside, and says what applying would undo', async () => {
  const { user, fake, dialog } = await text()
  const field = await within(dialog).findByRole('textbox', { name: 'The settings file' })
  await waitFor(() => expect(field).toBeEnabled())
  await user.type(field, 'GOSUMDB=off\n')
  fake.outside({ GOBIN: '/elsewhere' })
  expect(await within(dialog).findByText(/The file changed meanwhile/)).toBeVisible()
  expect(field).toHaveTextContent('') // a textarea has a value, not text
  expect((field as HTMLTextAreaElement).value).toContain('GOSUMDB=off')
  await user.click(within(dialog).getByRole('button', { name: 'Load the file again' }))
  await waitFor(() => expect((field as HTMLTextAreaElement).value).toContain('GOBIN=/elsewhere'))
})

test('untouched text follows the file', async () => {
  const { fake, dialog } = await text()
  const field = await within(dialog).findByRole('textbox', { name: 'The settings file' })
  await waitFor(() => expect(field).toBeEnabled())
  fake.outside({ GOBIN: '/elsewhere' })
  await waitFor(() => expect((field as HTMLTextAreaElement).value).toContain('GOBIN=/elsewhere'))
})

test('Esc closes a dialog and gives the focus back', async () => {
  const { user, opener } = await compare()
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await waitFor(() => expect(opener).toHaveFocus())
})

test('the keys of the page rest while a dialog is open', async () => {
  const { user } = await compare()
  await user.keyboard('{Control>}1{/Control}')
  expect(screen.getByRole('heading', { level: 1, hidden: true })).toHaveTextContent('Environment')
})
