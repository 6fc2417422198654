import { SvelteSet } from 'svelte/reactivity'

/** How long something that came by itself stays marked. */
const MARK_MS = 4000

/** What was not there a moment ago. */
export class Fresh {
  readonly #ids = new SvelteSet<string>()
  #known: Set<string> | null = null
  #timers: ReturnType<typeof setTimeout>[] = []

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  /** `filling`: the list is still being made, so that nothing in it is news. */
  follow(ids: string[], filling: boolean): void {
    if (this.#known && !filling) {
      for (const id of ids) {
        if (this.#known.has(id)) continue
        this.#ids.add(id)
        this.#timers.push(setTimeout(() => this.#ids.delete(id), MARK_MS))
      }
    }
    this.#known = new Set(ids)
  }

  stop(): void {
    this.#timers.forEach(clearTimeout)
  }
}
