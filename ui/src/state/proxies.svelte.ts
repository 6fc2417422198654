import type { PrivateView, ModuleRoute, ProxyTarget, ProxyView } from '../backend/bindings'
import type { Backend } from '../backend/types'
import { Fetched, FetchedInTurn } from './fetched.svelte'
import { Planner } from './planner.svelte'
import { toProblem } from './problem'

/** The way of modules as Go sees it, and how well the servers on it are. */
export class ProxiesStore extends FetchedInTurn<ProxyView> {
  /** The private patterns against the modules of the known projects. */
  readonly privates: Fetched<PrivateView>

  readonly #backend: Backend

  constructor(backend: Backend) {
    super(() => backend.call('proxy_view'))
    this.#backend = backend
    this.privates = new Fetched(() => backend.call('private_view'))
  }

  /** The page is on the screen, or no longer: servers are asked only while somebody looks. */
  async watch(on: boolean): Promise<void> {
    await this.#do(() => this.#backend.call('proxy_watch', { on }))
  }

  async test(target: ProxyTarget): Promise<void> {
    await this.#do(() => this.#backend.call('proxy_test', { target }))
  }

  async stop(): Promise<void> {
    await this.#do(() => this.#backend.call('proxy_stop'))
  }

  /** Tells the way of one module after another: a forecast, no server is asked. */
  router(): Planner<string, ModuleRoute> {
    return new Planner((module) => this.#backend.call('proxy_route', { module, live: false }))
  }

  /** Goes the way for real. */
  goneFor(module: string): Promise<ModuleRoute> {
    return this.#backend.call('proxy_route', { module, live: true })
  }

  async #do(call: () => Promise<unknown>): Promise<void> {
    try {
      await call()
    } catch (reason) {
      this.problem = toProblem(reason)
    }
  }
}
