// A toolchain is fetched from a mirror on loopback: progress, cancel, and what is there afterwards.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { Home } from './machine/home.mjs'
import { others, version } from './machine/managers.mjs'
import { Mirror } from './machine/mirror.mjs'
import { inWindow } from './machine/window.mjs'

const other = others.at(-1)

test('a toolchain is installed with progress, cancelled, and installed after all', async () => {
  const mirror = await Mirror.with(other)
  const wanted = version(other)
  const home = new Home()
  try {
    await inWindow(home, async (page) => {
      await page.ready()
      await page.settled()
      await page.click('button', /^Toolchains/)
      mirror.rate = 4_000_000
      let dialog = await page.offered(mirror)
      await page.click('button', `Install ${wanted}`, dialog)
      await page.the('progressbar', `Installing ${wanted}`)
      await page.sees(/[\d.]+ MB of [\d.]+ MB/)
      await page.sees(/[\d.]+ [kM]B\/s/)
      await page.click('button', `Cancel: Installing ${wanted}`)
      await page.sees(`Cancelled; ${wanted} was not installed`)
      assert.ok(!existsSync(home.path('sdk', wanted)), 'never half an SDK')

      mirror.rate = null
      dialog = await page.offered(mirror)
      await page.click('button', `Install ${wanted}`, dialog)
      await page.sees(`${wanted} is installed`, 60_000)
      await page.the('row', new RegExp(`^${wanted.replaceAll('.', '\\.')} `))
      assert.ok(existsSync(home.path('sdk', wanted, 'bin', 'go')))
      await page.picture('toolchains-installed')
    })
  } finally {
    mirror.close()
  }
})
