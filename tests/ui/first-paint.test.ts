import { render, screen, waitFor } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import App from '../../ui/src/App.svelte'
import { FakeBackend } from '../../ui/src/backend/fake'
import { calls } from './window'

test('what came with the document is shown before anything is asked', async () => {
  const fake = new FakeBackend()
  fake.bringFirst()
  render(App, { backend: fake })
  expect(screen.getByRole('button', { name: /Folder/ })).toBeVisible()
  expect(screen.getByRole('heading', { name: 'Toolchain' })).toBeVisible()
  expect(fake.calls).toEqual([])
  await waitFor(() => expect(fake.calls[0]?.command).toBe('app_painted'))
})

test('it comes in the language and the theme of the person', () => {
  const fake = new FakeBackend({ language: 'zh-CN' })
  fake.world.settings = { language: 'zh-CN', theme: 'dark', tray: 'while-open' }
  fake.bringFirst()
  render(App, { backend: fake })
  expect(screen.getByRole('heading', { name: '工具链' })).toBeVisible()
  expect(document.documentElement.lang).toBe('zh-CN')
  expect(document.documentElement.dataset.theme).toBe('dark')
})

test('what has moved between the document and the first question is seen', async () => {
  const fake = new FakeBackend()
  fake.bringFirst()
  render(App, { backend: fake })
  fake.outside({ GOBIN: '/x' })
  expect(await screen.findByText(/changed just now/)).toBeVisible()
  expect(calls(fake, 'env_snapshot')).toHaveLength(1)
})

test('without it the page asks by itself', async () => {
  const fake = new FakeBackend()
  render(App, { backend: fake })
  expect(screen.queryByRole('button', { name: /Folder/ })).toBeNull()
  expect(await screen.findByRole('button', { name: /Folder/ })).toBeVisible()
  await waitFor(() => expect(calls(fake, 'app_painted')).toHaveLength(1))
})
