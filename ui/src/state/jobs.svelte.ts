import type { Job, Problem } from '../backend/bindings'
import type { Backend } from '../backend/types'
import { problemOf } from './problem'

/** What nobody asked for is shown only once somebody would notice it (ms). */
const NOTICED = 1000

/** Long work, as long as it runs and until its report is put away. */
export class JobsStore {
  /** The newest first. */
  jobs = $state.raw<Job[]>([])
  /** What a screen reader is told: that work begins, and how it ends. Not every byte. */
  said = $state('')

  readonly running = $derived(this.jobs.filter((j) => j.state === 'running' && this.#noticed(j)))
  readonly ended = $derived(this.jobs.filter((j) => j.state !== 'running' && this.#noticed(j)))
  /** What nobody asked for and has run for long enough to be seen. */
  #long = $state.raw<ReadonlySet<number>>(new Set())

  readonly #backend: Backend
  /** Put away here; an event that was already on its way does not bring it back. */
  readonly #dismissed = new Set<number>()

  readonly #followed: (before: Job | undefined, job: Job) => void

  /** `followed`: called for every step of work, with what was known of it before. */
  constructor(backend: Backend, followed: (before: Job | undefined, job: Job) => void = () => undefined) {
    this.#backend = backend
    this.#followed = followed
  }

  /** Follows all work, also what was begun before this window was there. */
  async start(): Promise<() => void> {
    const stop = await this.#backend.listen('job', (job) => this.take(job))
    await this.load()
    return stop
  }

  async load(): Promise<void> {
    try {
      const jobs = await this.#backend.call('job_list')
      // What an event has told since is newer.
      const known = new Set(this.jobs.map((j) => j.id))
      const more = jobs.filter((j) => !known.has(j.id))
      this.#keep([...this.jobs, ...more])
      for (const job of more) this.#await(job)
    } catch {
      // Work that is on its way tells of itself with its next event.
    }
  }

  take(job: Job): void {
    if (this.#dismissed.has(job.id)) return
    const before = this.jobs.find((j) => j.id === job.id)
    if (before && before.state !== 'running' && job.state === 'running') return
    this.#keep([job, ...this.jobs.filter((j) => j.id !== job.id)])
    this.#followed(before, job)
    if (!before) this.#await(job)
    if (!this.#noticed(job)) return
    if (!before) this.said = job.title
    else if (before.state !== job.state) this.said = `${job.title}: ${job.problem?.message ?? job.doing}`
  }

  cancel(id: number): Promise<Problem | null> {
    return problemOf(() => this.#backend.call('job_cancel', { id }))
  }

  /** Puts a report away. */
  async dismiss(id: number): Promise<void> {
    this.#dismissed.add(id)
    this.jobs = this.jobs.filter((j) => j.id !== id)
    try {
      await this.#backend.call('job_dismiss', { id })
    } catch {
      // It is out of sight, which is all that was asked for.
    }
  }

  #noticed(job: Job): boolean {
    if (!job.unasked || job.state === 'failed') return true
    if (job.endedAt !== null) return job.endedAt - job.startedAt >= NOTICED
    return this.#long.has(job.id)
  }

  #await(job: Job): void {
    if (!job.unasked || job.state !== 'running') return
    setTimeout(() => (this.#long = new Set([...this.#long, job.id])), NOTICED)
  }

  #keep(jobs: Job[]): void {
    this.jobs = jobs.filter((j) => !this.#dismissed.has(j.id)).sort((a, b) => b.id - a.id)
  }
}
