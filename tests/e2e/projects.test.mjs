// The Projects page over a project on disk: what is missing, the download, ready without a network as real go says it,
// and a change from outside that shows by itself.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Key } from 'webdriverio'
import { Home } from './machine/home.mjs'
import { buildsOffline, project, proxied } from './machine/projects.mjs'
import { inWindow } from './machine/window.mjs'

test('a project is downloaded until it builds without a network, and follows its go.mod', async () => {
  const home = new Home()
  const goproxy = proxied(home)
  home.write('.config/go/env', `GOPROXY=${goproxy}\nGOSUMDB=off\n`)
  project(home, 'src/shop', ['example.com/first', 'example.com/second'], { goproxy })
  assert.ok(!buildsOffline(home, 'src/shop'), 'before the download')
  await inWindow(home, async (page) => {
    await page.ready()
    await page.settled()
    await page.press(Key.Ctrl, '6')
    const [add] = await page.until(async () => {
      const found = await page.all('button', 'Add a folder…')
      return found.length > 0 && found
    }, 'a way to add a folder')
    await add.click()
    const dialog = await page.the('dialog', 'Projects')
    await (await page.the('textbox', /^Path of a folder/, dialog)).setValue(home.path('src'))
    await page.click('button', 'Add', dialog)
    await page.sees('~/src')
    await page.press(Key.Escape)

    await page.the('article', 'shop')
    await page.sees('2 modules to download', 30_000)
    await page.picture('projects-download')
    assert.deepEqual(await page.faults(), [])
    await page.click('button', /^Download: /)
    await page.sees(/Ready, also without a network/, 60_000)
    await page.until(async () => (await page.all('list', 'Steps to a build')).length === 0, 'no step is left')
    assert.ok(buildsOffline(home, 'src/shop'), 'real go agrees')
    await page.picture('projects-ready')

    project(home, 'src/shop', ['example.com/first', 'example.com/second', 'example.com/third'], { goproxy })
    await page.sees('one module to download', 30_000)
    assert.ok(!buildsOffline(home, 'src/shop'), 'real go agrees again')
    assert.deepEqual(await page.faults(), [])
  })
})
