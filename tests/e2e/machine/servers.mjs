// The loopback servers of the Rust tests, for the window: a proxy that answers, dead ones of every kind, a checksum
// database.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { program } from '../../../scripts/lib/paths.mjs'

/** Starts them, hands `work` where they are, and ends them. */
export async function withServers(work) {
  const child = spawn(program('debug', 'burrow-servers'), [], { stdio: ['pipe', 'pipe', 'inherit'] })
  try {
    const [line] = await once(createInterface({ input: child.stdout }), 'line')
    return await work(new Servers(JSON.parse(line)))
  } finally {
    // They end with their input.
    child.stdin.end()
    child.kill()
  }
}

class Servers {
  #cases

  constructor({ cases, ...rest }) {
    this.#cases = new Map(cases.map((one) => [one.name, one]))
    Object.assign(this, rest)
  }

  /** The address of a server by the name of its manner: `ok-http`, `refused`, `tls-expired` … */
  url(name) {
    const found = this.#cases.get(name)
    if (!found) throw new Error(`no server is called ${name}`)
    return found.url
  }

  /** All of them, with the verdict that each must get. */
  get all() {
    return [...this.#cases.values()]
  }
}
