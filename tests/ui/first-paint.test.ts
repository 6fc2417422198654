import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { media } from './media'

const script = readFileSync(join(import.meta.dirname, '../../ui/public/first-paint.js'), 'utf8')

/** Runs the script as the page does: before anything else. */
function paint() {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const run = new Function(script) as () => void
  run()
  return document.documentElement.dataset.theme
}

beforeEach(() => {
  delete document.documentElement.dataset.theme
})

test('the theme that was chosen is there before the first paint', () => {
  localStorage.setItem('burrow.first-paint', '{"theme":"dark","language":"zh-CN"}')
  expect(paint()).toBe('dark')
  expect(document.documentElement.lang).toBe('zh-CN')
})

test('else the system’s is', () => {
  media.set({ dark: true })
  expect(paint()).toBe('dark')
  media.set({ dark: false })
  expect(paint()).toBe('light')
})

test('what was kept may be anything', () => {
  localStorage.setItem('burrow.first-paint', '{{{')
  expect(paint()).toBe('light')
  localStorage.setItem('burrow.first-paint', 'null')
  expect(paint()).toBe('light')
})
