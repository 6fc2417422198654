import type { CleanPlan, CleanWish, Job, Problem } from '../backend/bindings'
import type { Backend } from '../backend/types'
import type { JobsStore } from './jobs.svelte'
import { Planner } from './planner.svelte'
import { toProblem } from './problem'
import type { Toasts } from './toasts.svelte'

/** A plan with what its footer asks of any plan. */
export type Cleaning = CleanPlan & { applicable: boolean }

/** Begins what takes from the caches, brings back, and looks them through. All of it is long work. */
export class Cleanings {
  /** Something is being begun. */
  beginning = $state(false)

  readonly #backend: Backend
  readonly #jobs: JobsStore
  readonly #toasts: Toasts

  constructor(backend: Backend, jobs: JobsStore, toasts: Toasts) {
    this.#backend = backend
    this.#jobs = jobs
    this.#toasts = toasts
  }

  planner(): Planner<CleanWish, Cleaning> {
    return new Planner(async (wish) => {
      const plan = await this.#backend.call('cache_plan', { wish })
      return { ...plan, applicable: !plan.empty }
    })
  }

  /** `wait`: begins when no program of Go runs any more. */
  clean(plan: string, purge: boolean, wait: boolean): Promise<Problem | null> {
    return this.#begin(this.#backend.call('cache_clean', { plan, purge, wait }))
  }

  repair(fetch: boolean): Promise<Problem | null> {
    return this.#begin(this.#backend.call('cache_repair', { fetch }))
  }

  /** Brings a cleaning back. */
  undo(cleaning: string): Promise<void> {
    return this.#tell(this.#backend.call('cache_undo', { cleaning }))
  }

  /** Gives the space back for good; null: of all cleanings. */
  purge(cleaning: string | null): Promise<void> {
    return this.#tell(this.#backend.call('cache_purge', { cleaning }))
  }

  verify(online: boolean): Promise<void> {
    return this.#tell(this.#backend.call('cache_verify', { online }))
  }

  measure(): Promise<void> {
    return this.#tell(this.#backend.call('cache_measure'))
  }

  /** What is turned down is said at the foot of the window: no dialog asked for it. */
  async #tell(asked: Promise<Job>): Promise<void> {
    const problem = await this.#begin(asked)
    if (problem) this.#toasts.complain(problem)
  }

  async #begin(asked: Promise<Job>): Promise<Problem | null> {
    this.beginning = true
    try {
      this.#jobs.take(await asked)
      return null
    } catch (reason) {
      return toProblem(reason)
    } finally {
      this.beginning = false
    }
  }
}
