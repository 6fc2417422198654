/** What the window is: its width, and the system's theme. */
class Media {
  narrow = false
  dark = false
  #queries: { query: string; list: EventTarget & { matches: boolean } }[] = []

  install(): void {
    this.narrow = false
    this.dark = false
    this.#queries = []
    window.matchMedia = (query) => {
      const list = Object.assign(new EventTarget(), { matches: this.#holds(query), media: query })
      this.#queries.push({ query, list })
      return list as unknown as MediaQueryList
    }
  }

  set(part: { narrow?: boolean; dark?: boolean }): void {
    Object.assign(this, part)
    for (const { query, list } of this.#queries) {
      list.matches = this.#holds(query)
      list.dispatchEvent(new Event('change'))
    }
  }

  #holds(query: string): boolean {
    return query.includes('dark') ? this.dark : query.includes('max-width') && this.narrow
  }
}

export const media = new Media()
