// The tray: profiles are switched there as in the window, with one write and one way back.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { Home } from './machine/home.mjs'
import { named, Tray } from './machine/tray.mjs'
import { inWindow, processes } from './machine/window.mjs'

/** A module proxy that has one module, the one that a test asks for. */
async function proxy() {
  const server = createServer((request, response) => {
    const there = request.url === '/golang.org/x/mod/@v/list'
    response.writeHead(there ? 200 : 404).end(there ? 'v0.30.0\n' : 'not found\n')
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}

/** A port at which nobody listens any more. */
async function dead() {
  const { url, close } = await proxy()
  close()
  return url
}

const wish = (name, GOPROXY) => ({
  wish: {
    name,
    insteadOf: null,
    description: '',
    present: false,
    settings: [{ name: 'GOPROXY', value: GOPROXY }],
    notes: [],
    keychain: false,
  },
})

/** The icon of the app in this home. */
const trayOf = (page, home) => Tray.of(page, processes(home)[0])

test('a dead first entry is left by the tray’s menu, and the switch is taken back there', async () => {
  const [gone, live] = [await dead(), await proxy()]
  const before = `GOPROXY=${gone},${live.url}\nGOSUMDB=off\n`
  const home = new Home({ files: { '.config/go/env': before } })
  try {
    await inWindow(home, async (page) => {
      await page.ready()
      await page.ask('profile_keep', wish('My_Home', live.url))
      const tray = await trayOf(page, home)
      await page.until(async () => (await tray.labels()).includes('My_Home'), 'the profile in the menu')
      assert.equal(await tray.marked(), null)

      await tray.choose('Test Again')
      const says = (word) => async () => (await tray.labels()).some((label) => label.includes(word))
      await page.until(says('Downloads fail'), 'what is wrong')
      await page.until(says('My_Home · ✓'), 'how the profile is')

      const entries = (await page.ask('env_history')).length
      await tray.choose('My_Home')
      await page.until(async () => (await tray.marked())?.startsWith('My_Home'), 'the mark at the profile')
      assert.equal(readFileSync(home.goenv, 'utf8'), `GOPROXY=${live.url}\nGOSUMDB=off\n`)
      assert.equal(home.goEnv().GOPROXY, live.url)
      assert.equal((await page.ask('env_history')).length, entries + 1)
      await page.until(says('Switched to My_Home'), 'that it was switched')
      assert.ok((await tray.labels()).includes('Changed: GOPROXY'))
      assert.equal((await page.ask('profile_list')).active, 'My_Home')

      await tray.choose('Undo This Switch')
      await page.until(async () => (await tray.marked()) === null, 'the mark is gone')
      assert.equal(readFileSync(home.goenv, 'utf8'), before)
    })
  } finally {
    live.close()
  }
})

test('the menu says what still wins over a switch, follows others and speaks the person’s language', async () => {
  const files = { '.bash_profile': 'export GOPROXY=https://shell.example\n' }
  const home = new Home({ files, env: { GOPROXY: 'https://shell.example' } })
  await inWindow(home, async (page) => {
    await page.ready()
    const tray = await trayOf(page, home)
    await tray.choose('goproxy.io')
    const says = (word) => async () => (await tray.labels()).some((label) => label.includes(word))
    await page.until(says('Switched to goproxy.io'), 'that it was switched')
    assert.ok(await says('which wins over the settings file')(), JSON.stringify(await tray.labels()))
    // Somebody else changes the file: what could be taken back from here is no longer the newest change.
    home.run('env', '-w', 'GOFLAGS=-v')
    await page.until(async () => !(await says('Undo This Switch')()), 'no way back any more')

    const { settings } = await page.ask('app_state')
    await page.ask('app_set_settings', { settings: { ...settings, language: 'zh-CN' } })
    await page.until(says('退出 Burrow'), 'Chinese')
  })
})

test('the icon goes when it is not wanted and a click on it opens the window', async () => {
  const home = new Home()
  await inWindow(home, async (page) => {
    await page.ready()
    const tray = await trayOf(page, home)
    await tray.click()
    await page.click('button', 'Settings')
    await page.click('radio', 'No icon')
    const gone = async () => (await named(processes(home)[0])) === null
    await page.until(gone, 'no icon in the tray')
  })
})
