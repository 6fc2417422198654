#!/usr/bin/env node
// `npm run fuzz`: feeds the readers of Go programs and of modules' zips with what libFuzzer thinks up, guided by what
// is covered; or just the one that is named.
//
//   npm run fuzz -- --seconds 600 module_zip
//
// Needs a C++ compiler, no nightly Rust. What was found stays in fuzz/found, and a crash beside it.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './lib/paths.mjs'
import { read, run } from './lib/run.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '600' } },
})
const fuzz = join(root, 'fuzz')
const host = /^host: (.+)$/m.exec(read('rustc', ['-vV']) ?? '')?.[1]
if (!host) throw new Error('rustc does not say what it runs on')

/** Coverage as cargo-fuzz asks for it, with flags that stable Rust takes. */
const flags = [
  '-Cpasses=sancov-module',
  '-Cllvm-args=-sanitizer-coverage-level=4',
  '-Cllvm-args=-sanitizer-coverage-inline-8bit-counters',
  '-Cllvm-args=-sanitizer-coverage-pc-table',
  '-Cllvm-args=-sanitizer-coverage-trace-compares',
  '--cfg=fuzzing',
]
const target = join(fuzz, 'target')
const build = (bin, env) =>
  run(
    'cargo',
    ['build', '--release', '--manifest-path', join(fuzz, 'Cargo.toml'), '--target', host, '--bin', bin],
    {
      env: { CARGO_TARGET_DIR: target, ...env },
    },
  )
const built = (bin) => join(target, host, 'release', bin)

const targets = ['buildinfo', 'module_zip']
const named = positionals.length > 0 ? positionals : targets

// Without the flags: the seeds are no fuzzer. They go first, or each would compile the other's crates anew.
build('seeds', {})
run(built('seeds'), [join(fuzz, 'seeds')])
for (const name of named) {
  build(name, { RUSTFLAGS: flags.join(' '), CARGO_TARGET_DIR: join(fuzz, 'target', 'covered') })
  mkdirSync(join(fuzz, 'found', name), { recursive: true })
  run(join(target, 'covered', host, 'release', name), [
    join(fuzz, 'found', name),
    join(fuzz, 'seeds', name),
    `-max_total_time=${Math.ceil(Number(values.seconds) / named.length)}`,
    '-max_len=4096',
    '-timeout=5',
    '-rss_limit_mb=512',
    `-artifact_prefix=${join(fuzz, `crash-${name}-`)}`,
  ])
}
