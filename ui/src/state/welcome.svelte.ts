import type { Welcome } from '../backend/bindings'
import type { Backend } from '../backend/types'
import { FetchedInTurn } from './fetched.svelte'

/** The wizard of the first run: whether it is due, and what it has found out once somebody looks at it. */
export class WelcomeStore extends FetchedInTurn<Welcome> {
  readonly #backend: Backend
  #wanted = false

  constructor(backend: Backend) {
    super(() => backend.call('welcome_state'))
    this.#backend = backend
  }

  /** It is shown: what it says is kept up to date until it is left. */
  want(): Promise<void> {
    this.#wanted = true
    return this.load()
  }

  async reload(): Promise<void> {
    if (this.#wanted) await this.load()
  }

  /** Whether it is to be shown by itself; what cannot be told does not bring it. */
  async due(): Promise<boolean> {
    try {
      return await this.#backend.call('welcome_due')
    } catch {
      return false
    }
  }

  /** Its networks are on the screen, or no longer. */
  async test(on: boolean): Promise<void> {
    await this.#quietly(() => this.#backend.call('welcome_test', { on }))
  }

  /** It was left; it does not come by itself again. */
  async leave(): Promise<void> {
    this.#wanted = false
    await this.#quietly(() => this.#backend.call('welcome_done'))
  }

  async #quietly(call: () => Promise<null>): Promise<void> {
    try {
      await call()
    } catch {
      // Without it the wizard is as useful.
    }
  }
}
