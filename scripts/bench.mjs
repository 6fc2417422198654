#!/usr/bin/env node
// `npm run bench`: resolving environments against running go, caches against other programs, the window against an
// empty one, the size of the window's scripts. Figures and ratios are printed against their goals; nothing fails for
// being slow. Words after `--` choose the parts whose names hold one of them: `npm run bench -- caches`.
import { copyFileSync, readFileSync, readdirSync, renameSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { cargo } from './lib/cargo.mjs'
import { onScreen } from './lib/screen.mjs'
import { program, root, target } from './lib/paths.mjs'
import { run } from './lib/run.mjs'
import { main, note, step } from './lib/say.mjs'
import { fetchSdks, timeResolving } from './lib/oracle.mjs'
import { fetchPeers } from './lib/peers.mjs'
import { prepare } from './setup/index.mjs'
import { buildUi } from './setup/node.mjs'

const files = (dir) =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(dir, entry.name)) : [join(dir, entry.name)],
  )

function bundle() {
  step('size of the window’s scripts')
  const dist = join(root, 'ui', 'dist')
  const all = files(dist)
  const named = readFileSync(join(dist, 'index.html'), 'utf8')
  const size = (names) =>
    names.reduce((sum, name) => sum + gzipSync(readFileSync(name), { level: 9 }).length, 0)
  const kb = (names) => `${(size(names) / 1000).toFixed(1)} kB`
  const scripts = all.filter((name) => name.endsWith('.js'))
  const first = scripts.filter((name) => named.includes(basename(name)))
  const styles = all.filter((name) => name.endsWith('.css'))
  note(`gzipped JavaScript ${kb(scripts)} with every page and dialog (goal: at most 120 kB)`)
  note(`of it ${kb(first)} before the first paint; styles ${kb(styles)}`)
}

function build() {
  step('building what is measured, optimised')
  const packages = ['burrow', 'burrow-cli', 'burrow-oracle', 'caches-bench', 'empty-window'].flatMap(
    (name) => ['--package', name],
  )
  const features = 'burrow/custom-protocol,empty-window/custom-protocol'
  cargo(['build', '--release', ...packages, '--features', features, '--locked', '--quiet'])
  for (const name of ['burrow', 'burrow-app', 'empty-window']) copied(program('release', name))
}

/** As people have a program: what the linker has just written lies in memory page by page, and starts more slowly. */
function copied(file) {
  copyFileSync(file, `${file}.copy`)
  renameSync(`${file}.copy`, file)
}

function window() {
  step('the window against an empty one')
  const script = join(root, 'tests', 'bench', 'window', 'main.mjs')
  onScreen(process.execPath, [script, program('release', 'burrow-app'), program('release', 'empty-window')])
}

function caches() {
  step('caches against other programs, on the same trees')
  const sdk = fetchSdks().at(-1)
  const peers = fetchPeers(sdk)
  const folder = join(target, 'bench-trees')
  const args = ['--goroot', sdk, '--folder', folder, '--peers', peers]
  run(program('release', 'caches-bench'), [program('release', 'burrow'), ...args])
}

function resolving() {
  step('resolving the environments of all SDKs, against running go env -json for each')
  timeResolving()
}

const parts = { bundle, resolving, caches, window }
const words = process.argv.slice(2)
const chosen = Object.keys(parts).filter(
  (name) => words.length === 0 || words.some((word) => name.includes(word)),
)

await main(() => {
  prepare({ tests: true })
  buildUi()
  build()
  for (const name of chosen) parts[name]()
})
