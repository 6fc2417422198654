// An SDK is removed: what goes is shown first, it lands in the trash, and what is not the person's to remove stays.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import { Home } from './machine/home.mjs'
import { inWindow } from './machine/window.mjs'

const newest = basename(process.env.BURROW_E2E_GOROOT)

test('an SDK goes to the trash once it was shown what goes, another’s stays', async () => {
  const files = { 'sdk/go1.20.4/VERSION': 'go1.20.4\n', 'sdk/go1.20.4/bin/README': 'nothing' }
  const home = new Home({ files })
  const goroot = home.path('sdk', 'go1.20.4')
  await inWindow(home, async (page) => {
    await page.ready()
    await page.settled()
    await page.click('button', /^Toolchains/)
    await page.click('button', 'Remove ~/sdk/go1.20.4…')
    const dialog = await page.the('dialog', 'Remove ~/sdk/go1.20.4')
    await page.sees('What goes')
    assert.ok(existsSync(goroot), 'a preview removes nothing')
    await page.click('button', 'Move to the trash', dialog)
    await page.sees('is removed')
    await page.until(() => !existsSync(goroot), 'the folder is gone')
    assert.ok(existsSync(home.path('.local/share/Trash/files/go1.20.4/VERSION')), 'it can be put back')
    const listed = async () => (await page.all('button', 'Open ~/sdk/go1.20.4')).length
    await page.until(async () => (await listed()) === 0, 'it is no longer in the list')

    // The one that runs lies outside the home, in nobody's place.
    assert.equal((await page.all('button', `Remove ${newest}…`)).length, 0)
    const { sdks } = await page.ask('sdk_toolchains')
    assert.ok(sdks.find((sdk) => sdk.version === newest).kept.length > 0)
  })
})
