// A home in which several have installed Go, one of them not to the end: the SDKs are real, and linked.
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Home } from './home.mjs'

/** The SDK whose `go` is first on PATH. */
export const newest = process.env.BURROW_E2E_GOROOT

/** The other SDKs that were fetched: one at least. */
export const others = readdirSync(dirname(newest))
  .filter((name) => /^go1\.\d+\.\d+$/.test(name) && name !== basename(newest))
  .map((name) => join(dirname(newest), name))

export const version = basename

/** Lays out what goenv, asdf and golang.org/dl have left, and a program that an older Go has built. */
export function managed(home = new Home()) {
  const link = (goroot, ...names) => {
    mkdirSync(dirname(home.path(...names)), { recursive: true })
    symlinkSync(goroot, home.path(...names))
  }
  const [first, second] = others
  link(first, '.goenv', 'versions', version(first).slice(2))
  if (second) link(second, '.asdf', 'installs', 'golang', version(second).slice(2), 'go')
  home.write('sdk/go1.20.4/VERSION', 'go1.20.4\n')
  home.write('sdk/go1.20.4/bin/README', '')
  home.write('src/shop/go.mod', `module shop\n\ngo ${version(first).slice(2)}\n`)
  mkdirSync(home.path('go', 'bin'), { recursive: true })
  cpSync(join(first, 'bin', 'gofmt'), home.path('go', 'bin', 'old-gofmt'))
  return home
}
