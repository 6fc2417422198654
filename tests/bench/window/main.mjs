// Burrow's window against an empty one of the same Tauri, on the same screen, in turns:
//
//   node tests/bench/window/main.mjs BURROW EMPTY [ROUNDS]
//
// Start: from the process to its first meaningful frame. Idle: CPU and memory some seconds after it. Ratios are
// printed, never asserted: the machine decides the times. Both get a home of their own: this machine's settings,
// history and window positions are neither read nor written.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { launch } from './launch.mjs'
import { usage } from './processes.mjs'

const [burrow, empty, rounds = '15'] = process.argv.slice(2)
const settle = 5_000
const watch = 20_000

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const ms = (value) => `${value.toFixed(0)} ms`
const mb = (value) => `${(value / 1e6).toFixed(1)} MB`
const times = (value) => `${value.toFixed(2)}×`

/** A home for all starts of one program, as a person's is: the second start finds what the first one cached. */
function home() {
  const dir = mkdtempSync(join(tmpdir(), 'burrow-bench-'))
  const folder = (name) => join(dir, name)
  const xdg = {
    XDG_CONFIG_HOME: folder('config'),
    XDG_DATA_HOME: folder('data'),
    XDG_STATE_HOME: folder('state'),
    XDG_CACHE_HOME: folder('cache'),
  }
  return { dir, env: { HOME: dir, ...xdg } }
}

const homes = new Map([burrow, empty].map((program) => [program, home()]))

/** Opens the window, hands it to `work`, closes it. */
async function opened(program, work) {
  const window = await launch(program, homes.get(program).env)
  try {
    return await work(window)
  } finally {
    await window.close()
  }
}

async function measureStart() {
  const start = (program) => opened(program, (window) => Promise.resolve(window.ms))
  await start(empty) // the first reads everything from the disk
  await start(burrow)
  const pairs = []
  for (let round = 0; round < Number(rounds); round += 1) {
    // The order changes, so that neither always follows the other.
    const order = round % 2 === 0 ? [burrow, empty] : [empty, burrow]
    const found = new Map()
    for (const program of order) found.set(program, await start(program))
    pairs.push({ burrow: found.get(burrow), empty: found.get(empty) })
  }
  const ratio = median(pairs.map((pair) => pair.burrow / pair.empty))
  const [own, other] = ['burrow', 'empty'].map((key) => median(pairs.map((pair) => pair[key])))
  console.log(`start to first meaningful paint, ${rounds} rounds, medians`)
  console.log(`  Burrow ${ms(own)}, empty window ${ms(other)}, ratio ${times(ratio)} (goal: at most 1.30×)`)
}

async function measureIdle() {
  const idle = (program) =>
    opened(program, async ({ pid }) => {
      await sleep(settle)
      const before = usage(pid)
      await sleep(watch)
      const after = usage(pid)
      return { cpu: (after.cpu - before.cpu) / (watch / 1000), memory: after.memory }
    })
  const own = await idle(burrow)
  const other = await idle(empty)
  const share = (value) => `${(value * 100).toFixed(2)} %`
  console.log(`idle for ${watch / 1000} s, the web view's processes included`)
  console.log(`  CPU of one core: Burrow ${share(own.cpu)}, empty window ${share(other.cpu)}`)
  const ratio = times(own.memory / other.memory)
  console.log(`  memory: Burrow ${mb(own.memory)}, empty window ${mb(other.memory)}, ratio ${ratio}`)
}

try {
  await measureStart()
  if (process.platform === 'linux') await measureIdle()
  else console.log('idle CPU and memory: measured on Linux only')
} catch (error) {
  // To standard output: what the session bus says to the other is dropped.
  console.log(error.message)
  process.exitCode = 1
} finally {
  // The web view's processes end after the window's, and may still write: what they leave is the system's to clear.
  await sleep(1_000)
  for (const { dir } of homes.values()) rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
}
