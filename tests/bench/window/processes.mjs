// What a window costs while it does nothing, read from /proc: it and the web view's own processes.
import { readFileSync, readdirSync } from 'node:fs'

/** Jiffies a second, as every Linux that Tauri runs on has it. */
const ticks = 100

function parents() {
  const found = new Map()
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      // The program's name stands in brackets and may hold anything; the fields come after the last one.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')
      found.set(Number(pid), { parent: Number(fields[1]), cpu: Number(fields[11]) + Number(fields[12]) })
    } catch {
      // ended meanwhile
    }
  }
  return found
}

/** A process and everything that it started. */
function family(root, all) {
  const members = new Set([root])
  for (let grew = true; grew;) {
    grew = false
    for (const [pid, { parent }] of all) {
      if (members.has(parent) && !members.has(pid)) {
        members.add(pid)
        grew = true
      }
    }
  }
  return [...members].filter((pid) => all.has(pid))
}

/** Bytes that would be free again without this process: pages shared with others count by share. */
function memory(pid) {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

/** CPU seconds used so far and bytes held now, by a process and all that it started. */
export function usage(root) {
  const all = parents()
  const pids = family(root, all)
  return {
    cpu: pids.reduce((sum, pid) => sum + all.get(pid).cpu, 0) / ticks,
    memory: pids.reduce((sum, pid) => sum + memory(pid), 0),
  }
}
