import type { Problem, SwitchPlan, SwitchWish } from '../backend/bindings'
import type { Backend } from '../backend/types'
import { i18n } from '../i18n/index.svelte'
import type { Navigation } from './navigation.svelte'
import { Planner } from './planner.svelte'
import { toProblem } from './problem'
import type { Toasts } from './toasts.svelte'
import type { ToolchainsStore } from './toolchains.svelte'

/** Switches to another toolchain, and back. */
export class Switches {
  readonly #backend: Backend
  readonly #toolchains: ToolchainsStore
  readonly #toasts: Toasts
  readonly #navigation: Navigation

  constructor(backend: Backend, toolchains: ToolchainsStore, toasts: Toasts, navigation: Navigation) {
    this.#backend = backend
    this.#toolchains = toolchains
    this.#toasts = toasts
    this.#navigation = navigation
  }

  planner(): Planner<SwitchWish, SwitchPlan> {
    return new Planner((wish) => this.#backend.call('sdk_plan_switch', { wish }))
  }

  /** Carries a plan out. Answers null when done, else why not; the plan is then to be made anew. */
  async apply(plan: SwitchPlan, wish: SwitchWish): Promise<Problem | null> {
    try {
      const { undo } = await this.#backend.call('sdk_apply_switch', { plan: plan.id })
      await this.#toolchains.load()
      if (wish.kind === 'undo') this.#toasts.say(i18n.t.changes.undone)
      else if (undo) this.#toasts.changed(whatChanged(wish), { kind: 'switch', id: undo.id }, undo.sentence)
      else this.#toasts.say(whatChanged(wish), i18n.t.switching.noWayBack)
      return null
    } catch (reason) {
      return toProblem(reason)
    }
  }

  /** Takes a switch back if that is all it does; whatever needs a look is shown first. */
  async undo(id: number): Promise<void> {
    const wish: SwitchWish = { kind: 'undo', id }
    try {
      const plan = await this.#backend.call('sdk_plan_switch', { wish })
      if (plan.applicable && plan.checks.length === 0) {
        const problem = await this.apply(plan, wish)
        if (problem) this.#toasts.complain(problem)
        return
      }
    } catch (reason) {
      this.#toasts.complain(toProblem(reason))
      return
    }
    this.#navigation.open({ kind: 'switch', title: i18n.t.switching.undoTitle, wish })
  }
}

function whatChanged(wish: SwitchWish): string {
  const t = i18n.t.switching
  switch (wish.kind) {
    case 'setting':
      return t.doneSetting(wish.toolchain)
    case 'link':
      return t.doneLink
    case 'project':
      return t.doneProject(wish.toolchain)
    case 'undo':
      return i18n.t.changes.undone
  }
}
