import type { AppState, Commands, Edit, Events, First, HistoryEntry, Language } from './bindings'
import { cacheAnswers } from './fake/cache-answers'
import { compare, copyForms } from './fake/compare'
import { references } from './fake/facts'
import { doctorAnswers } from './fake/doctor-answers'
import { FakeJobs } from './fake/jobs'
import { changesBetween, draftedText, plan } from './fake/plan'
import { privateAnswers } from './fake/private'
import { projectAnswers } from './fake/project-answers'
import { proxyAnswers } from './fake/proxy-answers'
import { environment, valueFor } from './fake/resolve'
import { sdkAnswers } from './fake/sdk-answers'
import { createWorld, GOENV, HOME, place, problem, type Scenario, type World } from './fake/world'
import type { Backend } from './types'

type Answers = { [K in keyof Commands]: (args: Commands[K]['args']) => Commands[K]['answer'] }

interface Options {
  scenario?: Scenario
  language?: Language
  /** How long an answer takes. */
  delay?: number
}

/** A machine that behaves: for tests, and for the window in a browser. Its data is invented. */
export class FakeBackend implements Backend {
  readonly world: World
  first: First | null = null
  /** Every call, in order. */
  readonly calls: { command: keyof Commands; args: unknown }[] = []
  delay: number

  /** Long work: goes on by itself in a browser, by hand in a test. */
  readonly jobs = new FakeJobs((job) => this.#send('job', job))

  #heard: { event: keyof Events; heard: (payload: never) => void }[] = []
  readonly #answers: Answers
  #plans = new Map<string, { revision: number; text: string | null; undoes: number | null }>()
  #fail = new Map<keyof Commands, unknown>()
  #held = new Map<keyof Commands, Promise<void>>()
  #picked: string | null = `${HOME}/src/blog`

  constructor({ scenario = 'usual', language = 'en', delay = 0 }: Options = {}) {
    this.world = createWorld(scenario, language, Date.now())
    this.delay = delay
    const around = this.#surroundings()
    this.#answers = {
      ...this.#env,
      ...sdkAnswers(around),
      ...cacheAnswers(around),
      ...proxyAnswers(around),
      ...privateAnswers(this.world),
      ...projectAnswers(around),
      ...doctorAnswers(around),
    }
  }

  async call<K extends keyof Commands>(command: K, ...rest: unknown[]): Promise<Commands[K]['answer']> {
    const args = (rest[0] ?? {}) as Commands[K]['args']
    this.calls.push({ command, args })
    await new Promise((done) => setTimeout(done, this.delay))
    await this.#held.get(command)
    if (this.#fail.has(command)) {
      const reason = this.#fail.get(command)
      this.#fail.delete(command)
      throw reason
    }
    // What crosses the wire is a copy.
    return structuredClone(this.#answers[command](args))
  }

  listen<K extends keyof Events>(event: K, heard: (payload: Events[K]) => void): Promise<() => void> {
    const ear = { event, heard }
    this.#heard.push(ear)
    return Promise.resolve(() => (this.#heard = this.#heard.filter((h) => h !== ear)))
  }

  /** The next call of this command is rejected. */
  failNext(
    command: keyof Commands,
    reason: unknown = problem('fake', 'It does not work just now', 'Wait a little.'),
  ): void {
    this.#fail.set(command, reason)
  }

  /** This command is not answered until what is returned is called. */
  hold(command: keyof Commands): () => void {
    let answer: (() => void) | undefined
    this.#held.set(command, new Promise((done) => (answer = done)))
    return () => {
      this.#held.delete(command)
      answer?.()
    }
  }

  /** What the folder dialog will answer. */
  pick(folder: string | null): void {
    this.#picked = folder
  }

  /** Somebody drops these on the window. */
  drop(paths: string[]): void {
    this.#send('dropped', paths)
  }

  /** Somebody else writes the file, as `go env -w` does. */
  outside(edits: Record<string, string | null>): void {
    const draft = {
      kind: 'edits' as const,
      edits: Object.entries(edits).map(([name, value]) => ({ name, value })),
    }
    this.#write(draftedText(this.world, draft), 'outside', null)
  }

  /** The hunt for SDKs is over, and they are measured. */
  hunted(sdks: World['sdks'] = this.world.sdks): void {
    this.world.hunting = false
    this.world.sdks = sdks
    this.#announce(['toolchains'])
  }

  /** The login shell has answered, or has not. */
  shellAnswers(state: World['shellState']): void {
    this.world.shellState = state
    this.#announce(['environment', 'doctor'])
  }

  /** The document brings the first picture along, as that of the real core does. */
  bringFirst(): void {
    this.first = { app: this.#app(), environment: environment(this.world) }
  }

  readonly #env: Pick<Answers, Extract<keyof Answers, `app_${string}` | `env_${string}`>> = {
    app_state: () => this.#app(),
    app_set_settings: ({ settings }) => {
      this.world.settings = settings
      this.world.language = settings.language ?? 'en'
      return this.#app()
    },
    app_open_place: () => null,
    app_open_link: () => null,
    app_pick_folder: () => this.#picked,
    app_painted: () => null,
    env_snapshot: () => environment(this.world),
    env_refresh: () => environment(this.world),
    env_look: ({ choice }) => {
      const directory = choice.directory?.replace(/^~/, HOME) ?? HOME
      if (directory.includes('missing'))
        throw problem('no-such-folder', `\`${directory}\` is not there`, 'Check the path.', directory)
      this.world.asker = choice.asker ?? 'login-shell'
      this.world.goroot = choice.goroot
      this.world.directory = directory
      this.world.revision++
      return environment(this.world)
    },
    env_reference: () => references(this.world.language),
    env_plan: ({ draft }) => {
      const id = String(this.#plans.size + 1)
      this.#plans.set(id, {
        revision: this.world.revision,
        text: draftedText(this.world, draft),
        undoes: draft.kind === 'undo' ? draft.entry : null,
      })
      return plan(this.world, draft, id)
    },
    env_apply: ({ plan: id }) => {
      const made = this.#plans.get(id)
      if (made?.revision !== this.world.revision) {
        throw problem('plan-stale', 'The file changed since this preview', 'Look at the new preview.')
      }
      const entry = this.#write(made.text, 'burrow', made.undoes)
      return { revision: this.world.revision, entry }
    },
    env_text: () => this.world.text,
    env_history: () => this.world.history,
    env_compare: ({ text }) => compare(this.world, text),
    env_copy_forms: ({ name }) => copyForms(name, valueFor(this.world, this.world.asker, name).value),
  }

  #surroundings() {
    return {
      world: this.world,
      jobs: this.jobs,
      announce: (topics: Events['changed']['topics']) => this.#announce(topics),
      write: (text: string | null) => void this.#write(text, 'burrow', null),
      planned: (edits: Edit[]) => this.#env.env_plan({ draft: { kind: 'edits', edits } }),
      picked: () => this.#picked,
    }
  }

  #app(): AppState {
    const { language, settings } = this.world
    return { version: '0.1.0', platform: 'linux', settings, language, home: HOME }
  }

