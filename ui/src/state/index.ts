import { getContext, setContext, tick } from 'svelte'
import type { Job, Opens, ProxyFix, Remedy, Topic } from '../backend/bindings'
import type { Backend } from '../backend/types'
import { i18n } from '../i18n/index.svelte'
import { CachesStore, cleaned } from './caches.svelte'
import { Cleanings } from './cleanings.svelte'
import { Changes } from './changes.svelte'
import { Clock } from './clock.svelte'
import { Collector } from './collector.svelte'
import { DoctorStore } from './doctor.svelte'
import { DraftStore } from './drafts.svelte'
import { EnvironmentStore } from './environment.svelte'
import { HistoryStore } from './history.svelte'
import { JobsStore } from './jobs.svelte'
import { Navigation, type Overlay } from './navigation.svelte'
import { ProfilesStore } from './profiles.svelte'
import { ProjectsStore } from './projects.svelte'
import { ProxiesStore } from './proxies.svelte'
import { toProblem } from './problem'
import { SettingsStore } from './settings.svelte'
import { Switches } from './switches.svelte'
import { Toasts, type Undo } from './toasts.svelte'
import { ProgramsStore, ToolchainsStore } from './toolchains.svelte'
import { WelcomeStore } from './welcome.svelte'

/** All that the views derive from. */
export class Stores {
  readonly backend: Backend
  readonly environment: EnvironmentStore
  readonly history: HistoryStore
  readonly settings: SettingsStore
  readonly toolchains: ToolchainsStore
  readonly programs: ProgramsStore
  readonly caches: CachesStore
  readonly proxies: ProxiesStore
  readonly profiles: ProfilesStore
  readonly projects: ProjectsStore
  readonly doctor: DoctorStore
  readonly welcome: WelcomeStore
  readonly jobs: JobsStore
  readonly drafts: DraftStore
  readonly changes: Changes
  readonly switches: Switches
  readonly cleanings: Cleanings
  readonly toasts = new Toasts()
  readonly navigation = new Navigation()
  readonly clock = new Clock()
  readonly collector = new Collector()

  /** The last taking back that was asked for. */
  #undoing: Promise<void> = Promise.resolve()

  constructor(backend: Backend) {
    this.backend = backend
    this.environment = new EnvironmentStore(backend, () => this.#lookedElsewhere())
    this.history = new HistoryStore(backend)
    this.settings = new SettingsStore(backend)
    this.toolchains = new ToolchainsStore(backend)
    this.programs = new ProgramsStore(backend)
    this.caches = new CachesStore(backend)
    this.proxies = new ProxiesStore(backend)
    this.projects = new ProjectsStore(backend)
    this.doctor = new DoctorStore(backend)
    this.welcome = new WelcomeStore(backend)
    this.jobs = new JobsStore(backend, (before, job) => this.#followed(before, job))
    this.drafts = new DraftStore(backend)
    this.changes = new Changes(backend, this.environment, this.history, this.toasts, this.navigation)
    this.profiles = new ProfilesStore(backend, this.changes, this.toasts, this.navigation)
    this.switches = new Switches(backend, this.toolchains, this.toasts, this.navigation)
    this.cleanings = new Cleanings(backend, this.jobs, this.toasts)
  }

  /**
   * Asks for everything, and again whenever the core says that a topic differs. When the first picture came with the
   * document, nothing is asked before it is painted.
   */
  async start(): Promise<() => void> {
    const { first } = this.backend
    if (first) await this.#painted()
    const stops = await Promise.all([
      this.backend.listen('changed', ({ topics }) => topics.forEach((t) => void this.#refetch(t))),
      this.jobs.start(),
      this.backend.listen('dropped', (paths) => void this.#dropped(paths)),
    ])
    await Promise.all([this.settings.load(), this.environment.load()])
    if (!first) await this.#painted()
    void this.environment.loadReferences()
    void this.history.load()
    void this.toolchains.load()
    void this.caches.load()
    void this.proxies.load()
    void this.profiles.load()
    void this.doctor.load()
    void this.#greet()
    return () => stops.forEach((end) => end())
  }

  /** Waits until what is known is on the screen, and tells whoever measures how fast a start is. */
  async #painted(): Promise<void> {
    await tick()
    // In the frame after the next one what was laid out is there.
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    if (!this.environment.snapshot) return
    try {
      await this.backend.call('app_painted')
    } catch {
      // Nobody measures.
    }
  }

  /** On a machine where nothing is set up the wizard comes by itself, unless somebody is doing something already. */
  async #greet(): Promise<void> {
    const { navigation } = this
    if ((await this.welcome.due()) && navigation.page === 'overview' && !navigation.overlay)
      navigation.go('welcome')
  }

  /** Projects are made known by dropping their folders on the window, whatever page it shows. */
  async #dropped(paths: string[]): Promise<void> {
    for (const path of paths) {
      const problem = await this.projects.add(path)
      if (problem) this.toasts.complain(problem)
      else if (this.navigation.page === 'welcome') await this.welcome.load()
      else this.navigation.showProject(path)
    }
  }

  async #refetch(topic: Topic): Promise<void> {
    switch (topic) {
      case 'environment':
        return this.environment.load()
      case 'history':
        return this.history.load()
      case 'toolchains':
        return this.toolchains.load()
      case 'programs':
        return this.programs.reload()
      case 'caches':
        return this.caches.load()
      case 'proxies':
        await Promise.all([this.proxies.load(), this.profiles.load()])
        return
      case 'projects':
        return this.projects.reload()
      case 'doctor':
        return this.doctor.load()
      case 'welcome':
        return this.welcome.reload()
      case 'settings':
        await this.settings.load()
        return this.speakAnew()
    }
  }

  /** Which Go runs, and which program is found first, depend on who looks from where. */
  #lookedElsewhere(): void {
    void this.toolchains.load()
    void this.programs.reload()
    void this.caches.load()
    void this.proxies.load()
    void this.profiles.load()
    void this.projects.reload()
    void this.doctor.load()
  }

