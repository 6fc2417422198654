import type { Doctor, FixPlan, Place, Problem, ReportForm, ReportView } from '../backend/bindings'
import type { Backend } from '../backend/types'
import { FetchedInTurn } from './fetched.svelte'
import { problemOf } from './problem'

/** What is wrong with this machine's Go: for the Doctor page, the Overview and the badges of the navigation. */
export class DoctorStore extends FetchedInTurn<Doctor> {
  readonly #backend: Backend
  #done: string | null = null

  constructor(backend: Backend) {
    super(() => backend.call('doctor_view'))
    this.#backend = backend
  }

  /** Begins the slow checks; `online`: those too that ask servers. The job tells how far they are. */
  examine(online: boolean): Promise<Problem | null> {
    return problemOf(() => this.#backend.call('doctor_slow', { online }))
  }

  plan(finding: string, fix: string): Promise<FixPlan> {
    return this.#backend.call('doctor_plan', { finding, fix })
  }

  /** Carries a plan out. Answers null when done, else why not. */
  apply(plan: FixPlan): Promise<Problem | null> {
    return problemOf(async () => {
      this.#done = await this.#backend.call('doctor_apply', { plan: plan.id })
    })
  }

  /** Takes back what was carried out last. */
  undo(): Promise<Problem | null> {
    const done = this.#done
    this.#done = null
    return problemOf(async () => {
      if (done !== null) await this.#backend.call('doctor_undo', { done })
    })
  }

  report(maskHosts: boolean): Promise<ReportView> {
    return this.#backend.call('report_view', { maskHosts })
  }

  /** Asks the person for a file, and writes what was shown. Answers where; null when nobody named one. */
  saveReport(form: ReportForm, maskHosts: boolean): Promise<Place | null> {
    return this.#backend.call('report_save', { form, maskHosts })
  }
}
