#!/usr/bin/env node
// The app as people get it, in a real window, worked as a person works it. Linux only: for a WKWebView there is no
// driver, and what differs on Windows is tested below the window.
//
//   node tests/e2e/run.mjs APP [WORD …]      words choose the files whose names hold one of them
//
// It brings its own screen (Xvfb), its own session bus and, for every test, its own home. The pictures of the pages
// lie in tests/e2e/out/ afterwards.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fetchSdks } from '../../scripts/lib/oracle.mjs'
import { root } from '../../scripts/lib/paths.mjs'
import { onPath, run } from '../../scripts/lib/run.mjs'
import { main, Needed, note, Skipped, step } from '../../scripts/lib/say.mjs'

const driverVersion = '2.1.0'
const driverRoot = join(root, 'tests', '.cache', `tauri-driver-${driverVersion}`)
const driver = join(driverRoot, 'bin', 'tauri-driver')

function check(app) {
  if (process.platform !== 'linux') throw new Skipped('the window is driven on Linux only')
  const missing = ['Xvfb', 'dbus-run-session', 'WebKitWebDriver'].filter((name) => !onPath(name))
  if (missing.length > 0) {
    throw new Needed(
      `not installed: ${missing.join(', ')}. On Debian: apt install xvfb dbus webkit2gtk-driver`,
    )
  }
  if (!app || !existsSync(app)) throw new Needed(`no app at ${app}: npm run e2e builds it first`)
}

function installDriver() {
  if (existsSync(driver)) return
  step(`installing tauri-driver ${driverVersion}`)
  const args = ['install', 'tauri-driver', '--version', driverVersion, '--locked', '--debug', '--quiet']
  run('cargo', [...args, '--root', driverRoot], { env: { CARGO_TARGET_DIR: join(driverRoot, 'build') } })
  rmSync(join(driverRoot, 'build'), { recursive: true, force: true })
}

/** A screen of its own; answers its name and how to end it. */
function screen() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', (status) => reject(new Error(`Xvfb ended with ${status}`)))
    server.stdio[3].once('data', (number) => {
      server.removeAllListeners('exit')
      resolve({ display: `:${String(number).trim()}`, end: () => server.kill() })
    })
  })
}

function files(words) {
  const here = import.meta.dirname
  const all = readdirSync(here).filter((name) => name.endsWith('.test.mjs'))
  const chosen = all.filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
  if (chosen.length === 0) throw new Error(`no test file has a name with ${words.join(' or ')}`)
  return chosen.map((name) => join(here, name))
}

/** One test file after the other: the driver takes one session at a time. */
function test(app, goroot, words, display) {
  const runtime = mkdtempSync(join(tmpdir(), 'burrow-e2e-run-'))
  const env = {
    ...process.env,
    BURROW_E2E_APP: app,
    BURROW_E2E_DRIVER: driver,
    BURROW_E2E_GOROOT: goroot,
    DISPLAY: display,
    XDG_RUNTIME_DIR: runtime,
  }
  delete env.WAYLAND_DISPLAY
  const node = [process.execPath, '--test', '--test-concurrency=1', '--test-timeout=900000']
  const args = ['--', ...node, '--test-reporter=spec', ...files(words)]
  const child = spawn('dbus-run-session', args, { env, stdio: ['ignore', 'inherit', 'ignore'] })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (status) => {
      rmSync(runtime, { recursive: true, force: true })
      if (status === 0) resolve()
      else reject(new Error(`the window’s tests failed (exit status ${status})`))
    })
  })
}

await main(async () => {
  const begin = performance.now()
  const [app, ...words] = process.argv.slice(2)
  check(app)
  installDriver()
  const goroot = fetchSdks().at(-1)
  mkdirSync(join(import.meta.dirname, 'out'), { recursive: true })
  const { display, end } = await screen()
  try {
    await test(resolve(app), goroot, words, display)
  } finally {
    end()
    note(`end to end: ${((performance.now() - begin) / 1000).toFixed(1)} s, with ${goroot}`)
  }
})
