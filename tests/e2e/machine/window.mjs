// The app in its window, under a driver of its own, and the end of both.
import { spawn } from 'node:child_process'
import { readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { remote } from 'webdriverio'
import { Page } from './page.mjs'

/** The program under test. */
export const app = process.env.BURROW_E2E_APP

/** Starts the app in a home, hands its page to `work`, and ends it. `size: null` leaves the window as it opens. */
export async function session(home, work, size = [1280, 800]) {
  const page = await open(home, size)
  try {
    return await work(page)
  } catch (error) {
    await page.evidence()
    throw error
  } finally {
    await page.close()
  }
}

/** The same in a home that is gone afterwards. */
export async function inWindow(home, work, size) {
  try {
    return await session(home, work, size)
  } finally {
    home.remove()
  }
}

/**
 * On a machine that is busy with other things the driver now and then never answers to a new session. What the app
 * had said and run by then is told, and it is started once more.
 */
async function open(home, size) {
  try {
    return await start(home, size)
  } catch (error) {
    console.log(`no session, another try: ${error.message}`)
    return await start(home, size)
  }
}

async function start(home, size) {
  const [port, nativePort] = [await freePort(), await freePort()]
  const ports = ['--port', String(port), '--native-port', String(nativePort)]
  const driver = spawn(process.env.BURROW_E2E_DRIVER, ports, {
    cwd: home.dir,
    env: home.env,
    stdio: 'ignore',
  })
  let browser
  try {
    await listening(port)
    browser = await remote({
      hostname: '127.0.0.1',
      port,
      logLevel: 'silent',
      connectionRetryCount: 0,
      connectionRetryTimeout: 30_000,
      capabilities: {
        browserName: 'wry',
        'wdio:enforceWebDriverClassic': true,
        'tauri:options': { application: home.app ?? app },
      },
    })
    await browser.setTimeout({ script: 30_000, pageLoad: 30_000 })
    if (size) await browser.setWindowSize(...size)
    return new Page(browser, home, () => close(browser, driver, home))
  } catch (error) {
    if (!browser) console.log(`in this home: ${inhabitants(home).map(({ exe }) => exe)}\n${home.log()}`)
    await close(browser, driver, home)
    throw error
  }
}

async function close(browser, driver, home) {
  await browser?.deleteSession().catch(() => undefined)
  driver.kill()
  // The next start must be the first one, or it would only bring this window to the front; and what the web view
  // still writes would be in the way of removing the home.
  for (let i = 0; i < 100 && inhabitants(home).length > 0; i += 1) {
    if (i === 40) inhabitants(home).forEach(({ pid }) => kill(pid))
    await sleep(50)
  }
}

/** The app's own processes in this home. */
export const processes = (home) =>
  inhabitants(home)
    .filter(({ exe }) => exe === app)
    .map(({ pid }) => pid)

/** Every process whose home this is: the app, its web view, a shell that it asked. */
function inhabitants(home) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const exe = readlinkSync(`/proc/${pid}/exe`)
        const environ = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0')
        return environ.includes(`HOME=${home.env.HOME}`) ? [{ pid: Number(pid), exe }] : []
      } catch {
        return [] // Gone, or not ours.
      }
    })
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended meanwhile.
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

async function listening(port) {
  const until = Date.now() + 10_000
  while (Date.now() < until) {
    try {
      await fetch(`http://127.0.0.1:${port}/status`)
      return
    } catch {
      await sleep(20)
    }
  }
  throw new Error('tauri-driver does not listen')
}
