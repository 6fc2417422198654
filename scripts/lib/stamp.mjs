// Remembers what a step was done for, so that it is not done again for the same: a hash of the contents of
// the files it depends on. Never times: a checkout and a cache that was restored carry the wrong ones.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { root } from './paths.mjs'

const file = (name) => join(root, 'node_modules', '.cache', 'burrow', name)

function files(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .filter((name) => name !== 'node_modules' && name !== 'dist')
    .flatMap((name) => files(join(path, name)))
}

/** A hash over files and folders (relative to the repository) and over `extra` (versions, options). */
export function digest(paths, extra = []) {
  const hash = createHash('sha256')
  for (const word of extra) hash.update(`${word}\0`)
  for (const path of paths.flatMap((one) => files(join(root, one)))) {
    hash.update(`${relative(root, path).split(sep).join('/')}\0`)
    hash.update(readFileSync(path))
    hash.update('\0')
  }
  return hash.digest('hex')
}

/** Does `work` unless it was last done for the same digest and its `result` is still there. */
export function once(name, wanted, result, work) {
  const stamp = file(name)
  const last = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (last === wanted && existsSync(join(root, result))) return false
  work()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
  return true
}
