import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { root, target } from './paths.mjs'
import { digest } from './stamp.mjs'

/** A folder inside the repository, because digests are of its files. */
function folder(t) {
  mkdirSync(target, { recursive: true })
  const dir = mkdtempSync(join(target, 'stamp-'))
  t.after(() => rmSync(dir, { recursive: true }))
  const write = (name, text) => writeFileSync(join(dir, name), text)
  return { dir, write, now: (...extra) => digest([relative(root, dir)], extra) }
}

test('a digest stays the same when a file is written again with the same content', (t) => {
  const { write, now } = folder(t)
  write('a', 'one')
  const before = now()
  write('a', 'one')
  assert.equal(now(), before)
})

test('a digest changes with a content, a name, a new file and an option', (t) => {
  const { dir, write, now } = folder(t)
  write('a', 'one')
  const seen = new Set([now()])
  write('a', 'two')
  seen.add(now())
  renameSync(join(dir, 'a'), join(dir, 'b'))
  seen.add(now())
  write('c', '')
  seen.add(now())
  seen.add(now('v20'))
  assert.equal(seen.size, 5)
})

test('what lies in node_modules and dist does not count', (t) => {
  const { dir, write, now } = folder(t)
  write('a', 'one')
  const before = now()
  mkdirSync(join(dir, 'dist'))
  write(join('dist', 'b'), 'built')
  assert.equal(now(), before)
})
