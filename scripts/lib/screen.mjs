// A screen and a session bus for a program that opens windows.
import { run } from './run.mjs'

/**
 * Runs a program on a virtual screen and a session bus of its own, so that what it opens is never in the way
 * and no window of the person's is either. What is said to standard error is dropped: it is the bus talking.
 * Elsewhere than on Linux there is only the real screen.
 */
export function onScreen(program, args) {
  if (process.platform !== 'linux') return run(program, args)
  const screen = ['--auto-servernum', '--server-args=-screen 0 1280x800x24 -nolisten tcp']
  return run('dbus-run-session', ['--', 'xvfb-run', ...screen, program, ...args], { errors: 'ignore' })
}
