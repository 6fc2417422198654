import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byHand } from './linux.mjs'
import { toBuild } from './needs.mjs'

test('what is missing is named with the command of the package manager that is there', () => {
  const { message } = byHand([toBuild[2]], { manager: 'dnf', root: false })
  assert.equal(message, 'missing: WebKitGTK 4.1. Install with:  sudo dnf install webkit2gtk4.1-devel')
})

test('root needs no sudo', () => {
  const { message } = byHand([toBuild[0]], { manager: 'apt-get', root: true })
  assert.equal(message, 'missing: a C compiler. Install with:  apt-get install -y build-essential')
})

test('without a package manager that is known, the names of all are given', () => {
  const { message } = byHand([toBuild[1]], { manager: undefined, root: false })
  assert.match(message, /apt: pkg-config; dnf: pkgconf-pkg-config; pacman: pkgconf/)
})
