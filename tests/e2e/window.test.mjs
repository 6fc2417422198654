// The window itself: one of it, in front, where it was, and with a fence around it.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { Home } from './machine/home.mjs'
import { inWindow, processes, session } from './machine/window.mjs'

test('a second start brings the first window to the front and ends', async () => {
  const home = new Home()
  await inWindow(home, async (page) => {
    await page.ready()
    const [first] = processes(home)
    await page.run(() => {
      window.burrowFocused = false
      window.addEventListener('focus', () => {
        window.burrowFocused = true
      })
    })
    const second = spawn(process.env.BURROW_E2E_APP, [], { cwd: home.dir, env: home.env, stdio: 'ignore' })
    const [status] = await once(second, 'exit')
    assert.equal(status, 0)
    // A shell that is just being asked is the app itself for a moment.
    const alone = () => processes(home).length === 1 && processes(home)[0] === first
    await page.until(alone, 'the first one stays, alone')
    await page.until(
      () => page.run(() => window.burrowFocused || document.hasFocus()),
      'the first window has the focus',
    )
  })
})

test('the window comes back in the size it had', async () => {
  const home = new Home()
  const size = (page) => page.run(() => [window.innerWidth, window.innerHeight])
  const resized = async (page) => {
    await page.ready()
    const before = await size(page)
    // As the desktop does when a person logs out; the driver’s own end would leave the app no time.
    processes(home).forEach((pid) => process.kill(pid, 'SIGTERM'))
    await page.until(() => processes(home).length === 0, 'the app has ended')
    return before
  }
  const before = await session(home, resized, [1000, 700])
  assert.deepEqual(before, [1000, 700])
  await inWindow(
    home,
    async (page) => {
      await page.ready()
      assert.deepEqual(await size(page), before)
    },
    null,
  )
})

test('the first picture comes with the document', async () => {
  await inWindow(new Home(), async (page) => {
    await page.ready()
    const brought = await page.run(() => JSON.parse(document.getElementById('first').textContent))
    assert.equal(brought.app.settings.theme, 'system')
    assert.ok(brought.environment.variables.some(({ name }) => name === 'GOPROXY'))
  })
})

test('the page reaches nothing but the app’s own commands', async () => {
  const home = new Home()
  const secret = home.write('secret.txt', 'x')
  writeFileSync(secret, 'x')
  await inWindow(home, async (page) => {
    await page.ready()
    const attempt = (work, ...args) => page.run(work, ...args)
    const invoked = (command, args) =>
      attempt(
        (name, given) =>
          window.__TAURI_INTERNALS__.invoke(name, given).then(
            () => 'done',
            (reason) => (typeof reason === 'string' ? reason : reason.code),
          ),
        command,
        args,
      )
    assert.equal(await invoked('app_open_place', { file: secret, line: null }), 'open-not-shown')
    assert.match(await invoked('plugin:opener|open_path', { path: secret }), /not allowed|not found/)
    assert.match(await invoked('plugin:dialog|open', {}), /not allowed/)
    assert.match(await invoked('plugin:window|close', {}), /not allowed/)
    const fetched = await attempt(() =>
      fetch('https://example.com/').then(
        () => 'fetched',
        (e) => e.name,
      ),
    )
    assert.equal(fetched, 'TypeError', 'the network is out of reach')
    const run = await attempt(() => {
      const script = document.createElement('script')
      script.textContent = 'window.burrowInjected = true'
      document.body.append(script)
      return window.burrowInjected ?? false
    })
    assert.equal(run, false, 'a script that is not the app’s own does not run')
  })
})
