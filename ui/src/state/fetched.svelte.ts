import type { Problem } from '../backend/bindings'
import { toProblem } from './problem'

/** What one command answers: the newest answer, or why it is missing. */
export class Fetched<T> {
  /** Null until the first answer. Stays while a newer one is fetched or could not be. */
  value = $state.raw<T | null>(null)
  problem = $state.raw<Problem | null>(null)

  readonly #ask: () => Promise<T>
  /** Only the newest question's answer counts. */
  #turn = 0

  constructor(ask: () => Promise<T>) {
    this.#ask = ask
  }

  load(): Promise<void> {
    return this.follow(this.#ask())
  }

  /** Takes the answer of another command that says the same thing. */
  async follow(asked: Promise<T>): Promise<void> {
    const turn = ++this.#turn
    try {
      const value = await asked
      if (turn !== this.#turn) return
      this.value = value
      this.problem = null
    } catch (reason) {
      if (turn === this.#turn) this.problem = toProblem(reason)
    }
  }
}

/** The same with one question at a time, for what may change faster than answers come. */
export class FetchedInTurn<T> extends Fetched<T> {
  #asking: Promise<void> | null = null
  #wanted = 0

  override load(): Promise<void> {
    this.#wanted++
    this.#asking ??= this.#askUntilNow().finally(() => (this.#asking = null))
    return this.#asking
  }

  async #askUntilNow(): Promise<void> {
    let asked: number
    do {
      asked = this.#wanted
      await super.load()
    } while (asked !== this.#wanted)
  }
}
