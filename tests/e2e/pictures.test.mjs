// Every page as it looks, in both languages, both themes and two sizes; axe finds nothing on it, and nothing is cut off.
import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Key } from 'webdriverio'
import { root } from '../../scripts/lib/paths.mjs'
import { cached } from './machine/caches.mjs'
import { Home } from './machine/home.mjs'
import { managed, others, version } from './machine/managers.mjs'
import { Mirror } from './machine/mirror.mjs'
import { inWindow } from './machine/window.mjs'

const sizes = [
  [1280, 800],
  [900, 600],
]

/** The pages in the order of their keys. */
const pages = ['overview', 'environment', 'toolchains', 'caches', 'proxies', 'projects', 'doctor', 'settings']

/** A machine with something to see: a setting, one that is shadowed, one that differs, a line that Go ignores. */
function lively(options) {
  const home = new Home(options)
  home.write('.bash_profile', `export PATH='${home.env.PATH}'\n. ~/.bashrc\n`)
  home.write(
    '.bashrc',
    `# ~/.bashrc\nHISTSIZE=5000\n\n# work\nexport GOPROXY=https://goproxy.corp.example.com,direct\nexport GOFLAGS=-mod=mod\n`,
  )
  home.run(
    'env',
    '-w',
    'GOPRIVATE=*.corp.example.com',
    'GOPROXY=https://proxy.golang.org,direct',
    'CGO_ENABLED=0',
  )
  return home
}

const dialogs = {
  en: { palette: /^Find anything/, history: 'History', compare: 'Compare…', text: 'Edit as text…' },
}

async function pagesOf(page, [width, height], theme, language, visit) {
  await page.browser.setWindowSize(width, height)
  await page.ask('app_set_settings', { settings: { language, theme, tray: 'while-open' } })
  await page.browser.refresh()
  const shown = async () => (await page.run(() => document.documentElement.dataset.theme)) === theme
  await page.until(shown, `the ${theme} theme`)
  await page.until(() => page.run(() => document.querySelector('main h1') !== null), 'a page')
  for (const name of pages) {
    await page.press(Key.Ctrl, String(pages.indexOf(name) + 1))
    const current = () => page.run(() => document.querySelectorAll('nav [aria-current=page]').length === 1)
    await page.until(current, `the page ${name}`)
    await page.until(() => page.run(() => document.querySelector('main h1') !== null), 'its headline')
    await visit(name)
    if (name !== 'toolchains') continue
    await page.run(() => document.querySelectorAll('[role=tab]')[1].click())
    await visit('programs')
    await page.run(() => document.querySelectorAll('[role=tab]')[0].click())
  }
}

test('every page, and nothing is wrong with it', async () => {
  const home = managed(cached({ entries: 5000, home: lively() }))
  await inWindow(home, async (page) => {
    await page.ready()
    await page.settled()
    await page.ask('cache_add_folder', { folder: home.path('src') })
    await page.ask('cache_measure')
    const known = async () => (await page.ask('cache_caches')).reclaimable?.size.files > 0
    await page.until(known, 'what can go is known', 60_000)
    await page.variable('GOPROXY')
    const wrong = []
    for (const size of sizes) {
      for (const theme of ['light', 'dark']) {
        for (const language of ['en', 'zh-CN']) {
          await pagesOf(page, size, theme, language, async (name) => {
            await page.picture(`${name}-${size.join('x')}-${theme}-${language}`)
            const found = await page.faults()
            wrong.push(...found.map((text) => `${name} ${size.join('x')} ${theme} ${language}: ${text}`))
          })
        }
      }
    }
    assert.deepEqual(wrong, [])
  })
})

test('every dialog, and nothing is wrong with it', async () => {
  const home = lively()
  await inWindow(home, async (page) => {
    await page.variable('GOPROXY')
    await (await page.the('textbox', 'Your setting of GOPROXY')).setValue('https://other.example.com')
    await page.the('region', 'In the file')
    await page.picture('draft')
    const wrong = (await page.faults()).map((text) => `draft: ${text}`)
    for (const [name, button] of Object.entries(dialogs.en)) {
      await page.click('button', button, name === 'palette' ? undefined : await page.the('main'))
      await page.the('dialog')
      await page.picture(`dialog-${name}`)
      wrong.push(...(await page.faults()).map((text) => `${name}: ${text}`))
      await page.press(Key.Escape)
      await page.until(async () => (await page.all('dialog')).length === 0, 'the dialog is closed')
    }
    assert.deepEqual(wrong, [])
  })
})

test('every dialog of the toolchains, long work, and nothing is wrong with it', async () => {
  const mirror = await Mirror.with(others.at(-1))
  const home = managed()
  try {
    await inWindow(home, async (page) => {
      await page.ready()
      await page.settled()
      await page.click('button', /^Toolchains/)
      const wrong = []
      const seen = async (name) => {
        await page.picture(`dialog-${name}`)
        wrong.push(...(await page.faults()).map((text) => `${name}: ${text}`))
      }
      const closed = async () => {
        await page.press(Key.Escape)
        await page.until(async () => (await page.all('dialog')).length === 0, 'the dialog is closed')
      }
      await page.click('button', `Use ${version(others[0])}`)
      await page.click('menuitem', /^This one, or newer/)
      await page.sees('Whom it reaches')
      await seen('switch')
      await closed()
      await page.click('button', 'Remove ~/sdk/go1.20.4…')
      await page.sees('What goes')
      await seen('remove')
      await closed()
      const dialog = await page.offered(mirror)
      const button = await page.the('button', `Install ${version(others.at(-1))}`, dialog)
      await page.until(() => button.isEnabled(), 'a place to install to')
      await seen('install')
      mirror.rate = 2_000_000
      await button.click()
      await page.sees(/[\d.]+ [kM]B\/s/)
      await seen('work')
      assert.deepEqual(wrong, [])
    })
  } finally {
    mirror.close()
  }
})

// The README's picture is made on request only: it would differ a little with every run.
test('the picture of the README', { skip: !process.env.BURROW_README && 'set BURROW_README=1' }, async () => {
  await inWindow(lively({ go: 'own' }), async (page) => {
    await page.variable('GOPROXY')
    await page.click('button', 'Show all')
    await page.the('option', /^GOPRIVATE/)
    await page.picture('readme')
    mkdirSync(join(root, 'docs'), { recursive: true })
    copyFileSync(join(import.meta.dirname, 'out', 'readme.png'), join(root, 'docs', 'screenshot.png'))
  })
})
