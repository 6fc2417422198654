import { SvelteMap } from 'svelte/reactivity'
import type { Environment, Variable } from '../backend/bindings'
import type { Backend } from '../backend/types'
import { draftPlanner, type Planner } from './planner.svelte'

/** What the GOENV file says of a variable; null when it says nothing. */
export function userValue(variable: Variable): string | null {
  return variable.layers.find((l) => l.layer === 'user' && l.set)?.value ?? null
}

/** A half-made change of one variable. It outlives a change of page, of variable, and of the file. */
export class VariableDraft {
  readonly name: string
  /** Null: the line is to go. */
  value = $state<string | null>(null)
  /** What the file said when the draft was begun, or when the person last agreed to go on. */
  base = $state<string | null>(null)
  /** What the file says now. */
  theirs = $state<string | null>(null)

  readonly moved = $derived(this.theirs !== this.base)
  readonly dirty = $derived(this.value !== this.theirs)

  readonly planner: Planner

  constructor(backend: Backend, variable: Variable) {
    this.name = variable.name
    this.base = this.theirs = this.value = userValue(variable)
    this.planner = draftPlanner(backend)
  }

  type(value: string | null): void {
    this.value = value
    if (this.dirty) this.planner.later(this.#draft())
    else this.planner.clear()
  }

  /** Plans at once: a key was pressed, or the draft did not come from typing. */
  async plan(value = this.value): Promise<void> {
    this.value = value
    if (this.dirty) await this.planner.now(this.#draft())
    else this.planner.clear()
  }

  keepMine(): void {
    this.base = this.theirs
  }

  takeTheirs(): void {
    this.base = this.value = this.theirs
    this.planner.clear()
  }

  #draft() {
    return { kind: 'edits' as const, edits: [{ name: this.name, value: this.value }] }
  }
}

/** The drafts of all variables. */
export class DraftStore {
  readonly #drafts = new SvelteMap<string, VariableDraft>()
  readonly #backend: Backend

  constructor(backend: Backend) {
    this.#backend = backend
  }

  get(name: string): VariableDraft | undefined {
    return this.#drafts.get(name)
  }

  /** The draft of this variable, begun now if there is none. Never call it while rendering. */
  open(variable: Variable): VariableDraft {
    let draft = this.#drafts.get(variable.name)
    if (!draft) {
      draft = new VariableDraft(this.#backend, variable)
      this.#drafts.set(variable.name, draft)
    }
    return draft
  }

  discard(name: string): void {
    this.#drafts.get(name)?.planner.clear()
    this.#drafts.delete(name)
  }

  /** Whether this variable has a change that is not applied. */
  has(name: string): boolean {
    return this.#drafts.get(name)?.dirty ?? false
  }

  /** The world moved: drafts learn what the file says now, and are planned anew. None is lost. */
  follow(environment: Environment): void {
    for (const [name, draft] of this.#drafts) {
      const variable = environment.variables.find((v) => v.name === name)
      const untouched = !draft.dirty
      draft.theirs = variable ? userValue(variable) : null
      if (untouched || !draft.dirty) this.discard(name)
      else void draft.planner.again()
    }
  }
}
