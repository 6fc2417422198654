import type {
  AskerId,
  HistoryEntry,
  Language,
  Place,
  Problem,
  Program,
  Sdk,
  Settings,
  SwitchUndo,
  Toolchain,
} from '../bindings'
import { createCaches, type CacheWorld } from './caches'
import { HOME, place, problem } from './place'
import { createProxies, type ProxyWorld } from './proxies'
import { createDoctor, type DoctorWorld } from './doctor'
import { createPrograms } from './programs'
import { createProjects, type ProjectWorld } from './projects'
import { brokenSdks, manySdks, toolchainsOf, usualSdks } from './sdks'
import type { After } from './switch'
import { createWelcome, type WelcomeWorld } from './welcome'

export { HOME, place, problem }

/** The machines that can be had. */
export type Scenario =
  | 'usual'
  | 'healthy'
  | 'no-go'
  | 'asking'
  | 'failing'
  | 'broken-file'
  | 'lockout'
  | 'empty'
  // Of the toolchains.
  | 'broken'
  | 'download'
  | 'downloading'
  | 'hunting'
  | 'install-fails'
  | 'many'
  | 'offline'
  | 'which-error'
  // Of the caches.
  | 'caches-busy'
  | 'caches-damaged'
  | 'caches-empty'
  | 'caches-first'
  | 'caches-huge'
  | 'caches-network'
  | 'caches-no-projects'
  | 'caches-off'
  | 'caches-over'
  | 'caches-partial'
  | 'caches-refused'
  // Of the proxies: the chain stands in the file; nothing was tested; a test is on; all is well.
  | 'proxies'
  | 'proxies-first'
  | 'proxies-testing'
  | 'proxies-well'
  // Of the doctor, the projects, the first run.
  | 'doctor-mess'
  | 'projects-empty'
  | 'projects-warming'
  | 'welcome'
  | 'welcome-no-go'

/** A switch, and the way back. */
export type Switch = SwitchUndo & { before: After }

interface Exported {
  value: string
  place: Place | null
}

/** The invented machine behind the fake backend. */
export interface World {
  scenario: Scenario
  language: Language
  settings: Settings
  revision: number
  asker: AskerId
  directory: string
  goroot: string | null
  toolchains: Toolchain[]
  sdks: Sdk[]
  /** SDKs are still being looked for, and measured. */
  hunting: boolean
  /** Folders that a person added. */
  folders: string[]
  /** Where the `current` link leads. */
  current: string | null
  /** The `toolchain` line of the project. */
  modToolchain: string | null
  /** The newest first. */
  switches: Switch[]
  programs: Program[]
  caches: CacheWorld
  proxies: ProxyWorld
  projects: ProjectWorld
  doctor: DoctorWorld
  welcome: WelcomeWorld
  /** The GOENV file; null: there is none. */
  text: string | null
  environs: Record<AskerId, Record<string, Exported>>
  shellState: 'ready' | 'asking' | 'failed'
  history: (HistoryEntry & { before: string | null; after: string | null })[]
  touched: Record<string, number>
  notices: Problem[]
  changedAt: number
}

export const GOENV = `${HOME}/.config/go/env`

const USUAL = `# settings of this laptop
GOBIN=/home/you/bin
GOPROXY=https://goproxy.cn,direct
GOMODCACHE=/data/gomod
GOPRIVATE=git.corp.example,github.com/acme/*
GOAMD64=v2
 GOVCS=*:git
export GOFLAGS=-race
`

