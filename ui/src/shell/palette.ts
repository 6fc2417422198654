import { i18n } from '../i18n/index.svelte'
import type { Stores } from '../state'
import { askerName } from '../state/names'
import { PAGES, type Overlay, type ProxyDialog } from '../state/navigation.svelte'
import { addFolder, chooseToolchain } from './choose'

/** One thing that the palette finds. */
export interface Entry {
  id: string
  label: string
  /** What kind of thing, or a variable's value. */
  detail: string
  mono: boolean
  run: () => void
}

/** Everything that can be found, in the order in which it shows before a letter is typed. */
export function entries(stores: Stores): Entry[] {
  return [
    ...pages(stores),
    ...actions(stores),
    ...doctorActions(stores),
    ...cacheActions(stores),
    ...projectActions(stores),
    ...proxyActions(stores),
    ...toolchains(stores),
    ...variables(stores),
  ]
}

function pages({ navigation }: Stores): Entry[] {
  return PAGES.map((page) => ({
    id: `page:${page}`,
    label: i18n.t.pages[page],
    detail: i18n.t.palette.page,
    mono: false,
    run: () => navigation.go(page),
  }))
}

function actions(stores: Stores): Entry[] {
  const { navigation, environment, settings } = stores
  const t = i18n.t.palette
  const theme = (value: 'light' | 'dark' | 'system') => () => void settings.change({ theme: value })
  const askers = environment.snapshot?.askers ?? []
  const list: [id: string, label: string, run: () => void][] = [
    ['undo', t.undoLast, () => void stores.undoLast()],
    ['history', t.history, () => navigation.open({ kind: 'history', name: null })],
    ['compare', t.compare, () => navigation.open({ kind: 'compare' })],
    ['text', t.text, () => navigation.open({ kind: 'text' })],
    ['folder', t.folder, () => (navigation.focus = 'directory')],
    ['install', t.install, () => navigation.open({ kind: 'install' })],
    ['add-folder', t.addFolder, () => void addFolder(stores)],
    ['programs', t.programs, () => navigation.showPrograms()],
    ['toolchain', t.toolchain, () => void chooseToolchain(stores)],
    ...askers.map((a): [string, string, () => void] => [
      `asker:${a.id}`,
      t.lookAs(askerName(environment.snapshot, a.id)),
      () => void environment.look({ asker: a.id }),
    ]),
    ['refresh', t.refresh, () => void environment.refresh()],
    ['light', t.themeLight, theme('light')],
    ['dark', t.themeDark, theme('dark')],
    ['system', t.themeSystem, theme('system')],
    ['shortcuts', t.shortcuts, () => navigation.open({ kind: 'shortcuts' })],
  ]
  return list.map(([id, label, run]) => ({ id: `action:${id}`, label, detail: t.action, mono: false, run }))
}

/** What the Doctor page can do, and each finding by its name. */
function doctorActions({ navigation, doctor, toasts }: Stores): Entry[] {
  const t = i18n.t.doctor
  const { action } = i18n.t.palette
  const deeper = async () => {
    navigation.go('doctor')
    const problem = await doctor.examine(true)
    if (problem) toasts.complain(problem)
  }
  return [
    { id: 'doctor:deeper', label: t.deeper, detail: action, mono: false, run: () => void deeper() },
    {
      id: 'doctor:report',
      label: i18n.t.report.action,
      detail: action,
      mono: false,
      run: () => navigation.open({ kind: 'report' }),
    },
    ...(doctor.value?.findings ?? []).map(({ key, title }) => ({
      id: `finding:${key}`,
      label: title.replaceAll('`', ''),
      detail: t.finding,
      mono: false,
      run: () => navigation.showFinding(key),
    })),
  ]
}

function cacheActions({ navigation, cleanings }: Stores): Entry[] {
  const t = i18n.t.caches
  const open = (overlay: Overlay) => () => {
    navigation.showCaches()
    navigation.open(overlay)
  }
  const list: [id: string, label: string, run: () => void][] = [
    ['clean', t.actions.clean, open({ kind: 'clean', title: t.cleanSafe, wish: { kind: 'standard' } })],
    ['clean-choice', t.actions.choose, open({ kind: 'clean-choice' })],
    ['verify', t.actions.verify, () => void cleanings.verify(false)],
    ['measure', t.actions.measure, () => void cleanings.measure()],
    ['cleanings', t.actions.cleanings, open({ kind: 'cleanings' })],
    ['projects', t.actions.projects, open({ kind: 'projects' })],
    ['budgets', t.actions.budgets, open({ kind: 'budgets' })],
  ]
  return list.map(([id, label, run]) => ({
    id: `cache:${id}`,
    label,
    detail: i18n.t.palette.action,
    mono: false,
    run,
  }))
}

