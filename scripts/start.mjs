#!/usr/bin/env node
// `npm start`: sets up what is missing, builds the app, opens it. The second time nothing is installed and
// only what changed is built.
import { spawn } from 'node:child_process'
import { cargo } from './lib/cargo.mjs'
import { program, root } from './lib/paths.mjs'
import { main, Needed, note, step } from './lib/say.mjs'
import { prepare } from './setup/index.mjs'
import { buildUi } from './setup/node.mjs'

const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/** The app as people get it: optimised, and with the window's files inside. */
function buildApp() {
  step('building the app (the first time takes some minutes)')
  cargo([
    'build',
    '--release',
    '--package',
    'burrow',
    '--features',
    'burrow/custom-protocol',
    '--locked',
    '--quiet',
  ])
  return program('release', 'burrow-app')
}

/** Stays until the window is closed; Ctrl-C closes it. */
function open(app) {
  step('opening Burrow')
  return new Promise((resolve, reject) => {
    const child = spawn(app, process.argv.slice(2), { cwd: root, stdio: 'inherit' })
    // The window gets the same signal; this waits for it to close.
    process.on('SIGINT', () => undefined)
    child.on('error', reject)
    child.on('exit', (status, signal) => {
      if (status === 0 || signal === 'SIGINT') resolve()
      else reject(new Error(`${app} ended with ${signal ?? `status ${status}`}`))
    })
  })
}

await main(async () => {
  if (!hasDisplay()) note('there is no display here: Burrow will be built, but it cannot be opened')
  prepare()
  buildUi()
  const app = buildApp()
  if (!hasDisplay()) {
    throw new Needed(
      `no display (neither DISPLAY nor WAYLAND_DISPLAY is set). The app is built: ${app}. ` +
        'Without a display there is the command:  cargo run --release --package burrow-cli -- env',
    )
  }
  await open(app)
})
