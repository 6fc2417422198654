import type { ContextChoice, Environment, Problem, Reference, Variable } from '../backend/bindings'
import type { Backend } from '../backend/types'
import { toProblem } from './problem'

/** The environment of the chosen context, and what each variable means. */
export class EnvironmentStore {
  /** Null until the first answer. Stays while a newer one is fetched or could not be. */
  snapshot = $state.raw<Environment | null>(null)
  /** Why the newest answer is missing. */
  problem = $state.raw<Problem | null>(null)
  /** A new context is being looked at. */
  looking = $state(false)
  /** Why the last choice of a context was not possible. */
  lookProblem = $state.raw<Problem | null>(null)

  references = $state.raw(new Map<string, Reference>())

  readonly byName = $derived(new Map(this.snapshot?.variables.map((v) => [v.name, v])))

  readonly #backend: Backend
  readonly #looked: () => void
  /** Only the newest question's answer counts. */
  #turn = 0
  #goroot: string | null | undefined

  /** `looked`: called when another context is looked at. */
  constructor(backend: Backend, looked: () => void = () => undefined) {
    this.#backend = backend
    this.#looked = looked
    this.snapshot = backend.first?.environment ?? null
  }

  variable(name: string | null): Variable | undefined {
    return name === null ? undefined : this.byName.get(name)
  }

  async load(): Promise<void> {
    const turn = ++this.#turn
    try {
      this.#take(turn, await this.#backend.call('env_snapshot'))
    } catch (reason) {
      if (turn === this.#turn) this.problem = toProblem(reason)
    }
  }

  /** Asks shells and toolchains anew, where watching cannot tell. */
  async refresh(): Promise<void> {
    const turn = ++this.#turn
    try {
      this.#take(turn, await this.#backend.call('env_refresh'))
    } catch (reason) {
      if (turn === this.#turn) this.problem = toProblem(reason)
    }
  }

  async loadReferences(): Promise<void> {
    try {
      const references = await this.#backend.call('env_reference')
      this.references = new Map(references.map((r) => [r.name, r]))
    } catch {
      // The list stands without meanings; the environment's own problem says more.
    }
  }

  /** Looks from another context; parts that are left out stay as they are. Answers whether it was possible. */
  async look(part: Partial<ContextChoice>): Promise<boolean> {
    const turn = ++this.#turn
    const choice = { ...this.#choice(), ...part }
    this.looking = true
    this.lookProblem = null
    try {
      const snapshot = await this.#backend.call('env_look', { choice })
      this.#goroot = choice.goroot
      this.#take(turn, snapshot)
      this.#looked()
      return true
    } catch (reason) {
      if (turn === this.#turn) this.lookProblem = toProblem(reason)
      return false
    } finally {
      if (turn === this.#turn) this.looking = false
    }
  }

  /** Whether Burrow, and not the person, picks the toolchain. */
  get automaticToolchain(): boolean {
    return this.#choice().goroot === null
  }

  #choice(): ContextChoice {
    const context = this.snapshot?.context
    const chosen = context?.toolchain?.found === 'chosen' ? context.toolchain.goroot : null
    return {
      asker: context?.asker ?? null,
      goroot: this.#goroot === undefined ? chosen : this.#goroot,
      directory: context?.directory.file ?? null,
    }
  }

  #take(turn: number, snapshot: Environment): void {
    if (turn !== this.#turn) return
    this.snapshot = snapshot
    this.problem = null
    this.looking = false
  }
}
