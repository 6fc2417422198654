// Starting other programs.
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root } from './paths.mjs'

function judge(result, line) {
  if (result.error) throw new Error(`${line}: ${result.error.message}`)
  if (result.signal) throw new Error(`${line}: ended by ${result.signal}`)
  if (result.status !== 0) throw new Error(`${line}: exit status ${result.status}`)
}

/** Runs a program with its output on this terminal; throws when it fails, naming it as `line`. */
export function run(
  program,
  args = [],
  { env = {}, errors = 'inherit', line = [program, ...args].join(' ') } = {},
) {
  const stdio = ['ignore', 'inherit', errors]
  judge(spawnSync(program, args, { cwd: root, env: { ...process.env, ...env }, stdio }), line)
}

/** Runs a program whose output matters only when it fails. */
export function runQuietly(program, args) {
  const result = spawnSync(program, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  if (result.status !== 0) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`)
  judge(result, [program, ...args].join(' '))
}

/** What a program prints, or null when it is not there or fails. What it says of errors is dropped, or `inherit`ed. */
export function read(program, args = [], { errors = 'ignore' } = {}) {
  const stdio = ['ignore', 'pipe', errors]
  const result = spawnSync(program, args, { cwd: root, encoding: 'utf8', stdio })
  return result.status === 0 ? result.stdout.trim() : null
}

/** Runs `npm`, the one that runs this script where there is one: on Windows `npm` itself cannot be started. */
export function npm(args, options) {
  const script = process.env.npm_execpath
  if (script) run(process.execPath, [script, ...args], { line: `npm ${args.join(' ')}`, ...options })
  else if (process.platform === 'win32') throw new Error('start this through npm, not through node')
  else run('npm', args, options)
}

/** Whether a program is on PATH; nothing is run. */
export function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((dir) => {
    try {
      accessSync(join(dir, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
