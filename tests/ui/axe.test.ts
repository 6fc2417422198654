import { screen } from '@testing-library/svelte'
import axe from 'axe-core'
import { expect, test } from 'vitest'
import { openVariable, openWindow, setting } from './window'

/** Everything but colours, which need a layout: those are looked at in a browser. */
async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false } },
  })
  return found.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)
}

test.each(['usual', 'healthy', 'no-go', 'failing', 'lockout', 'empty'] as const)(
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

test('the settings', async () => {
  const { user } = await openWindow({ language: 'zh-CN' })
  await user.keyboard('{Control>}4{/Control}')
  expect(await violations()).toEqual([])
})