  #write(text: string | null, author: HistoryEntry['author'], undoes: number | null): HistoryEntry {
    const { world } = this
    const changes = changesBetween(world.text, text)
    const id = (world.history[0]?.id ?? 0) + 1
    const entry = {
      id,
      at: Date.now(),
      author,
      file: place(GOENV),
      changes,
      undoes,
      undoneBy: null,
      newest: true,
      before: world.text,
      after: text,
    }
    world.history = [
      entry,
      ...world.history.map((h) => ({ ...h, newest: false, undoneBy: h.id === undoes ? id : h.undoneBy })),
    ]
    world.text = text
    world.changedAt = Date.now()
    world.touched = Object.fromEntries(changes.map((c) => [c.name, Date.now()]))
    this.#announce(['environment', 'history', 'proxies', 'doctor'])
    return entry
  }

  #announce(topics: Events['changed']['topics']): void {
    this.world.revision++
    this.#send('changed', { revision: this.world.revision, topics })
  }

  #send<K extends keyof Events>(event: K, payload: Events[K]): void {
    for (const ear of this.#heard) if (ear.event === event) (ear.heard as (p: Events[K]) => void)(payload)
  }
}

/** The fake that the address asks for: `?scenario=no-go&lang=zh-CN&theme=dark&delay=400`. */
export function fakeFromAddress(search: string): FakeBackend {
  const asked = new URLSearchParams(search)
  const fake = new FakeBackend({
    scenario: (asked.get('scenario') ?? 'usual') as Scenario,
    language: (asked.get('lang') ?? 'en') as Language,
    delay: Number(asked.get('delay') ?? 40),
  })
  fake.world.settings = {
    language: asked.get('lang') as Language | null,
    tray: 'while-open',
    theme: (asked.get('theme') ?? 'system') as World['settings']['theme'],
  }
  fake.jobs.auto = true
  if (fake.world.scenario === 'downloading') {
    void fake.call('sdk_install', { wish: { version: 'go1.27.2', source: 'proxy', destination: 'sdk' } })
    void fake.call('sdk_rebuild_program', { file: `${HOME}/bin/gofumpt` })
  }
  if (fake.world.scenario === 'hunting') {
    const all = createWorld('usual', fake.world.language, Date.now()).sdks
    setTimeout(() => fake.hunted(all.map((s) => ({ ...s, bytes: null }))), 4000)
    setTimeout(() => fake.hunted(all), 6000)
  }
  return fake
}
