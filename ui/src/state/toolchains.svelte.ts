import type { Problem, Programs, Sdk, Toolchains } from '../backend/bindings'
import type { Backend } from '../backend/types'
import { Fetched } from './fetched.svelte'
import { problemOf } from './problem'

/** Every SDK of the machine, and which Go runs in the folder of the context. */
export class ToolchainsStore extends Fetched<Toolchains> {
  readonly byRoot = $derived(new Map(this.value?.sdks.map((s) => [s.goroot.file, s])))
  readonly broken = $derived(this.value?.sdks.filter((s) => s.state === 'broken') ?? [])

  readonly #backend: Backend

  constructor(backend: Backend) {
    super(() => backend.call('sdk_toolchains'))
    this.#backend = backend
  }

  sdk(goroot: string | null): Sdk | undefined {
    return goroot === null ? undefined : this.byRoot.get(goroot)
  }

  /** Looks in one more folder. Answers why that is not possible. */
  addFolder(folder: string): Promise<Problem | null> {
    return this.#change(this.#backend.call('sdk_add_folder', { folder }))
  }

  forgetFolder(folder: string): Promise<Problem | null> {
    return this.#change(this.#backend.call('sdk_forget_folder', { folder }))
  }

  /** What a person asked for and did not get is said there; the list itself is as good as before. */
  #change(asked: Promise<Toolchains>): Promise<Problem | null> {
    return problemOf(async () => this.follow(Promise.resolve(await asked)))
  }
}

/** The programs in GOBIN and GOPATH/bin. Looked at only once somebody wants to see them: each is opened and read. */
export class ProgramsStore extends Fetched<Programs> {
  #wanted = false

  constructor(backend: Backend) {
    super(() => backend.call('sdk_programs'))
  }

  /** From now on they are kept up to date. */
  want(): void {
    if (this.#wanted) return
    this.#wanted = true
    void this.load()
  }

  async reload(): Promise<void> {
    if (this.#wanted) await this.load()
  }
}
