#!/usr/bin/env node
// `npm run cross`: Burrow on the two systems that this machine is not. The parts without a window run their
// tests as Windows programs under Wine, are compared with the real go.exe, and are type-checked for macOS.
// The work is done by a tool outside this repository, because it needs a compiler for other systems:
// $BURROW_CROSS_CHECK, else ../shared/tools/cross-check.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fetchSdks } from './lib/oracle.mjs'
import { root, target } from './lib/paths.mjs'
import { read, run } from './lib/run.mjs'
import { main, note } from './lib/say.mjs'
import { runStages } from './lib/stages.mjs'

const tool = process.env.BURROW_CROSS_CHECK ?? join(root, '..', 'shared', 'tools', 'cross-check')

/** What is neither the window nor a test of it. */
const portable = ['go-rules', 'burrow-core', 'burrow-cli']
const packages = (names) => names.flatMap((name) => ['--package', name])

const built = join(target, 'cross')
const cross = (...args) => run(tool, args, { env: { CARGO_TARGET_DIR: built } })

/** Installs the other systems' compiler, Wine and the Windows Go, unless they answer already. */
function setUp() {
  if (read(tool, ['windows', 'go', 'version']) === null) cross('setup')
}

/** As Wine names a file of this machine. */
const forWine = (path) => `Z:${path.replaceAll('/', '\\')}`

/** 200 generated environments, answered by Burrow and by the real go.exe, all three as Windows programs. */
function compareOnWindows() {
  const goroot = fetchSdks({ all: false, platform: 'win32-x64' }).at(-1)
  const oracle = join(built, 'x86_64-pc-windows-gnu', 'debug', 'burrow-oracle.exe')
  cross('windows', 'run', oracle, '--cases', '200', '--jobs', '1', '--sdk', forWine(goroot))
}

await main(async () => {
  if (!existsSync(tool)) {
    note(`skipped: ${tool} is not there (or name it with BURROW_CROSS_CHECK).`)
    note('It builds Burrow for Windows and macOS on Linux. Continuous integration tests on the real systems.')
    return
  }
  const well = await runStages([
    { name: 'set-up', run: setUp },
    {
      name: 'windows: tests under Wine',
      needs: ['set-up'],
      // The oracle's own tests make cargo build it; the stage after this one runs it.
      run: () => cross('windows', 'test', ...packages([...portable, 'burrow-oracle']), '--locked'),
    },
    { name: 'windows: compare with go.exe', needs: ['windows: tests under Wine'], run: compareOnWindows },
    {
      name: 'macos: types',
      needs: ['set-up'],
      run: () =>
        cross(
          'macos',
          'check',
          ...packages([...portable, 'burrow-ipc', 'burrow-oracle']),
          '--all-targets',
          '--locked',
        ),
    },
  ])
  if (!well) process.exitCode = 1
})
