// A place leads to the person's editor, to the file manager, to the browser: programs that only note what they are told.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Home } from './machine/home.mjs'
import { inWindow } from './machine/window.mjs'

/** A home whose `code` and `xdg-open` write their arguments down. */
function recording(files = {}) {
  const home = new Home({ files })
  for (const name of ['code', 'xdg-open']) {
    const note = home.path(`${name}.told`)
    const script = `#!/bin/sh\nprintf '%s\\n' "$@" > '${note}.new' && mv '${note}.new' '${note}'\n`
    home.write(`bin/${name}`, script, { executable: true })
  }
  home.set('PATH', `${home.path('bin')}:${home.env.PATH}`)
  return home
}

const told = (home, name) =>
  existsSync(home.path(`${name}.told`)) &&
  readFileSync(home.path(`${name}.told`), 'utf8')
    .split('\n')
    .slice(0, -1)

test('a file opens at its line in the editor that only terminals know', async () => {
  const home = recording()
  home.write('.bash_profile', `export PATH='${home.env.PATH}'\nexport VISUAL='code --wait'\n. ~/.bashrc\n`)
  home.write('.bashrc', '# ~/.bashrc\n\nexport GOFLAGS=-mod=mod\n')
  await inWindow(home, async (page) => {
    await page.variable('GOFLAGS')
    await page.click('button', 'Open ~/.bashrc:3')
    const args = await page.until(() => told(home, 'code'), 'the editor was started')
    assert.deepEqual(args, ['--wait', '--goto', `${home.path('.bashrc')}:3`])
    assert.equal(told(home, 'xdg-open'), false)
  })
})

test('a file without such an editor goes where the desktop sends it, a program never', async () => {
  const home = recording()
  home.write('.bash_profile', `export PATH='${home.env.PATH}'\nexport EDITOR=vim GOFLAGS=-mod=mod\n`)
  await inWindow(home, async (page) => {
    await page.variable('GOFLAGS')
    await page.click('button', 'Open ~/.bash_profile:2')
    const args = await page.until(() => told(home, 'xdg-open'), 'the desktop was asked')
    assert.deepEqual(args, [home.path('.bash_profile')])
  })
})

test('a folder opens in the file manager', async () => {
  const home = recording({ 'sdk/go1.20.4/VERSION': 'go1.20.4\n', 'sdk/go1.20.4/bin/README': '' })
  await inWindow(home, async (page) => {
    await page.ready()
    await page.settled()
    await page.click('button', /^Toolchains/)
    await page.click('button', 'Open ~/sdk/go1.20.4')
    const args = await page.until(() => told(home, 'xdg-open'), 'the file manager was started')
    assert.deepEqual(args, [home.path('sdk/go1.20.4')])
  })
})

test('Go’s documentation opens in the browser, another page does not', async () => {
  const home = recording()
  await inWindow(home, async (page) => {
    await page.variable('GOPROXY')
    await page.click('button', /Go’s documentation/)
    const args = await page.until(() => told(home, 'xdg-open'), 'the browser was started')
    assert.equal(args.length, 1)
    assert.match(args[0], /^https:\/\/go\.dev\//)
    await assert.rejects(page.ask('app_open_link', { link: 'https://example.com/' }))
  })
})
