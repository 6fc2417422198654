// What changes outside appears by itself, soon.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { Home } from './machine/home.mjs'
import { app, inWindow } from './machine/window.mjs'

const rounds = 20
/** Milliseconds, in the debug build: from the moment the file was written to the changed row in the window. */
const goal = 300

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

/** From now on the window notes when a text first appears in it. */
function watchFor(page, text) {
  return page.run((wanted) => {
    window.burrowSeen = null
    const look = () => {
      if (window.burrowSeen === null && document.body.textContent.includes(wanted))
        window.burrowSeen = Date.now()
    }
    window.burrowWatch?.disconnect()
    window.burrowWatch = new MutationObserver(look)
    window.burrowWatch.observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    })
  }, text)
}

const seen = (page) => page.until(() => page.run(() => window.burrowSeen), 'the window shows the change')

test(`go env -w in a terminal shows within ${goal} ms`, async () => {
  const home = new Home()
  home.run('env', '-w', 'GOFLAGS=-p=1')
  await inWindow(home, async (page) => {
    await page.variable('GOFLAGS')
    await page.settled()
    const times = []
    for (let i = 0; i < rounds; i += 1) {
      const value = `-p=${100 + i}`
      await watchFor(page, value)
      home.run('env', '-w', `GOFLAGS=${value}`)
      const written = statSync(home.goenv).mtimeMs
      times.push((await seen(page)) - written)
    }
    const [middle, worst] = [median(times), Math.max(...times)].map((ms) => ms.toFixed(0))
    console.log(`go env -w to the window: median ${middle} ms, longest ${worst} ms, of ${rounds}`)
    assert.ok(median(times) < goal, `median ${middle} ms: ${times.map((t) => t.toFixed(0)).join(' ')}`)

    // And it is in the history, as somebody else's.
    await page.click('button', /^Overview/)
    await page.sees('from outside')
  })
})

test('every way of writing the file is noticed', async () => {
  const home = new Home()
  const ways = {
    'a folder and a file that were not there': (text) => {
      mkdirSync(dirname(home.goenv), { recursive: true })
      writeFileSync(home.goenv, text)
    },
    'an editor that writes in place': (text) => writeFileSync(home.goenv, text),
    'an editor that renames': (text) => {
      writeFileSync(`${home.goenv}.new`, text)
      renameSync(`${home.goenv}.new`, home.goenv)
    },
    'a file that is deleted and made again': (text) => {
      rmSync(home.goenv)
      writeFileSync(home.goenv, text)
    },
    'a folder that is deleted and made again': (text) => {
      rmSync(dirname(home.goenv), { recursive: true })
      mkdirSync(dirname(home.goenv), { recursive: true })
      writeFileSync(home.goenv, text)
    },
  }
  await inWindow(home, async (page) => {
    await page.variable('GOFLAGS')
    await page.settled()
    for (const [i, [way, write]] of Object.entries(ways).entries()) {
      const value = `-p=${20 + i}`
      await watchFor(page, value)
      write(`GOFLAGS=${value}\n`)
      await seen(page).catch(() => assert.fail(`not noticed: ${way}`))
    }
  })
})

test('a shell file that is edited is read again', async () => {
  const home = new Home()
  const path = `export PATH='${home.env.PATH}'\n`
  home.write('.bash_profile', path)
  await inWindow(home, async (page) => {
    await page.variable('GOPRIVATE')
    await page.settled()
    await watchFor(page, 'git.example.com')
    home.write('.bash_profile', `${path}export GOPRIVATE=git.example.com\n`)
    await seen(page)
    await page.the('button', 'Open ~/.bash_profile:2')
  })
})

test('a half-typed draft survives a change from outside', async () => {
  const home = new Home()
  home.run('env', '-w', 'GOPRIVATE=a.example.com')
  await inWindow(home, async (page) => {
    await page.variable('GOPRIVATE')
    const field = await page.the('textbox', 'Your setting of GOPRIVATE')
    await field.setValue('mine.example.com')
    home.run('env', '-w', 'GOPRIVATE=theirs.example.com')
    await page.sees('Your draft is kept')
    assert.equal(
      await (await page.the('textbox', 'Your setting of GOPRIVATE')).getValue(),
      'mine.example.com',
    )
  })
})

/** Starts a program with no watch to be had, as on a system where others have taken them all. */
const without = ['unshare', '--user', '--map-current-user', '--keep-caps', 'sh', '-c']
const none = 'echo 0 > /proc/sys/user/max_inotify_watches'
const canLimit = spawnSync(without[0], [...without.slice(1), none]).status === 0

test(
  'where nothing can be watched, that is said, and the focus brings what changed',
  { skip: !canLimit && 'this system lets nobody take watches away' },
  async () => {
    const home = new Home()
    home.run('env', '-w', 'GOFLAGS=-p=1')
    const command = without.map((word) => `'${word}'`).join(' ')
    const start = `#!/bin/sh\nexec ${command} '${none}; exec "$0" "$@"' '${app}' "$@"\n`
    home.app = home.write('blind/app', start, { executable: true })
    await inWindow(home, async (page) => {
      await page.variable('GOFLAGS')
      await page.settled()
      const { notices } = await page.ask('env_snapshot')
      assert.deepEqual(
        notices.map((notice) => notice.code),
        ['watch-exhausted'],
      )
      await watchFor(page, '-p=77')
      home.run('env', '-w', 'GOFLAGS=-p=77')
      await new Promise((done) => setTimeout(done, 1000))
      assert.equal(await page.run(() => window.burrowSeen), null, 'nothing tells Burrow')
      // A second start brings the window to the front, and ends.
      spawnSync(app, { env: home.env, cwd: home.dir, timeout: 10_000 })
      await seen(page)
    })
  },
)
