// Toolchains of several managers: found, and followed as they come, grow and go.
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { managed, newest, others, version } from './machine/managers.mjs'
import { inWindow } from './machine/window.mjs'

const [first, second] = others

const rows = async (page) => {
  const grid = await page.the('treegrid', 'Toolchains on this machine')
  return page.run((it) => [...it.querySelectorAll('[data-row]')].map((row) => row.innerText), grid)
}

const opened = async (page) => {
  await page.ready()
  await page.settled()
  await page.click('button', /^Toolchains/)
  await page.the('treegrid', 'Toolchains on this machine')
}

test('toolchains of several managers are found, measured, and the broken one says why', async () => {
  await inWindow(managed(), async (page) => {
    await opened(page)
    const all = await page.until(async () => {
      const now = await rows(page)
      return now.length >= (second ? 4 : 3) && !now.some((row) => row.includes('…')) && now
    }, 'every toolchain with its size')
    const row = (text) => {
      const found = all.filter((row) => row.includes(text))
      assert.equal(found.length, 1, `${text} in ${JSON.stringify(all)}`)
      return found[0]
    }
    assert.match(row(version(newest)), /runs here[\s\S]*default[\s\S]*\d MB/)
    assert.match(row('goenv'), new RegExp(version(first)))
    assert.match(row('goenv'), /src\/shop/)
    if (second) assert.match(row('asdf'), new RegExp(version(second)))
    assert.match(row('sdk/go1.20.4'), /broken[\s\S]*bin\/go is missing/)
  })
})

test('a toolchain that appears, grows and goes shows within a second', async () => {
  const home = managed()
  // As a manager does it: unpacked beside, then renamed.
  const staged = home.path('.cache', 'staged')
  mkdirSync(join(staged, 'bin'), { recursive: true })
  mkdirSync(join(staged, 'pkg'), { recursive: true })
  cpSync(join(first, 'bin', 'go'), join(staged, 'bin', 'go'))
  cpSync(join(first, 'VERSION'), join(staged, 'VERSION'))
  await inWindow(home, async (page) => {
    await opened(page)
    const shows = async (count, text, since) => {
      const wanted = async () => (await rows(page)).filter((row) => row.includes(text)).length === count
      await page.until(wanted, `${count} rows with ${text}`, 5_000)
      return Date.now() - since
    }
    await page.until(async () => (await rows(page)).length >= 3, 'the toolchains')
    const times = []
    let since = Date.now()
    renameSync(staged, home.path('sdk', 'go1.99'))
    times.push(await shows(1, 'sdk/go1.99', since))
    assert.match(
      (await rows(page)).find((row) => row.includes('sdk/go1.99')),
      /broken[\s\S]*no compiler/,
    )
    since = Date.now()
    mkdirSync(home.path('sdk', 'go1.99', 'pkg', 'tool'))
    times.push(await shows(0, 'no compiler', since))
    since = Date.now()
    rmSync(home.path('sdk', 'go1.99'), { recursive: true })
    times.push(await shows(0, 'sdk/go1.99', since))
    console.log(`toolchains: appeared, whole, gone after ${times.join(', ')} ms`)
    assert.ok(
      times.every((ms) => ms < 1000),
      `${times.join(' ')} ms`,
    )
  })
})

test('the chain says which Go runs in a folder that is chosen, and where go would stop', async () => {
  const home = managed()
  home.write('src/shop/go.mod', 'module shop\n\ngo 1.99.1\n')
  await inWindow(home, async (page) => {
    await opened(page)
    const card = await page.the('region', 'Which Go runs here, and why')
    await page.sees(`${version(newest)} runs in ~`)
    await page.click('button', 'Another folder…', card)
    const field = await page.the('textbox', 'Path of the folder')
    await field.setValue(home.path('src/shop'))
    await page.click('button', 'Look here')
    await page.sees('Go would download go1.99.1 to run in ~/src/shop')
    await page.the('button', 'Open ~/src/shop/go.mod:3')
    // Followed while the file is edited.
    home.write('src/shop/go.mod', 'module shop\n\ngo 1.20\n')
    await page.sees(`${version(newest)} runs in ~/src/shop`)
  })
})

test('programs are listed with what built them, one that comes appears', async () => {
  const home = managed()
  await inWindow(home, async (page) => {
    await opened(page)
    await page.click('tab', /^Installed programs/)
    await page.sees('old-gofmt')
    await page.sees(version(first))
    cpSync(join(newest, 'bin', 'gofmt'), home.path('go', 'bin', 'another'))
    await page.sees('another', 1500)
    rmSync(home.path('go', 'bin', 'old-gofmt'))
    await page.until(async () => !(await page.text()).includes('old-gofmt'), 'it is gone', 1500)
  })
})
