// Opens a window and waits for the line that it prints once its first meaningful frame is on the screen.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const limit = 60_000

/** Answers `{ ms, pid, close }`: from just before the process was made to the line. */
export function launch(program, env) {
  const begin = performance.now()
  const child = spawn(program, [], {
    env: { ...process.env, ...env, BURROW_REPORT_PAINT: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (bytes) => (said = `${said}${bytes}`.slice(-2000)))
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const close = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`${program}: no first paint within ${limit / 1000} s`))
    }, limit)
    child.once('error', reject)
    child.once('exit', (status) => {
      clearTimeout(late)
      reject(new Error(`${program}: ended with ${status} before its first paint\n${said}`))
    })
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.trim() !== 'painted') return
      clearTimeout(late)
      resolve({ ms: performance.now() - begin, pid: child.pid, close })
    })
  })
}