  /** What a cleaning took can come back: said where it is seen, on whatever page. */
  #followed(before: Job | undefined, job: Job): void {
    const id = cleaned(before, job)
    if (id !== null) this.toasts.changed(job.doing, { kind: 'cleaning', id })
  }

  /** After a change of language: everything that the core has put in words. */
  async speakAnew(): Promise<void> {
    await Promise.all([
      this.environment.load(),
      this.environment.loadReferences(),
      this.history.load(),
      this.toolchains.load(),
      this.programs.reload(),
      this.caches.speakAnew(),
      this.proxies.load(),
      this.profiles.load(),
      this.projects.reload(),
      this.doctor.load(),
      this.welcome.reload(),
    ])
  }

  /** What mends a finding of the proxies: a change is shown first, a switch is made where nothing stands in its way. */
  mend(fix: ProxyFix): void {
    if (fix.kind === 'profile') void this.profiles.switch(fix.profile)
    else this.navigation.open({ kind: 'preview', title: fix.label, draft: fix.draft })
  }

  /** Shows what a remedy would do, in the dialog that is there for it. Only what needs no preview begins at once. */
  remedy({ label, opens }: Remedy): void {
    // The dots belong to the button: behind it something is shown first.
    const overlay = overlayOf(label.replace(/…$/, ''), opens)
    if (overlay) this.navigation.open(overlay)
    else if (opens.kind === 'profile') void this.profiles.switch(opens.profile)
    else void this.#begin(opens)
  }

  async #begin(opens: Opens): Promise<void> {
    try {
      if (opens.kind === 'warm') await this.backend.call('project_warm', { project: opens.project })
      else if (opens.kind === 'rebuild')
        for (const file of opens.files) await this.backend.call('sdk_rebuild_program', { file })
      else if (opens.kind === 'edit') await this.backend.call('app_open_place', opens.place)
      else if (opens.kind === 'command') await navigator.clipboard.writeText(opens.command)
    } catch (reason) {
      this.toasts.complain(toProblem(reason))
    }
  }

  /** Takes back what a toast tells of. */
  undo(undo: Undo): Promise<void> {
    return this.#oneByOne(() => this.#takeBack(undo))
  }

  async #takeBack(undo: Undo): Promise<void> {
    if (undo.kind === 'cleaning') return this.cleanings.undo(undo.id)
    if (undo.kind === 'deed') return this.#undoDeed()
    if (undo.kind === 'profile') return this.profiles.bringBack(undo.text)
    if (undo.kind === 'switch') return this.switches.undo(undo.id)
    const entry = this.history.entries?.find((e) => e.id === undo.id)
    if (entry) await this.changes.undo(entry)
  }

  async #undoDeed(): Promise<void> {
    const problem = await this.doctor.undo()
    if (problem) this.toasts.complain(problem)
    else this.toasts.say(i18n.t.changes.undone)
  }

  /**
   * Takes back whatever was changed last: a setting, a switch of toolchains, or a cleaning. Asked for again meanwhile, it
   * takes back the change before that one.
   */
  undoLast(): Promise<void> {
    return this.#oneByOne(() => this.#takeBackLast())
  }

  #oneByOne(takeBack: () => Promise<void>): Promise<void> {
    this.#undoing = this.#undoing.then(takeBack, takeBack)
    return this.#undoing
  }

  async #takeBackLast(): Promise<void> {
    // Right after the first paint nothing of it is known yet.
    if (!this.history.entries)
      await Promise.all([this.history.load(), this.toolchains.load(), this.caches.load()])
    const entry = this.history.lastChange
    const last = this.toolchains.value?.undo
    const [cleaning] = this.caches.value?.cleanings ?? []
    if (cleaning && cleaning.at > Math.max(entry?.at ?? 0, last?.at ?? 0)) {
      await this.cleanings.undo(cleaning.id)
      return
    }
    // A switch that wrote a setting stands in the history as well; taking it back as a switch takes back all of it.
    if (last && last.at + SAME_MS >= (entry?.at ?? 0)) await this.switches.undo(last.id)
    else if (entry) await this.changes.undo(entry)
    else this.toasts.say(i18n.t.changes.nothingToUndo)
  }
}

/** The dialog that shows what a remedy does; null: none is needed. */
function overlayOf(title: string, opens: Opens): Overlay | null {
  switch (opens.kind) {
    case 'settings':
      return { kind: 'preview', title, draft: opens.draft }
    case 'install':
      return { kind: 'install', version: opens.version }
    case 'toolchain':
      return { kind: 'switch', title, wish: opens.wish }
    case 'clean':
      return { kind: 'clean', title, wish: opens.wish }
    case 'damage':
      return { kind: 'damage' }
    case 'credentials':
      return { kind: 'proxies', dialog: { is: 'credentials', host: opens.host } }
    case 'private':
      return { kind: 'proxies', dialog: { is: 'private' } }
    case 'team':
      return { kind: 'team', project: opens.project }
    case 'deed':
      return { kind: 'deed', title, finding: opens.finding, fix: opens.fix }
    case 'profile':
    case 'warm':
    case 'rebuild':
    case 'command':
    case 'edit':
      return null
  }
}

/** A switch and the write it made are one act, recorded this close together at most. */
const SAME_MS = 1000

const KEY = Symbol('stores')

export function provideStores(stores: Stores): void {
  setContext(KEY, stores)
}

export function useStores(): Stores {
  return getContext(KEY)
}
