import type { Job, JobKind, Place, Problem } from '../bindings'

interface Work {
  kind: JobKind
  /** Nobody asked for it. */
  unasked?: boolean
  title: string
  total: number | null
  /** What it does, from its beginning to its end. */
  phases: string[]
  /** How it ends: its last sentence, what came of it, or why it failed. */
  ended: string
  cancelled: string
  result?: Place
  problem?: Problem
  /** Counts things, not bytes. */
  inBytes?: boolean
  /** What can be taken back afterwards. */
  cleaning?: string
  /** What is true once it has gone well. */
  then?: () => void
  /** At every step, and when it is over, however it went. */
  each?: (share: number) => void
  over?: () => void
}

const STEP_MS = 100
/** How many steps work takes that goes on by itself. */
const STEPS = 80

/** Long work that is not done: it counts. By itself in a browser, by hand in a test. */
export class FakeJobs {
  /** Goes on without being told. */
  auto = false
  jobs: Job[] = []

  readonly #tell: (job: Job) => void
  readonly #works = new Map<number, Work>()
  #last = 0

  constructor(tell: (job: Job) => void) {
    this.#tell = tell
  }

  begin(work: Work): Job {
    const job: Job = {
      id: ++this.#last,
      kind: work.kind,
      unasked: work.unasked ?? false,
      state: 'running',
      title: work.title,
      doing: work.phases[0] ?? '',
      inBytes: work.inBytes ?? true,
      done: 0,
      total: work.total,
      rate: null,
      cancellable: true,
      problem: null,
      result: null,
      cleaning: null,
      details: [],
      startedAt: Date.now(),
      endedAt: null,
    }
    this.#works.set(job.id, work)
    this.jobs = [job, ...this.jobs]
    if (this.auto) this.#run(job.id)
    return job
  }

  /** Goes on to this share of the whole. */
  step(id: number, share: number): void {
    const work = this.#works.get(id)
    if (!work) return
    const phase = Math.min(work.phases.length - 1, Math.floor(share * work.phases.length))
    this.#change(id, {
      done: Math.floor((work.total ?? 0) * share),
      rate: work.total === null ? null : 14_200_000 + Math.floor(Math.sin(share * 20) * 2_000_000),
      doing: work.phases[phase] ?? '',
    })
    work.each?.(share)
  }

  /** It is over: well, or as its work says that it fails. */
  finish(id: number): void {
    const work = this.#works.get(id)
    if (!work || this.jobs.find((j) => j.id === id)?.state !== 'running') return
    if (!work.problem) work.then?.()
    work.over?.()
    this.#change(id, {
      state: work.problem ? 'failed' : 'done',
      doing: work.ended,
      problem: work.problem ?? null,
      result: work.problem ? null : (work.result ?? null),
      cleaning: work.problem ? null : (work.cleaning ?? null),
      ...OVER(),
    })
  }

  cancel(id: number): void {
    const work = this.#works.get(id)
    if (this.jobs.find((j) => j.id === id)?.state !== 'running') return
    work?.over?.()
    this.#change(id, { state: 'cancelled', doing: work?.cancelled ?? '', ...OVER() })
  }

  dismiss(id: number): void {
    this.jobs = this.jobs.filter((j) => j.id !== id)
  }

  #change(id: number, part: Partial<Job>): void {
    this.jobs = this.jobs.map((j) => (j.id === id ? { ...j, ...part } : j))
    const job = this.jobs.find((j) => j.id === id)
    if (job) this.#tell(job)
  }

  #run(id: number): void {
    let steps = 0
    const stops = this.#works.get(id)?.problem ? STEPS * 0.4 : STEPS
    const timer = setInterval(() => {
      if (this.jobs.find((j) => j.id === id)?.state !== 'running') clearInterval(timer)
      else if (++steps > stops) this.finish(id)
      else this.step(id, steps / STEPS)
    }, STEP_MS)
  }
}

const OVER = () => ({ rate: null, cancellable: false, endedAt: Date.now() })
