import { tick } from 'svelte'
import type { CleanWish, Draft, SwitchWish } from '../backend/bindings'

/** In the order of their keys. */
export const PAGES = [
  'overview',
  'environment',
  'toolchains',
  'caches',
  'proxies',
  'projects',
  'doctor',
  'settings',
] as const
export type Page = (typeof PAGES)[number]
/** The wizard of the first run takes the place of a page; no key leads to it. */
export type View = Page | 'welcome'

export const FILTERS = ['all', 'changed', 'shadowed', 'conflict', 'mine'] as const
export type Filter = (typeof FILTERS)[number]

/** The two halves of the Toolchains page. */
export type ToolchainsTab = 'sdks' | 'programs'

/** The steps of the wizard of the first run. */
export const WELCOME_STEPS = ['projects', 'go', 'network', 'ready'] as const
export type WelcomeStep = (typeof WELCOME_STEPS)[number]

/** The ways to look at the caches. */
export type CachesTab = 'picture' | 'kinds' | 'modules' | 'age'

/** What lies over the page. One at a time. */
export type Overlay =
  | { kind: 'palette' }
  | { kind: 'shortcuts' }
  | { kind: 'history'; name: string | null }
  | { kind: 'compare' }
  | { kind: 'text' }
  | { kind: 'preview'; title: string; draft: Draft }
  /** `version`: the one that is chosen already. */
  | { kind: 'install'; version?: string | null }
  | { kind: 'switch'; title: string; wish: SwitchWish }
  | { kind: 'remove-sdk'; goroot: string }
  | { kind: 'remove-program'; file: string }
  | { kind: 'clean'; title: string; wish: CleanWish }
  | { kind: 'clean-choice' }
  | { kind: 'cleanings' }
  | { kind: 'damage' }
  | { kind: 'projects' }
  | { kind: 'budgets' }
  | { kind: 'proxies'; dialog: ProxyDialog }
  /** The team file of a project. */
  | { kind: 'team'; project: string }
  | { kind: 'team-write'; project: string }
  /** A fix that only the doctor does. */
  | { kind: 'deed'; title: string; finding: string; fix: string }
  | { kind: 'report' }

/** The dialogs of the Proxies page. */
export type ProxyDialog =
  | { is: 'route' }
  | { is: 'switch'; profile: string }
  | { is: 'compare'; profile: string }
  /** `profile`: the one that is edited; null: a new one. `present`: of what is in effect now. */
  | { is: 'edit'; profile: string | null; present: boolean }
  | { is: 'delete'; profile: string }
  | { is: 'import' }
  | { is: 'bench' }
  /** `drafts`: what was typed before a look at credentials. */
  | { is: 'private'; drafts?: Record<string, string> }
  | { is: 'credentials'; host: string; drafts?: Record<string, string> }

/** A place that is to get the focus once it is on screen. */
export type Focus =
  | 'search'
  | 'list'
  | 'editor'
  | 'directory'
  | 'sdks'
  | 'programs'
  | 'program-search'
  | 'cache-search'
  | 'picture'
  | 'projects'
  | 'finding'

/** Which page, which variable, which dialog: everything that the window shows beside its data. */
export class Navigation {
  page = $state<View>('overview')
  variable = $state<string | null>(null)
  /** In a narrow window: the variable, and not the list, is on screen. */
  detail = $state(false)
  filter = $state<Filter>('all')
  query = $state('')
  overlay = $state.raw<Overlay | null>(null)
  /** Taken by whoever is meant, see `takeFocus`. */
  focus = $state<Focus | null>(null)
  narrow = $state(false)
  /** Where the list of variables was scrolled to. */
  listTop = $state(0)
  tab = $state<ToolchainsTab>('sdks')
  /** The SDK that the keys are on, and the one whose detail is open: by GOROOT. */
  sdk = $state<string | null>(null)
  openSdk = $state<string | null>(null)
  /** The same of the programs, by file. */
  program = $state<string | null>(null)
  openProgram = $state<string | null>(null)
  cachesTab = $state<CachesTab>('picture')
  /** What one looks into in the picture of the caches: ids of its parts, from everything down. */
  zoom = $state.raw<string[]>([])
  moduleQuery = $state('')
  /** The line of the list of modules that the keys are on. */
  cacheModule = $state<string | null>(null)
  /** The project that is read, by its folder. */
  project = $state<string | null>(null)
  /** Where in the wizard one is; null: at what is to be done next. */
  welcome = $state<WelcomeStep | null>(null)
  /** The finding whose reason is read, by its key. */
  finding = $state<string | null>(null)
  /** The module whose way was asked for last. */
  routeModule = $state('')

  /** Who had the focus before the first of the dialogs that follow one another. */
  #opener: Element | null = null

  go(page: View): void {
    this.page = page
    this.overlay = null
  }

  /** Shows a variable wherever it may be hidden by a filter. */
  showVariable(name: string, focus: Focus = 'list'): void {
    this.filter = 'all'
    this.query = ''
    this.variable = name
    this.detail = true
    this.go('environment')
    this.focus = focus
  }

  showFilter(filter: Filter): void {
    this.filter = filter
    this.query = ''
    this.detail = false
    this.go('environment')
  }

  /** Shows a project with its detail. */
  showProject(folder: string): void {
    this.project = folder
    this.detail = true
    this.go('projects')
    this.focus = 'projects'
  }

  /** Shows an SDK with its detail. */
  showSdk(goroot: string): void {
    this.tab = 'sdks'
    this.sdk = this.openSdk = goroot
    this.go('toolchains')
    this.focus = 'sdks'
  }

  showSdks(): void {
    this.tab = 'sdks'
    this.go('toolchains')
  }

  /** Shows a finding with its reason. */
  showFinding(key: string): void {
    this.finding = key
    this.go('doctor')
    this.focus = 'finding'
  }

  showPrograms(): void {
    this.tab = 'programs'
    this.go('toolchains')
  }

  showCaches(tab: CachesTab = this.cachesTab): void {
    this.cachesTab = tab
    this.go('caches')
  }

  /** Shows a module in the list of them. */
  showModule(path: string): void {
    this.moduleQuery = path
    this.cacheModule = path
    this.showCaches('modules')
    this.focus = 'cache-search'
  }

  /** A dialog of the Proxies page, over whatever page. */
  openProxies(dialog: ProxyDialog): void {
    this.open({ kind: 'proxies', dialog })
  }

  search(): void {
    if (this.page === 'caches') {
      this.cachesTab = 'modules'
      this.focus = 'cache-search'
      return
    }
    if (this.page === 'toolchains' && this.tab === 'programs') {
      this.focus = 'program-search'
      return
    }
    this.go('environment')
    if (this.narrow) this.detail = false
    this.focus = 'search'
  }

  open(overlay: Overlay): void {
    if (this.overlay === null) this.#opener = document.activeElement
    this.overlay = overlay
  }

  /** Closes the dialog and gives the focus back. */
  close(): void {
    this.overlay = null
    const opener = this.#opener
    void tick().then(() => {
      if (this.overlay === null && opener instanceof HTMLElement && opener.isConnected) opener.focus()
    })
  }

  /** Follows the width of the window. */
  followWidth(): () => void {
    const query = matchMedia('(max-width: 900px)')
    const apply = () => (this.narrow = query.matches)
    apply()
    query.addEventListener('change', apply)
    return () => query.removeEventListener('change', apply)
  }
}
