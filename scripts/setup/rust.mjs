// The Rust toolchain. It is never installed from here: that is the person's choice.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { has } from '../lib/cargo.mjs'
import { root } from '../lib/paths.mjs'
import { read, run } from '../lib/run.mjs'
import { Needed, note } from '../lib/say.mjs'

const wantedVersion = () =>
  /^rust-version = "(.+)"$/m.exec(readFileSync(join(root, 'Cargo.toml'), 'utf8'))?.[1] ?? '0'

const parts = (version) => version.split('.').map(Number)

function older(version, wanted) {
  const [a, b] = [parts(version), parts(wanted)]
  return a[0] !== b[0] ? a[0] < b[0] : (a[1] ?? 0) < (b[1] ?? 0)
}

/** The linters come with rustup's default profile, but not with its minimal one. */
function addLinters() {
  const lacking = ['clippy', 'fmt'].filter((name) => !has(name))
  if (lacking.length === 0) return
  const components = lacking.map((name) => (name === 'fmt' ? 'rustfmt' : name))
  note(`adding to the Rust toolchain: ${components.join(', ')}`)
  try {
    run('rustup', ['component', 'add', ...components])
  } catch {
    note(`could not be added; the stages that need ${components.join(' and ')} will fail`)
  }
}

export function prepareRust({ tests }) {
  const wanted = wantedVersion()
  const version = /^rustc (\d+\.\d+\.\d+)/.exec(read('rustc', ['--version']) ?? '')?.[1]
  if (!version || read('cargo', ['--version']) === null) {
    throw new Needed(`missing: Rust ${wanted} or later. Install it with rustup`)
  }
  if (older(version, wanted))
    throw new Needed(`Rust ${version} is too old. Update with:  rustup update stable`)
  if (tests) addLinters()
}
