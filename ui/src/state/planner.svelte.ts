import type { Draft, Plan, Problem } from '../backend/bindings'
import type { Backend } from '../backend/types'
import { toProblem } from './problem'

/** Long enough to type the next letter, short enough to feel like an answer. */
const PAUSE_MS = 180

/** Turns one draft after another into a plan, and always shows the newest. */
export class Planner {
  plan = $state.raw<Plan | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** A newer draft than the shown plan's is on its way. */
  busy = $state(false)

  readonly #backend: Backend
  #turn = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #draft: Draft | null = null

  constructor(backend: Backend) {
    this.#backend = backend
  }

  /** Asks once typing pauses. */
  later(draft: Draft): void {
    this.#wait(draft)
    this.#timer = setTimeout(() => void this.#ask(), PAUSE_MS)
  }

  async now(draft: Draft): Promise<void> {
    this.#wait(draft)
    await this.#ask()
  }

  /** The same draft against what is true by now. */
  async again(): Promise<void> {
    if (this.#draft) await this.now(this.#draft)
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#turn++
    this.#draft = null
    this.plan = null
    this.problem = null
    this.busy = false
  }

  #wait(draft: Draft): void {
    clearTimeout(this.#timer)
    this.#draft = draft
    this.#turn++
    this.busy = true
  }

  async #ask(): Promise<void> {
    const draft = this.#draft
    if (!draft) return
    clearTimeout(this.#timer)
    const turn = ++this.#turn
    try {
      const plan = await this.#backend.call('env_plan', { draft })
      if (turn !== this.#turn) return
      this.plan = plan
      this.problem = null
    } catch (reason) {
      if (turn !== this.#turn) return
      this.plan = null
      this.problem = toProblem(reason)
    }
    this.busy = false
  }
}
