import type { HistoryEntry, Problem } from '../backend/bindings'
import type { Backend } from '../backend/types'
import { toProblem } from './problem'

/** Every change of the GOENV file, newest first. */
export class HistoryStore {
  entries = $state.raw<HistoryEntry[] | null>(null)
  problem = $state.raw<Problem | null>(null)

  readonly newest = $derived(this.entries?.[0])
  /** What Ctrl Z takes back: the newest change that is neither taken back nor itself a taking back. */
  readonly lastChange = $derived(this.entries?.find((e) => e.undoneBy === null && e.undoes === null))

  readonly #backend: Backend
  #turn = 0

  constructor(backend: Backend) {
    this.#backend = backend
  }

  async load(): Promise<void> {
    const turn = ++this.#turn
    try {
      const entries = await this.#backend.call('env_history')
      if (turn !== this.#turn) return
      this.entries = [...entries].sort((a, b) => b.id - a.id)
      this.problem = null
    } catch (reason) {
      if (turn === this.#turn) this.problem = toProblem(reason)
    }
  }

  of(name: string): HistoryEntry[] {
    return this.entries?.filter((e) => e.changes.some((c) => c.name === name)) ?? []
  }
}
