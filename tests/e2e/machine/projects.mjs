// A project on disk whose modules lie behind a proxy and not in the cache: what real go and the window are asked about.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { serve } from './caches.mjs'

/** Every module that a project of `project` can need. */
const modules = ['example.com/first', 'example.com/second', 'example.com/third']

/** A GOPROXY of files below the home, with these modules. */
export function proxied(home) {
  for (const module of modules) serve(home, module, 'v1.0.0')
  return `file://${home.path('proxy')}`
}

/** Writes a project that needs these modules, with a go.sum that real go made over another cache. */
export function project(home, folder, needed, { goproxy, go = home.go, write = {} }) {
  const requires = needed.map((module) => `require ${module} v1.0.0\n`).join('')
  const imports = needed.map((module) => `import _ "${module}"\n`).join('')
  home.write(`${folder}/go.mod`, `module example.com/${folder.split('/').at(-1)}\n\ngo 1.21\n\n${requires}`)
  home.write(`${folder}/main.go`, `package main\n\n${imports}\nfunc main() { println("built") }\n`)
  for (const [name, text] of Object.entries(write)) home.write(`${folder}/${name}`, text)
  const other = mkdtempSync(join(tmpdir(), 'burrow-e2e-sums-'))
  try {
    const env = { ...home.env, GOPROXY: goproxy, GOSUMDB: 'off', GOFLAGS: '-modcacherw' }
    env.GOMODCACHE = join(other, 'mod')
    env.GOCACHE = join(other, 'build')
    env.GOTOOLCHAIN = 'local'
    const { status, stderr } = spawnSync(go, ['mod', 'tidy'], {
      cwd: home.path(folder),
      env,
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`go mod tidy: ${stderr}`)
  } finally {
    rmSync(other, { recursive: true, force: true })
  }
}

/** Whether real go builds and vets the project with no server to ask. */
export function buildsOffline(home, folder, go = home.go) {
  const env = { ...home.env, GOPROXY: 'off', GOTOOLCHAIN: 'local' }
  const run = (...args) => spawnSync(go, args, { cwd: home.path(folder), env }).status === 0
  return run('build', './...') && run('vet', './...')
}
