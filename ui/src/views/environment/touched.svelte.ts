import { SvelteSet } from 'svelte/reactivity'
import type { Variable } from '../../backend/bindings'

/** How long a change that came from outside stays marked. */
const MARK_MS = 4000

/** The variables that changed a moment ago. */
export class Touched {
  readonly #names = new SvelteSet<string>()
  #timers: ReturnType<typeof setTimeout>[] = []
  /** The newest change that is marked already, or was there before the page was. */
  #seen = new Map<string, number>()

  has(name: string): boolean {
    return this.#names.has(name)
  }

  follow(variables: Variable[]): void {
    const now = Date.now()
    for (const { name, touchedAt } of variables) {
      if (touchedAt === null || this.#seen.get(name) === touchedAt) continue
      this.#seen.set(name, touchedAt)
      const left = touchedAt + MARK_MS - now
      if (left <= 0) continue
      this.#names.add(name)
      this.#timers.push(setTimeout(() => this.#names.delete(name), Math.min(left, MARK_MS)))
    }
  }

  stop(): void {
    this.#timers.forEach(clearTimeout)
  }
}
