import type { AppState, Commands, Comparison, CopyForm, Events, HistoryEntry, Language } from './bindings'
import { references } from './fake/facts'
import { changesBetween, draftedText, plan } from './fake/plan'
import { environment, valueFor } from './fake/resolve'
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
  /** Every call, in order. */
  readonly calls: { command: keyof Commands; args: unknown }[] = []
  delay: number

  #heard: ((payload: Events['changed']) => void)[] = []
  #plans = new Map<string, { revision: number; text: string | null; undoes: number | null }>()
  #fail = new Map<keyof Commands, unknown>()
  #picked: string | null = `${HOME}/src/blog`

  constructor({ scenario = 'usual', language = 'en', delay = 0 }: Options = {}) {
    this.world = createWorld(scenario, language, Date.now())
    this.delay = delay
  }

  async call<K extends keyof Commands>(command: K, ...rest: unknown[]): Promise<Commands[K]['answer']> {
    const args = (rest[0] ?? {}) as Commands[K]['args']
    this.calls.push({ command, args })
    await new Promise((done) => setTimeout(done, this.delay))
    if (this.#fail.has(command)) {
      const reason = this.#fail.get(command)
      this.#fail.delete(command)
      throw reason
    }
    // What crosses the wire is a copy.
    return structuredClone(this.#answers[command](args))
  }

  listen<K extends keyof Events>(event: K, heard: (payload: Events[K]) => void): Promise<() => void> {
    // No job ever runs here.
    if (event === 'changed') this.#heard.push(heard as (payload: Events['changed']) => void)
    return Promise.resolve(() => (this.#heard = this.#heard.filter((h) => h !== heard)))
  }

  /** The next call of this command is rejected. */
  failNext(
    command: keyof Commands,
    reason: unknown = problem('fake', 'It does not work just now', 'Wait a little.'),
  ): void {
    this.#fail.set(command, reason)
  }

  /** What the folder dialog will answer. */
  pick(folder: string | null): void {
    this.#picked = folder
  }

  /** Somebody else writes the file, as `go env -w` does. */
  outside(edits: Record<string, string | null>): void {
    const draft = {
      kind: 'edits' as const,
      edits: Object.entries(edits).map(([name, value]) => ({ name, value })),
    }
    this.#write(draftedText(this.world, draft), 'outside', null)
  }

  /** The login shell has answered, or has not. */
  shellAnswers(state: World['shellState']): void {
    this.world.shellState = state
    this.#announce(['environment'])
  }

  readonly #answers: Answers = {
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
    env_compare: ({ text }) => this.#compare(text),
    env_copy_forms: ({ name }) => copyForms(name, valueFor(this.world, this.world.asker, name).value),
    job_list: () => [],
    job_cancel: () => null,
    job_dismiss: () => null,
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
    this.#announce(['environment', 'history'])
    return entry
  }

  #announce(topics: Events['changed']['topics']): void {
    this.world.revision++
    const payload = { revision: this.world.revision, topics }
    for (const heard of this.#heard) heard(payload)
  }

  #compare(text: string): Comparison {
    let there: Record<string, string>
    try {
      there = JSON.parse(text) as Record<string, string>
    } catch {
      throw problem(
        'not-json',
        'This is not the output of `go env -json`',
        'Copy everything from `{` to `}`.',
      )
    }
    const here = Object.fromEntries(environment(this.world).variables.map((v) => [v.name, v]))
    const names = [...new Set([...Object.keys(here), ...Object.keys(there)])].sort()
    return {
      thereVersion: there.GOVERSION ?? null,
      variables: names.map((name) => {
        const mine = here[name]
        const a = mine?.value ?? null
        const b = there[name] ?? null
        const machine = mine?.group === 'places'
        const difference =
          a === b
            ? 'same'
            : b === null
              ? 'only-here'
              : a === null
                ? 'only-there'
                : machine
                  ? 'expected'
                  : 'differs'
        return {
          name,
          here: a,
          there: b,
          difference,
          adoptable: difference === 'differs' && (mine?.editable ?? false),
        }
      }),
    }
  }
}

function copyForms(name: string, value: string): CopyForm[] {
  const quoted = `'${value.replaceAll("'", "'\\''")}'`
  return [
    { form: 'value', text: value },
    { form: 'go-env-w', text: `go env -w ${name}=${quoted}` },
    { form: 'posix', text: `export ${name}=${quoted}` },
    { form: 'fish', text: `set -gx ${name} ${quoted}` },
    { form: 'powershell', text: `$Env:${name} = ${quoted}` },
    { form: 'cmd', text: `set ${name}=${value}` },
    { form: 'setx', text: `setx ${name} "${value}"` },
  ]
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
    theme: (asked.get('theme') ?? 'system') as World['settings']['theme'],
  }
  return fake
}
