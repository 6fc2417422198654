// Language and theme: changed at once, everywhere, and still there after a restart.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Home } from './machine/home.mjs'
import { inWindow, session } from './machine/window.mjs'

const look = (page) =>
  page.run(() => ({
    theme: document.documentElement.dataset.theme,
    dark: matchMedia('(prefers-color-scheme: dark)').matches,
    ground: getComputedStyle(document.body).backgroundColor,
  }))

test('language and theme are switched and remembered over a restart', async () => {
  const home = new Home()
  await session(home, async (first) => {
    await first.ready()
    const before = await look(first)
    await first.click('button', 'Settings')
    await first.click('radio', 'Dark')
    await first.until(async () => (await look(first)).theme === 'dark', 'the dark theme')
    assert.notEqual((await look(first)).ground, before.ground)
    await first.click('radio', '简体中文')
    await first.the('heading', '设置')
    // What the core says is in that language too.
    const reference = await first.ask('env_reference')
    const { summary } = reference.find((variable) => variable.name === 'GOPROXY')
    assert.match(summary, /\p{Script=Han}/u)
  })
  await inWindow(home, async (page) => {
    await page.the('button', /^概览/)
    assert.equal((await look(page)).theme, 'dark')
  })
})

test('the system’s language is taken until another is chosen', async () => {
  const home = new Home({ env: { LC_ALL: 'zh_CN.UTF-8' } })
  await inWindow(home, async (page) => {
    await page.the('button', /^概览/)
    assert.equal((await page.ask('app_state')).language, 'zh-CN')
  })
})
