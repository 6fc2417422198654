import type { Applied, Draft, HistoryEntry, Plan, Problem } from '../backend/bindings'
import type { Backend } from '../backend/types'
import { i18n } from '../i18n/index.svelte'
import type { EnvironmentStore } from './environment.svelte'
import type { HistoryStore } from './history.svelte'
import type { Navigation } from './navigation.svelte'
import { toProblem } from './problem'
import type { Toasts } from './toasts.svelte'

/** Writes plans and takes changes back. */
export class Changes {
  /** How many plans are being written. */
  #running = $state(0)

  readonly #backend: Backend
  readonly #environment: EnvironmentStore
  readonly #history: HistoryStore
  readonly #toasts: Toasts
  readonly #navigation: Navigation

  constructor(
    backend: Backend,
    environment: EnvironmentStore,
    history: HistoryStore,
    toasts: Toasts,
    navigation: Navigation,
  ) {
    this.#backend = backend
    this.#environment = environment
    this.#history = history
    this.#toasts = toasts
    this.#navigation = navigation
  }

  get applying(): boolean {
    return this.#running > 0
  }

  /** Writes a plan. Answers null when done, else why not; the plan is then to be made anew. `said`: what was done. */
  async apply(plan: Plan, said?: string): Promise<Problem | null> {
    this.#running++
    try {
      const applied = await this.#backend.call('env_apply', { plan: plan.id })
      await this.#tell(applied, said)
      return null
    } catch (reason) {
      return toProblem(reason)
    } finally {
      this.#running--
    }
  }

  /** Takes a change back if that is all it does; whatever needs a look is shown first. */
  async undo(entry: HistoryEntry): Promise<void> {
    const draft: Draft = { kind: 'undo', entry: entry.id }
    try {
      const plan = await this.#backend.call('env_plan', { draft })
      if (
        plan.applicable &&
        entry.author === 'burrow' &&
        !plan.checks.some((c) => c.severity === 'refused')
      ) {
        const problem = await this.apply(plan)
        if (problem) this.#toasts.complain(problem)
        return
      }
    } catch (reason) {
      this.#toasts.complain(toProblem(reason))
      return
    }
    this.#navigation.open({ kind: 'preview', title: i18n.t.history.undoTitle, draft })
  }

  async #tell({ entry }: Applied, said?: string): Promise<void> {
    // The core announces the change too; asking at once spares the eye the wait.
    await Promise.all([this.#environment.load(), this.#history.load()])
    if (entry.undoes === null)
      this.#toasts.changed(said ?? whatChanged(entry), { kind: 'entry', id: entry.id })
    else this.#toasts.say(i18n.t.changes.undone)
  }
}

function whatChanged({ changes }: HistoryEntry): string {
  const t = i18n.t.changes
  const [first] = changes
  if (!first) return t.text
  if (changes.length > 1) return t.several(changes.length)
  return first.after === null ? t.removed(first.name) : t.set(first.name)
}
