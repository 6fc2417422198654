import { onDestroy } from 'svelte'
import type { Problem } from '../backend/bindings'
import { useStores } from '../state'

/** What a part of the window asked for. Why it did not work is said there, and by a toast to who has gone on meanwhile. */
export class Attempt {
  refused = $state.raw<Problem | null>(null)
  /** It is being carried out. */
  busy = $state(false)

  readonly #toasts = useStores().toasts
  /** Only the newest is told of there. */
  #turn = 0

  constructor() {
    onDestroy(() => this.leave())
  }

  /** Whether it worked, for who is still there to go on. */
  async worked(asked: Promise<Problem | null>): Promise<boolean> {
    const turn = ++this.#turn
    this.refused = null
    this.busy = true
    const problem = await asked
    if (turn !== this.#turn) {
      if (problem) this.#toasts.complain(problem)
      return false
    }
    this.busy = false
    this.refused = problem
    return problem === null
  }

  /** Whoever asked has gone on. */
  leave(): void {
    this.#turn++
    this.refused = null
    this.busy = false
  }
}
