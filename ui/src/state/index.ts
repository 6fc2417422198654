import { getContext, setContext } from 'svelte'
import type { Topic } from '../backend/bindings'
import type { Backend } from '../backend/types'
import { Changes } from './changes.svelte'
import { Clock } from './clock.svelte'
import { DraftStore } from './drafts.svelte'
import { EnvironmentStore } from './environment.svelte'
import { HistoryStore } from './history.svelte'
import { Navigation } from './navigation.svelte'
import { SettingsStore } from './settings.svelte'
import { Toasts } from './toasts.svelte'

/** All that the views derive from. */
export class Stores {
  readonly backend: Backend
  readonly environment: EnvironmentStore
  readonly history: HistoryStore
  readonly settings: SettingsStore
  readonly drafts: DraftStore
  readonly changes: Changes
  readonly toasts = new Toasts()
  readonly navigation = new Navigation()
  readonly clock = new Clock()

  constructor(backend: Backend) {
    this.backend = backend
    this.environment = new EnvironmentStore(backend)
    this.history = new HistoryStore(backend)
    this.settings = new SettingsStore(backend)
    this.drafts = new DraftStore(backend)
    this.changes = new Changes(backend, this.environment, this.history, this.toasts, this.navigation)
  }

  /** Asks for everything at once, and again whenever the core says that a topic differs. */
  async start(): Promise<() => void> {
    const stop = this.backend.listen('changed', ({ topics }) => topics.forEach((t) => void this.#refetch(t)))
    await Promise.all([this.settings.load(), this.environment.load()])
    void this.environment.loadReferences()
    void this.history.load()
    return await stop
  }

  async #refetch(topic: Topic): Promise<void> {
    switch (topic) {
      case 'environment':
        return this.environment.load()
      case 'history':
        return this.history.load()
      case 'settings':
        await this.settings.load()
        return this.speakAnew()
    }
  }

  /** After a change of language: everything that the core has put in words. */
  async speakAnew(): Promise<void> {
    await Promise.all([this.environment.load(), this.environment.loadReferences(), this.history.load()])
  }
}

const KEY = Symbol('stores')

export function provideStores(stores: Stores): void {
  setContext(KEY, stores)
}

export function useStores(): Stores {
  return getContext(KEY)
}