function projectActions({ navigation, projects }: Stores): Entry[] {
  const t = i18n.t.projects
  const list: [id: string, label: string, run: () => void][] = [
    ['project-add', t.actions.add, () => navigation.open({ kind: 'projects' })],
    ['welcome', t.actions.wizard, () => navigation.go('welcome')],
  ]
  return [
    ...list.map(([id, label, run]) => ({
      id: `action:${id}`,
      label,
      detail: i18n.t.palette.action,
      mono: false,
      run,
    })),
    ...(projects.value?.projects ?? []).map(({ folder, name }) => ({
      id: `project:${folder.file}`,
      label: name,
      detail: folder.display,
      mono: true,
      run: () => navigation.showProject(folder.file),
    })),
  ]
}

function proxyActions({ navigation, proxies, profiles }: Stores): Entry[] {
  const t = i18n.t.proxies
  const open = (dialog: ProxyDialog) => () => {
    navigation.go('proxies')
    navigation.openProxies(dialog)
  }
  const test = () => {
    navigation.go('proxies')
    void proxies.test({ kind: 'all' })
  }
  const list: [id: string, label: string, run: () => void][] = [
    ['route', t.actions.route, open({ is: 'route' })],
    ['test', t.actions.test, test],
    ...(profiles.value?.list ?? [])
      .filter((p) => p.state !== 'unavailable' && p.name !== profiles.value?.active)
      .map((p): [string, string, () => void] => [
        `profile:${p.name}`,
        t.switchTo(p.title),
        open({ is: 'switch', profile: p.name }),
      ]),
    ['profile-save', t.actions.save, open({ is: 'edit', profile: null, present: true })],
    ['bench', i18n.t.bench.title, open({ is: 'bench' })],
    ['private', i18n.t.privates.title, open({ is: 'private' })],
    ['credentials', i18n.t.privates.credentials, open({ is: 'credentials', host: '' })],
    ['profile-import', t.actions.import, open({ is: 'import' })],
  ]
  return list.map(([id, label, run]) => ({
    id: `action:${id}`,
    label,
    detail: i18n.t.palette.action,
    mono: false,
    run,
  }))
}

/** How many modules the palette shows: there may be a hundred thousand. */
const MODULES = 12

/** Modules whose path has these letters, as soon as there are enough of them to mean one. */
export function modules({ caches, navigation }: Stores, typed: string): Entry[] {
  const letters = typed.trim().toLowerCase()
  if (letters.length < 2) return []
  const found: Entry[] = []
  for (const path of caches.rows.value?.modules ?? []) {
    if (!path.toLowerCase().includes(letters)) continue
    found.push({
      id: `module:${path}`,
      label: path,
      detail: i18n.t.caches.module,
      mono: true,
      run: () => navigation.showModule(path),
    })
    if (found.length === MODULES) break
  }
  return found
}

function toolchains({ toolchains: store, navigation }: Stores): Entry[] {
  return (store.value?.sdks ?? []).map((sdk) => ({
    id: `sdk:${sdk.goroot.file}`,
    label: sdk.version ?? sdk.goroot.display,
    detail: sdk.goroot.display,
    mono: true,
    run: () => navigation.showSdk(sdk.goroot.file),
  }))
}

function variables({ environment, navigation }: Stores): Entry[] {
  return (environment.snapshot?.variables ?? []).map((v) => ({
    id: `variable:${v.name}`,
    label: v.name,
    detail: v.value || i18n.t.common.empty,
    mono: true,
    run: () => navigation.showVariable(v.name),
  }))
}

/** The entries that hold these letters in this order; the closer together and the nearer the start, the higher. */
export function find(all: Entry[], typed: string): Entry[] {
  const letters = typed.trim().toLowerCase()
  if (!letters) return all
  return all
    .map((entry) => ({ entry, cost: cost(entry.label.toLowerCase(), letters) }))
    .filter(({ cost }) => cost < Infinity)
    .sort((a, b) => a.cost - b.cost)
    .map(({ entry }) => entry)
}

function cost(label: string, letters: string): number {
  const whole = label.indexOf(letters)
  if (whole >= 0) return whole + label.length / 100
  let at = -1
  let gaps = 0
  for (const letter of letters.replaceAll(' ', '')) {
    const next = label.indexOf(letter, at + 1)
    if (next < 0) return Infinity
    gaps += next - at - 1
    at = next
  }
  return 100 + gaps
}