export function createWorld(scenario: Scenario, language: Language, now: number): World {
  const shell: Record<string, Exported> = {
    GOPROXY: {
      value: 'https://athens.corp.example,https://goproxy.cn,direct',
      place: place(`${HOME}/.zshrc`, 42),
    },
    GOFLAGS: { value: '-mod=readonly', place: place(`${HOME}/.zprofile`, 7) },
    CC: { value: 'clang', place: null },
  }
  const desktop: Record<string, Exported> = {
    GOFLAGS: { value: '-mod=readonly', place: place(`${HOME}/.config/environment.d/go.conf`, 1) },
    CC: { value: 'clang', place: place('/etc/environment', 3) },
  }
  const world: World = {
    scenario,
    language,
    settings: { language: null, theme: 'system', tray: 'while-open' },
    revision: 1,
    asker: 'login-shell',
    directory: `${HOME}/src/shop/backend`,
    goroot: null,
    toolchains: toolchainsOf(usualSdks(language)),
    sdks: usualSdks(language),
    hunting: false,
    folders: [],
    current: null,
    modToolchain: null,
    switches: [],
    programs: createPrograms(scenario),
    caches: createCaches(scenario, now),
    proxies: createProxies(scenario, now),
    projects: createProjects(scenario, now),
    doctor: createDoctor(),
    welcome: createWelcome(),
    text: USUAL,
    environs: { 'login-shell': shell, desktop, process: { ...desktop, GOROOT: { value: '', place: null } } },
    shellState: 'ready',
    history: [],
    touched: {},
    notices: [],
    changedAt: now - 2000,
  }
  seedHistory(world, now)
  arrange(world)
  return world
}

function arrange(world: World): void {
  switch (world.scenario) {
    case 'healthy':
      world.text = 'GOBIN=/home/you/bin\nGOPRIVATE=git.corp.example\n'
      world.environs = { 'login-shell': {}, desktop: {}, process: {} }
      break
    case 'empty':
      world.text = null
      world.history = []
      world.environs = { 'login-shell': {}, desktop: {}, process: {} }
      break
    case 'welcome':
      world.text = null
      world.history = []
      world.environs = { 'login-shell': {}, desktop: {}, process: {} }
      break
    case 'welcome-no-go':
    case 'no-go':
      world.sdks = []
      world.toolchains = []
      world.notices = [
        problem('go-not-found', 'No Go was found on this machine.', 'Install it from https://go.dev/dl.'),
      ]
      break
    case 'asking':
      world.shellState = 'asking'
      world.asker = 'process'
      break
    case 'failing':
      world.shellState = 'failed'
      world.asker = 'desktop'
      world.notices = [
        problem(
          'watches-exhausted',
          'The system gives Burrow no more watches',
          'Changes show when the window comes to the front. Raise `fs.inotify.max_user_watches` to see them at once.',
        ),
      ]
      break
    case 'broken-file':
      world.text = null
      break
    case 'lockout':
      world.text = `${USUAL}GOTOOLCHAIN=locl\n`
      break
    case 'proxies':
    case 'proxies-first':
    case 'proxies-testing':
      world.text =
        'GOPROXY=https://athens.corp.example,https://goproxy.cn,direct\nGOPRIVATE=git.corp.example\n'
      world.environs = { 'login-shell': {}, desktop: {}, process: {} }
      break
    case 'proxies-well':
      world.text = 'GOPROXY=https://goproxy.cn,direct\nGOPRIVATE=git.corp.example\n'
      world.environs = { 'login-shell': {}, desktop: {}, process: {} }
      break
    case 'broken':
      world.sdks = brokenSdks(world.language)
      break
    case 'many':
      world.sdks = manySdks(world.language)
      break
    case 'hunting':
      world.hunting = true
      world.sdks = world.sdks.slice(0, 3).map((s) => ({ ...s, bytes: null }))
      break
    default:
      break
  }
}

function seedHistory(world: World, now: number): void {
  const hour = 3_600_000
  const file = place(GOENV)
  const entry = (
    id: number,
    at: number,
    author: HistoryEntry['author'],
    name: string,
    before: string | null,
    after: string | null,
  ) => ({
    id,
    at,
    author,
    file,
    changes: [{ name, before, after }],
    undoes: null,
    undoneBy: null,
    newest: false,
    before: null,
    after: null,
  })
  world.history = [
    {
      ...entry(
        14,
        now - 26 * 60_000,
        'outside',
        'GOPRIVATE',
        'git.corp.example',
        'git.corp.example,github.com/acme/*',
      ),
      newest: true,
    },
    entry(
      13,
      now - 5 * hour,
      'burrow',
      'GOPROXY',
      'https://proxy.golang.org,direct',
      'https://goproxy.cn,direct',
    ),
    entry(12, now - 27 * hour, 'command', 'GOMODCACHE', null, '/data/gomod'),
    entry(11, now - 80 * hour, 'outside', 'GOSUMDB', 'off', null),
    entry(10, now - 400 * hour, 'burrow', 'GOBIN', '/home/you/go/bin', '/home/you/bin'),
  ]
}
