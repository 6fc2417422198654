// A machine that is not in order: the window opens, says what is wrong in its place, and the rest works.
import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Home } from './machine/home.mjs'
import { inWindow, session } from './machine/window.mjs'

test('without Go it says so, shows what is known, and offers a next step', async () => {
  const home = new Home({ go: false })
  home.write('.config/go/env', 'GOPROXY=https://proxy.example.com\n')
  await inWindow(home, async (page) => {
    await page.ready()
    await page.sees('Go was not found')
    await page.the('button', 'Download page of Go')
    await page.variable('GOPROXY')
    await page.sees('https://proxy.example.com')
  })
})

test('a value that locks a person out of go is mended from the window', async () => {
  const home = new Home()
  home.write('.config/go/env', 'GOTOOLCHAIN=nonsense\nGOFLAGS=-mod=mod\n')
  assert.throws(() => home.run('version'), 'go itself is locked out')
  await inWindow(home, async (page) => {
    await page.ready()
    await page.click('button', /^Remove GOTOOLCHAIN/)
    const dialog = await page.the('dialog', /^Remove GOTOOLCHAIN/)
    await page.apply(dialog)
    await page.until(() => !readFileSync(home.goenv, 'utf8').includes('GOTOOLCHAIN'), 'the line is gone')
    assert.equal(home.goEnv().GOFLAGS, '-mod=mod')
  })
})

test('a GOENV file that is a directory is named, and the rest stands', async () => {
  const home = new Home()
  mkdirSync(home.goenv, { recursive: true })
  await inWindow(home, async (page) => {
    await page.environment()
    await page.the('button', 'Open ~/.config/go/env')
    await page.sees(/is a folder|is a directory/)
    const shown = await page.rows()
    assert.equal(shown.get('GOROOT'), home.goEnv().GOROOT)
  })
})

test('a login shell that hangs is waited for beside the window, and given up', async () => {
  const home = new Home()
  home.write('.bash_profile', 'sleep 600\n')
  await inWindow(home, async (page) => {
    await page.ready()
    await page.environment()
    assert.ok((await page.rows()).has('GOPROXY'), 'the window works meanwhile')
    const given = async () => {
      const { askers } = await page.ask('env_snapshot')
      return askers.find((asker) => asker.id === 'login-shell').state === 'failed'
    }
    await page.until(given, 'the shell is given up', 30_000)
    await page.click('button', /^Overview/)
    await page.sees('What a new terminal sees is not known')
  })
})

test('a damaged state.db is set aside, and the window says so', async () => {
  const home = new Home()
  await session(home, (page) => page.ready())
  const file = stateFile(home)
  // With its log SQLite would mend it.
  for (const log of ['-wal', '-shm']) rmSync(`${file}${log}`, { force: true })
  writeFileSync(file, 'this is not a database, and it is longer than one hundred bytes. '.repeat(40))
  await inWindow(home, async (page) => {
    await page.ready()
    await page.sees('Burrow’s records were damaged')
    await page.variable('GOPROXY')
    await (await page.the('textbox', 'Your setting of GOPROXY')).setValue('direct')
    await page.apply()
    await page.sees('GOPROXY is set')
    assert.equal(home.goEnv().GOPROXY, 'direct')
  })
})

/** Where Burrow keeps what it remembers. */
function stateFile(home) {
  const found = readdirSync(home.dir, { recursive: true }).filter((name) => name.endsWith('state.db'))
  assert.equal(found.length, 1, `one state.db, not ${found.join(', ')}`)
  return join(home.dir, found[0])
}

test(
  'a home that cannot be written is no reason not to open',
  { skip: process.getuid?.() === 0 && 'root may write everywhere' },
  async () => {
    const home = new Home()
    chmodSync(home.dir, 0o555)
    await inWindow(home, async (page) => {
      await page.environment()
      assert.ok((await page.rows()).has('GOPROXY'))
    })
  },
)

test('a home that does not exist is no reason not to open', async () => {
  const home = new Home()
  // Below a file nothing can be made, not even by root.
  home.write('file', '')
  home.set('HOME', home.path('file', 'home'))
  await inWindow(home, async (page) => {
    await page.environment()
    assert.ok((await page.rows()).has('GOPROXY'))
  })
})
