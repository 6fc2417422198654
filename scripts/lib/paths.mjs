// Where things are. Everything is asked from here, so that the scripts work from any directory.
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** Cargo's target directory, wherever the person keeps it. */
export const target = process.env.CARGO_TARGET_DIR
  ? resolve(root, process.env.CARGO_TARGET_DIR)
  : join(root, 'target')

const exe = process.platform === 'win32' ? '.exe' : ''

/** A program that cargo built: `program('release', 'burrow')`. */
export const program = (profile, name) => join(target, profile, name + exe)
