import type { HistoryEntry } from '../backend/bindings'
import type { Backend } from '../backend/types'
import { FetchedInTurn } from './fetched.svelte'

/** Every change of the GOENV file, newest first. */
export class HistoryStore extends FetchedInTurn<HistoryEntry[]> {
  readonly entries = $derived(this.value)
  readonly newest = $derived(this.entries?.[0])
  /** What Ctrl Z takes back: the newest change that is neither taken back nor itself a taking back. */
  readonly lastChange = $derived(this.entries?.find((e) => e.undoneBy === null && e.undoes === null))

  constructor(backend: Backend) {
    super(async () => (await backend.call('env_history')).toSorted((a, b) => b.id - a.id))
  }

  of(name: string): HistoryEntry[] {
    return this.entries?.filter((e) => e.changes.some((c) => c.name === name)) ?? []
  }
}
