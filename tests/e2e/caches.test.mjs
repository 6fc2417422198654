// The Caches page over caches that real go has filled: measured with growing figures, cancelled, cleaned with a preview,
// brought back; and it follows a build in a terminal by itself.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Key } from 'webdriverio'
import { cached, folders, weight } from './machine/caches.mjs'
import { inWindow } from './machine/window.mjs'

const open = async (page) => {
  await page.ready()
  await page.settled()
  await page.click('button', /^Caches/)
}
const caches = (page) => page.ask('cache_caches')
const measured = (page) =>
  page.until(
    async () => {
      const now = await caches(page)
      return now.measuring === null && now.asOf !== null && !now.stale && now
    },
    'the caches are measured',
    60_000,
  )

/** Measures anew, notes in the page how the figures grow, and cancels by the button once they have; null when it was over before. */
function cancelOnceGrown(page) {
  return page.run(async () => {
    const ask = (command) => window.__TAURI_INTERNALS__.invoke(command, {})
    const seen = []
    const named = (button) => button.getAttribute('aria-label') === 'Cancel: Measuring the caches'
    await ask('cache_measure')
    for (;;) {
      const { measuring } = await ask('cache_caches')
      if (!measuring) return null
      if (measuring.files > 0 && seen.at(-1) !== measuring.files) seen.push(measuring.files)
      const cancel = seen.length > 1 && [...document.querySelectorAll('button')].find(named)
      if (cancel) {
        cancel.click()
        return seen
      }
    }
  })
}

test('a big cache is measured to the byte, again with growing figures, and cancelled', async () => {
  const home = cached({ entries: 60_000 })
  await inWindow(home, async (page) => {
    await open(page)
    const now = await measured(page)
    await page.until(async () => {
      const grown = await cancelOnceGrown(page)
      const rising = [...(grown ?? [])].sort((a, b) => a - b)
      assert.deepEqual(rising, grown ?? [], 'figures never fall')
      await measured(page)
      return (await page.text()).includes('Cancelled; the figures are those of before')
    }, 'a measuring is cancelled while its figures grow')
    assert.deepEqual((await caches(page)).size, now.size)

    const { gocache, gomodcache } = folders(home)
    assert.equal(now.caches[0].size.bytes, weight(gocache))
    assert.equal(now.caches[1].size.bytes, weight(gomodcache))
    await page.picture('caches-measured')
  })
})

test('what is cleaned was shown, is gone, and comes back', async () => {
  const home = cached({ entries: 3000 })
  const { gocache, gomodcache } = folders(home)
  const before = weight(gocache)
  await inWindow(home, async (page) => {
    await open(page)
    await measured(page)
    await page.ask('cache_add_folder', { folder: home.path('src') })
    await page.until(async () => (await caches(page)).projects.projects.length === 1, 'the project is known')
    await page.until(async () => (await caches(page)).reclaimable?.size.files >= 3000, 'what can go is known')
    await page.click('button', 'Preview clean-up')
    const dialog = await page.the('dialog', 'Clean what can go safely')
    await page.sees(/not used for/)
    await page.picture('caches-preview')
    assert.equal(weight(gocache), before, 'a preview takes nothing')
    // Programs of Go that others run on this machine are not waited for.
    const [patience] = await page.all('checkbox', 'Wait until they are done', dialog)
    if (await patience?.isSelected()) await patience.click()
    const button = await page.the('button', /^Clean [\d.]+ [kM]B$/, dialog)
    await page.until(() => button.isEnabled(), 'the plan can be carried out')
    await button.click()
    await page.sees(/are cleaned and can come back/, 30_000)
    assert.ok(weight(gocache) < before, 'it is gone')
    assert.ok(
      !existsSync(join(gomodcache, 'example.com', 'unused', 'v2@v2.1.0')),
      'what no project needs is gone',
    )
    assert.ok(existsSync(join(gomodcache, 'example.com', 'kept@v1.2.0')), 'what is needed is not')
    // What is left still builds, without a network.
    home.run('-C', home.path('src', 'shop'), 'build', '-o', home.path('shop'), '.')

    const [cleaning] = (await caches(page)).cleanings
    await page.ask('cache_undo', { cleaning: cleaning.id })
    await page.until(async () => (await caches(page)).cleanings.length === 0, 'the cleaning is back', 30_000)
    assert.ok(existsSync(join(gomodcache, 'example.com', 'unused', 'v2@v2.1.0', 'unused.go')))
    assert.ok(weight(gocache) >= before)
  })
})

test('a build in a terminal makes the figure grow by itself', async () => {
  const home = cached({ entries: 10 })
  await inWindow(home, async (page) => {
    await open(page)
    const before = await measured(page)
    home.write('src/more/go.mod', 'module example.com/more\n\ngo 1.21\n')
    home.write('src/more/main.go', 'package main\n\nimport "os"\n\nfunc main() { os.Exit(0) }\n')
    const args = ['-C', home.path('src', 'more'), 'build', '-o', home.path('more'), '.']
    const build = spawn(home.go, args, { env: home.env, stdio: 'ignore' })
    const ended = new Promise((done) => build.once('exit', done))
    await page.until(
      async () => (await caches(page)).size.bytes > before.size.bytes,
      'the figure grows while go builds',
      60_000,
    )
    assert.equal(await ended, 0)
    const { gocache } = folders(home)
    const settled = async () => (await caches(page)).caches[0].size.bytes === weight(gocache)
    await page.until(settled, 'the figure is that of the disk', 60_000)
  })
})

test('the picture is worked with the keyboard alone', async () => {
  const home = cached({ entries: 500 })
  await inWindow(home, async (page) => {
    await open(page)
    await measured(page)
    const picture = await page.the('listbox', /^Where the space went/)
    await page.run((element) => element.focus(), picture)
    const active = () =>
      page.run(() => {
        const list = document.activeElement
        const cell = document.getElementById(list.getAttribute('aria-activedescendant'))
        return cell?.getAttribute('aria-label') ?? cell?.textContent ?? null
      })
    const first = await active()
    assert.ok(first, 'a cell is in hand')
    await page.press(Key.End)
    const last = await active()
    assert.notEqual(last, first)
    await page.press(Key.Home)
    assert.equal(await active(), first)
    await page.press(' ')
    await page.sees(/chosen/)
    await page.press(' ')
  })
})
