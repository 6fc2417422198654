import type { AppState, Problem, Settings, Theme } from '../backend/bindings'
import type { Backend } from '../backend/types'
import { i18n } from '../i18n/index.svelte'
import { toProblem } from './problem'

/** Language and theme, and what is known of the app itself. */
export class SettingsStore {
  app = $state.raw<AppState | null>(null)
  problem = $state.raw<Problem | null>(null)

  readonly #backend: Backend

  constructor(backend: Backend) {
    this.#backend = backend
    if (backend.first) this.#take(backend.first.app)
  }

  async load(): Promise<void> {
    try {
      this.#take(await this.#backend.call('app_state'))
    } catch (reason) {
      this.problem = toProblem(reason)
    }
  }

  async change(part: Partial<Settings>): Promise<void> {
    const settings: Settings = {
      language: null,
      theme: 'system',
      tray: 'while-open',
      ...this.app?.settings,
      ...part,
    }
    try {
      this.#take(await this.#backend.call('app_set_settings', { settings }))
    } catch (reason) {
      this.problem = toProblem(reason)
    }
  }

  /** Follows the system's theme while the person has not chosen one. */
  followSystem(): () => void {
    const system = matchMedia('(prefers-color-scheme: dark)')
    const apply = () => applyTheme(this.app?.settings.theme ?? 'system')
    system.addEventListener('change', apply)
    return () => system.removeEventListener('change', apply)
  }

  #take(app: AppState): void {
    this.app = app
    this.problem = null
    i18n.language = app.language
    document.documentElement.lang = app.language
    applyTheme(app.settings.theme)
  }
}

function applyTheme(theme: Theme): void {
  const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
}
