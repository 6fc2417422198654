import type {
  Problem,
  Profile,
  ProfileChecked,
  ProfileImport,
  ProfilePlan,
  Profiles,
  ProfileWish,
} from '../backend/bindings'
import type { Backend } from '../backend/types'
import { i18n } from '../i18n/index.svelte'
import type { Changes } from './changes.svelte'
import { Fetched } from './fetched.svelte'
import type { Navigation } from './navigation.svelte'
import { Planner } from './planner.svelte'
import { problemOf, toProblem } from './problem'
import type { Toasts } from './toasts.svelte'

/** Named sets of variables that are switched as a whole. */
export class ProfilesStore extends Fetched<Profiles> {
  /** The profile that a click switches to just now. */
  switching = $state<string | null>(null)

  readonly active = $derived(this.of(this.value?.active ?? null))

  readonly #backend: Backend
  readonly #changes: Changes
  readonly #toasts: Toasts
  readonly #navigation: Navigation

  constructor(backend: Backend, changes: Changes, toasts: Toasts, navigation: Navigation) {
    super(() => backend.call('profile_list'))
    this.#backend = backend
    this.#changes = changes
    this.#toasts = toasts
    this.#navigation = navigation
  }

  of(name: string | null): Profile | null {
    return this.value?.list.find((p) => p.name === name) ?? null
  }

  planner(): Planner<string, ProfilePlan & { applicable: boolean }> {
    return new Planner((name) => this.#plan(name))
  }

  /** What would be kept, or why it may not be. */
  checker(): Planner<ProfileWish, ProfileChecked & { applicable: boolean }> {
    return new Planner(async (wish) => ({
      ...(await this.#backend.call('profile_check', { wish })),
      applicable: true,
    }))
  }

  /** What a file's text would change. */
  reader(): Planner<string, ProfileImport & { applicable: boolean }> {
    return new Planner(async (text) => ({
      ...(await this.#backend.call('profile_read', { text })),
      applicable: true,
    }))
  }

  async #plan(name: string): Promise<ProfilePlan & { applicable: boolean }> {
    const made = await this.#backend.call('profile_plan', { name })
    return { ...made, applicable: made.plan.applicable }
  }

  /** Writes what a preview has shown. */
  apply({ plan, profile }: ProfilePlan): Promise<Problem | null> {
    return this.#changes.apply(plan, i18n.t.proxies.switched(profile.title))
  }

  /** By one click, where nothing is to be known before; else what is shows first. */
  async switch(name: string): Promise<void> {
    if (this.switching !== null || this.#changes.applying) return
    this.switching = name
    try {
      const made = await this.#plan(name)
      if (isPlain(made)) {
        const problem = await this.apply(made)
        if (!problem) return
      }
      this.#navigation.openProxies({ is: 'switch', profile: name })
    } catch (reason) {
      this.#toasts.complain(toProblem(reason))
    } finally {
      this.switching = null
    }
  }

  async keep(wish: ProfileWish): Promise<Problem | null> {
    return this.#change(this.#backend.call('profile_keep', { wish }), i18n.t.proxies.kept(wish.name))
  }

  async import({ text, profile }: ProfileImport): Promise<Problem | null> {
    return this.#change(this.#backend.call('profile_import', { text }), i18n.t.proxies.kept(profile.title))
  }

  /** Asks for a file. Null: none was chosen. */
  async openFile(): Promise<string | null> {
    const found = await this.#backend.call('profile_open')
    return found?.text ?? null
  }

  /** Forgets one. What it said can come back; a secret in the keychain cannot, so that is asked for first. */
  delete({ name, title, secrets }: Profile): Promise<Problem | null> {
    return problemOf(async () => {
      const text = secrets.length === 0 ? await this.#backend.call('profile_export', { name }) : null
      await this.follow(Promise.resolve(await this.#backend.call('profile_delete', { name })))
      const said = i18n.t.proxies.deleted(title)
      if (text === null) this.#toasts.say(said)
      else this.#toasts.changed(said, { kind: 'profile', text })
    })
  }

  async bringBack(text: string): Promise<void> {
    const problem = await this.#change(this.#backend.call('profile_import', { text }), i18n.t.changes.undone)
    if (problem) this.#toasts.complain(problem)
  }

  async saveAs(name: string): Promise<void> {
    try {
      const place = await this.#backend.call('profile_save_as', { name })
      if (place) this.#toasts.say(i18n.t.proxies.exported(place.display))
    } catch (reason) {
      this.#toasts.complain(toProblem(reason))
    }
  }

  /** As the text of a file. */
  async text(name: string): Promise<string | null> {
    try {
      return await this.#backend.call('profile_export', { name })
    } catch (reason) {
      this.#toasts.complain(toProblem(reason))
      return null
    }
  }

  #change(asked: Promise<Profiles>, said: string): Promise<Problem | null> {
    return problemOf(async () => {
      await this.follow(Promise.resolve(await asked))
      this.#toasts.say(said)
    })
  }
}

/** Nothing is shadowed, refused or missing: what a click does is what a person expects. */
function isPlain({ plan, profile, trouble }: ProfilePlan): boolean {
  return plan.applicable && plan.checks.length === 0 && profile.shadows.length === 0 && trouble === null
}
