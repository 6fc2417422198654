import type { Budget, CacheId, CacheRows, Caches, Job, Problem } from '../backend/bindings'
import type { Backend } from '../backend/types'
import { Fetched, FetchedInTurn } from './fetched.svelte'
import { problemOf, toProblem } from './problem'

/** What Go's caches hold, what of it can go, and what was cleaned. */
export class CachesStore extends FetchedInTurn<Caches> {
  readonly rows: Fetched<CacheRows>

  readonly #backend: Backend
  #rowsWanted = false
  #rowsAsked: number | null = null

  constructor(backend: Backend) {
    super(() => backend.call('cache_caches'))
    this.#backend = backend
    this.rows = new Fetched(() => backend.call('cache_rows'))
  }

  override async follow(asked: Promise<Caches>): Promise<void> {
    await super.follow(asked)
    // Figures do not wait for the long list.
    void this.#followRows()
  }

  /** From now on the module versions are kept up to date: there may be a hundred thousand. */
  wantRows(): void {
    this.#rowsWanted = true
    void this.#followRows()
  }

  async #followRows(): Promise<void> {
    const revision = this.value?.rowsRevision
    if (!this.#rowsWanted || revision === undefined || revision === this.#rowsAsked) return
    this.#rowsAsked = revision
    await this.rows.load()
  }

  /** After a change of language: the sentences that stand in the rows too. */
  async speakAnew(): Promise<void> {
    this.#rowsAsked = null
    await this.load()
  }

  /** The page is on the screen, or no longer: from then on its figures follow what builds write. */
  async watch(on: boolean): Promise<void> {
    try {
      await this.#backend.call('cache_watch', { on })
    } catch (reason) {
      if (on) this.problem = toProblem(reason)
    }
  }

  setBudget(cache: CacheId, budget: Budget | null): Promise<Problem | null> {
    return this.#change(this.#backend.call('cache_set_budget', { cache, budget }))
  }

  setGrace(days: number): Promise<Problem | null> {
    return this.#change(this.#backend.call('cache_set_grace', { days }))
  }

  /** Looks for projects in one more folder. Answers why that is not possible. */
  addFolder(folder: string): Promise<Problem | null> {
    return this.#change(this.#backend.call('cache_add_folder', { folder }))
  }

  forgetFolder(folder: string): Promise<Problem | null> {
    return this.#change(this.#backend.call('cache_forget_folder', { folder }))
  }

  #change(asked: Promise<Caches>): Promise<Problem | null> {
    return problemOf(async () => this.follow(Promise.resolve(await asked)))
  }
}

/** A report that says what can be taken back: a cleaning that has just ended. */
export function cleaned(before: Job | undefined, job: Job): string | null {
  const ended = before?.state === 'running' && job.state !== 'running'
  return ended && job.kind === 'clean' ? job.cleaning : null
}
