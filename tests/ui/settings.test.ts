import { screen, waitFor } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { media } from './media'
import { calls, openWindow } from './window'

async function settings() {
  const opened = await openWindow()
  await opened.user.keyboard('{Control>}8{/Control}')
  await screen.findByRole('heading', { level: 1, name: 'Settings' })
  return opened
}

const theme = () => document.documentElement.dataset.theme

test('a language holds at once, for the window and for what the core says', async () => {
  const { user, fake } = await settings()
  await user.click(screen.getByRole('radio', { name: '简体中文' }))
  expect(await screen.findByRole('heading', { level: 1, name: '设置' })).toBeVisible()
  expect(document.documentElement.lang).toBe('zh-CN')
  await user.keyboard('{Control>}2{/Control}')
  await waitFor(() => expect(calls(fake, 'env_reference')).toHaveLength(2))
  expect(await screen.findByText(/Go 依次向哪些服务器要模块/)).toBeVisible()
})

test('a theme holds at once', async () => {
  const { user, fake } = await settings()
  expect(theme()).toBe('light')
  await user.click(screen.getByRole('radio', { name: 'Dark' }))
  await waitFor(() => expect(theme()).toBe('dark'))
  expect(fake.world.settings.theme).toBe('dark')
})

test('without a choice the theme follows the system', async () => {
  await settings()
  media.set({ dark: true })
  await waitFor(() => expect(theme()).toBe('dark'))
  media.set({ dark: false })
  await waitFor(() => expect(theme()).toBe('light'))
})

test('settings that cannot be kept are said', async () => {
  const { user, fake } = await settings()
  fake.failNext('app_set_settings')
  await user.click(screen.getByRole('radio', { name: 'Dark' }))
  expect(await screen.findByText('It does not work just now')).toBeVisible()
  expect(theme()).toBe('light')
})
