// The Toolchains page in the real window, over a real Go: found, explained, switched and taken back.
import assert from 'node:assert/strict'
import { readFileSync, symlinkSync } from 'node:fs'
import { test } from 'node:test'
import { Key } from 'webdriverio'
import { Home } from './machine/home.mjs'
import { inWindow } from './machine/window.mjs'

const toolchains = async (page) => {
  await page.ready()
  await page.settled()
  await page.press(Key.Ctrl, '3')
  await page.the('treegrid', 'Toolchains on this machine')
}

/** The row of an SDK: it begins with its version. */
const row = (page, version) => page.the('row', new RegExp(`^${version.replaceAll('.', '\\.')}( |$)`))

const textOf = async (page, role, name) => (await page.the(role, name)).getText()

test('what runs, and why, is what go says', async () => {
  const home = new Home({ files: { 'work/go.mod': 'module example.com/work\n\ngo 1.19\n' } })
  const { GOVERSION, GOROOT } = home.goEnv()
  await inWindow(home, async (page) => {
    await toolchains(page)
    const answer = await textOf(page, 'region', 'Which Go runs here, and why')
    assert.match(answer, new RegExp(`^${GOVERSION.replaceAll('.', '\\.')} runs in ~`))
    const active = await (await row(page, GOVERSION)).getText()
    assert.match(active, /runs here/)
    await (await row(page, GOVERSION)).click()
    await page.sees('Ways to it')
    const { sdks } = await page.ask('sdk_toolchains')
    assert.equal(sdks.find((sdk) => sdk.runs).goroot.file, GOROOT)
  })
})

test('a size comes once it is measured, and a new SDK appears by itself', async () => {
  const home = new Home()
  await inWindow(home, async (page) => {
    await toolchains(page)
    await page.sees(/\d MB/, 20_000)
    home.write('sdk/go1.99.1/bin/go', '#!/bin/sh\nexit 1\n', { executable: true })
    home.write('sdk/go1.99.1/VERSION', 'go1.99.1\n')
    await page.sees('~/sdk/go1.99.1', 5000)
    await page.sees('broken')
  })
})

test('GOTOOLCHAIN is set with a preview, and taken back', async () => {
  const home = new Home()
  const { GOVERSION } = home.goEnv()
  await inWindow(home, async (page) => {
    await toolchains(page)
    await page.click('button', `Use ${GOVERSION}`)
    await page.click('menuitem', /^Always this one/)
    const dialog = await page.the('dialog', `Always use ${GOVERSION}`)
    await page.sees(`GOTOOLCHAIN=${GOVERSION}`)
    await page.sees('Whom it reaches')
    await page.apply(dialog)
    await page.until(() => home.goEnv().GOTOOLCHAIN === GOVERSION, 'go sees the setting')
    await page.press(Key.Ctrl, 'z')
    await page.until(() => home.goEnv().GOTOOLCHAIN !== GOVERSION, 'the setting is gone')
  })
})

test('a project is pinned, and unpinned', async () => {
  const before = 'module example.com/work\n\ngo 1.21\n'
  const home = new Home({ files: { 'go.mod': before } })
  const { GOVERSION } = home.goEnv()
  await inWindow(home, async (page) => {
    await toolchains(page)
    await page.click('button', `Use ${GOVERSION}`)
    await page.click('menuitem', /^In this project/)
    await page.apply(await page.the('dialog', `Use ${GOVERSION} in this project`))
    const pinned = () => readFileSync(home.path('go.mod'), 'utf8')
    await page.until(() => pinned().includes(`toolchain ${GOVERSION}`), 'go.mod asks for it')
    await page.click('button', 'Undo')
    await page.until(() => pinned() === before, 'go.mod is as it was')
  })
})

test('installed programs are listed with the Go that built them', async () => {
  const home = new Home({ files: { 'go/bin/.keep': '' } })
  const { GOVERSION, GOROOT } = home.goEnv()
  symlinkSync(`${GOROOT}/bin/gofmt`, home.path('go', 'bin', 'gofmt'))
  await inWindow(home, async (page) => {
    await toolchains(page)
    await page.click('tab', /^Installed programs/)
    await page.the('treegrid', 'Installed programs')
    assert.match(await textOf(page, 'row', /^gofmt /), new RegExp(GOVERSION.replaceAll('.', '\\.')))
  })
})
