import type { Draft, Plan, Problem } from '../backend/bindings'
import type { Backend } from '../backend/types'
import { toProblem } from './problem'

/** Long enough to type the next letter, short enough to feel like an answer. */
const PAUSE_MS = 180

/** Turns one wish after another into a plan, and always shows the newest. */
export class Planner<Wish = Draft, Made = Plan> {
  plan = $state.raw<Made | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** A newer wish than the shown plan's is on its way. */
  busy = $state(false)

  readonly #make: (wish: Wish) => Promise<Made>
  #turn = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #wish: Wish | null = null

  constructor(make: (wish: Wish) => Promise<Made>) {
    this.#make = make
  }

  /** Asks once typing pauses. */
  later(wish: Wish): void {
    this.#wait(wish)
    this.#timer = setTimeout(() => void this.#ask(), PAUSE_MS)
  }

  async now(wish: Wish): Promise<void> {
    this.#wait(wish)
    await this.#ask()
  }

  /** The same wish against what is true by now. */
  async again(): Promise<void> {
    if (this.#wish !== null) await this.now(this.#wish)
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#turn++
    this.#wish = null
    this.plan = null
    this.problem = null
    this.busy = false
  }

  #wait(wish: Wish): void {
    clearTimeout(this.#timer)
    this.#wish = wish
    this.#turn++
    this.busy = true
  }

  async #ask(): Promise<void> {
    const wish = this.#wish
    if (wish === null) return
    clearTimeout(this.#timer)
    const turn = ++this.#turn
    try {
      const plan = await this.#make(wish)
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

/** Plans drafts of the GOENV file. */
export function draftPlanner(backend: Backend): Planner {
  return new Planner((draft) => backend.call('env_plan', { draft }))
}
