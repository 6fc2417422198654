// Switching to another toolchain in the real window: shown, made, seen by go, and taken back.
import { readFileSync } from 'node:fs'
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
    // Not before the dialog has closed.
    await page.the('button', 'Undo')
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
