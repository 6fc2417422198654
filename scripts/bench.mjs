#!/usr/bin/env node
// `npm run bench`: resolving environments against running go, the window against an empty one, the size of the
// window's scripts. Figures and ratios are printed against their goals; nothing fails for being slow.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { cargo } from './lib/cargo.mjs'
import { onScreen } from './lib/screen.mjs'
import { program, root } from './lib/paths.mjs'
import { main, note, step } from './lib/say.mjs'
import { timeResolving } from './lib/oracle.mjs'
import { prepare } from './setup/index.mjs'
import { buildUi } from './setup/node.mjs'

const files = (dir) =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(dir, entry.name)) : [join(dir, entry.name)],
  )

function bundle() {
  step('size of the window’s scripts')
  const all = files(join(root, 'ui', 'dist'))
  const size = (ending) =>
    all
      .filter((name) => name.endsWith(ending))
      .reduce((sum, name) => sum + gzipSync(readFileSync(name), { level: 9 }).length, 0)
  const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`
  note(`gzipped JavaScript ${kb(size('.js'))} (goal: at most 120 kB), styles ${kb(size('.css'))}`)
}

function build() {
  step('building what is measured, optimised')
  const packages = ['burrow', 'burrow-cli', 'burrow-oracle', 'empty-window'].flatMap((name) => [
    '--package',
    name,
  ])
  const features = 'burrow/custom-protocol,empty-window/custom-protocol'
  cargo(['build', '--release', ...packages, '--features', features, '--locked', '--quiet'])
}

function window() {
  step('the window against an empty one')
  const script = join(root, 'tests', 'bench', 'window', 'main.mjs')
  onScreen(process.execPath, [script, program('release', 'burrow-app'), program('release', 'empty-window')])
}

await main(() => {
  prepare({ tests: true })
  buildUi()
  bundle()
  build()
  step('resolving the environments of all SDKs, against running go env -json for each')
  timeResolving()
  window()
})
