// The programs that `cache usage` is measured against, in a folder of their own. What cannot be built here is left out
// of the comparison, and said so.
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { target } from './paths.mjs'
import { run } from './run.mjs'
import { note } from './say.mjs'

const root = join(target, 'bench-peers')
const bin = join(root, 'bin')
const exe = process.platform === 'win32' ? '.exe' : ''

const crates = {
  diskus: 'diskus@0.9.0',
  pdu: 'parallel-disk-usage@0.24.0',
  dust: 'du-dust@1.2.7',
  dua: 'dua-cli@3.0.0',
}

/** By cargo; what is compiled on the way is kept for the next one. */
const byCargo = (crate) => [
  'cargo',
  ['install', '--quiet', '--locked', '--root', root, '--target-dir', join(root, 'build'), crate],
  {},
]

/** By go, in a home of its own: what Go remembers of itself is not the person's. */
function byGo(sdk, module) {
  const home = join(root, 'go')
  const env = {
    HOME: home,
    GOPATH: home,
    GOCACHE: join(home, 'cache'),
    GOBIN: bin,
    GOENV: 'off',
    CGO_ENABLED: '0',
  }
  return [join(sdk, 'bin', 'go' + exe), ['install', '-modcacherw', module], env]
}

function build(name, [program, args, env]) {
  if (existsSync(join(bin, name + exe))) return
  note(`building ${name}`)
  try {
    run(program, args, { env })
  } catch (error) {
    note(`left out: ${error.message}`)
  }
}

/** Builds what is not there yet; answers the folder that holds the programs. `sdk`: a Go for the one in Go. */
export function fetchPeers(sdk) {
  mkdirSync(bin, { recursive: true })
  for (const [name, crate] of Object.entries(crates)) build(name, byCargo(crate))
  build('gdu', byGo(sdk, 'github.com/dundee/gdu/v5/cmd/gdu@v5.22.0'))
  return bin
}
