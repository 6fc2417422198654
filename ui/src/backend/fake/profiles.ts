import type { Profile, ProfileRow, Profiles } from '../bindings'
import { entries, hostOf, shadowOf, shortOf, type FakeProfile } from './proxies'
import { say } from './place'
import { parse, valueFor } from './resolve'
import { badgeOf } from './servers'
import type { World } from './world'

interface BuiltIn extends FakeProfile {
  title: [en: string, zh: string]
  about: [en: string, zh: string]
}

const builtIn = (
  name: string,
  title: [string, string],
  about: [string, string],
  goproxy: string | null,
  gosumdb: string | null,
): BuiltIn => ({
  name,
  title,
  about,
  description: '',
  settings: [
    { name: 'GOPROXY', value: goproxy },
    { name: 'GOSUMDB', value: gosumdb },
  ],
  notes: [],
})

const SUMDB = 'sum.golang.org'
const BUILT_IN: BuiltIn[] = [
  builtIn(
    'default',
    ['Go’s default', 'Go 的默认设置'],
    ['No settings of one’s own: what the toolchain says.', '不做任何设置，以工具链自带的为准。'],
    null,
    null,
  ),
  builtIn(
    'goproxy.cn',
    ['goproxy.cn', 'goproxy.cn'],
    ['A mirror in China that passes the checksum database on.', '国内镜像，同时转发校验数据库。'],
    'https://goproxy.cn,direct',
    SUMDB,
  ),
  builtIn(
    'direct',
    ['Direct', '直连'],
    ['No mirror: every module comes from its origin.', '不用镜像：每个模块都从源站取得。'],
    'direct',
    SUMDB,
  ),
  builtIn(
    'offline',
    ['Offline', '离线'],
    ['Only what the module cache holds.', '只用模块缓存里已有的内容。'],
    'file:///data/gomod/cache/download',
    'off',
  ),
]

const DEFAULTS: Record<string, string> = { GOPROXY: 'https://proxy.golang.org,direct', GOSUMDB: SUMDB }

function row(world: World, setting: { name: string; value: string | null }): ProfileRow {
  const { name, value } = setting
  const now = valueFor(world, world.asker, name)
  const wanted = value ?? DEFAULTS[name] ?? ''
  const effective = (now.value || DEFAULTS[name]) ?? ''
  return {
    name,
    wanted: value,
    now: effective,
    origin: now.origin,
    standing: effective === wanted ? 'same' : now.origin === 'process' ? 'shadowed' : 'different',
    place: now.origin === 'process' ? (world.environs[world.asker][name]?.place ?? null) : null,
  }
}

export function profileOf(world: World, from: FakeProfile | BuiltIn): Profile {
  const variables = from.settings.map((setting) => row(world, setting))
  const inFile = from.settings.every(
    ({ name, value }) => (parse(world.text).get(name)?.value ?? null) === value,
  )
  const list = from.settings.find((s) => s.name === 'GOPROXY')
  const goproxy = list ? (list.value ?? DEFAULTS.GOPROXY ?? '') : ''
  const first = hostOf(entries(goproxy)[0]?.text ?? '')
  const known = world.proxies.tested[first] !== undefined
  return {
    name: from.name,
    title: 'title' in from ? say(world.language, ...from.title) : from.name,
    description: 'about' in from ? say(world.language, ...from.about) : from.description,
    builtIn: 'title' in from,
    state: variables.every((v) => v.standing === 'same') ? 'in-effect' : inFile ? 'shadowed' : 'other',
    unavailable: null,
    way: entries(goproxy).map(({ text }) => shortOf(text)),
    badge: known ? badgeOf(first, world.language) : null,
    variables,
    notes: from.notes.map(({ name, value }) => ({ name, wanted: value, now: '' })),
    secrets: from.settings.filter((s) => s.value?.includes('***')).map((s) => s.name),
    shadows: variables.flatMap((v) =>
      v.standing === 'shadowed' ? [shadowOf(world, v.name)].flatMap((s) => s ?? []) : [],
    ),
  }
}

export const sources = (world: World): (FakeProfile | BuiltIn)[] => [...BUILT_IN, ...world.proxies.profiles]

export function profiles(world: World): Profiles {
  const list = sources(world).map((from) => profileOf(world, from))
  const active = list.filter((p) => p.state === 'in-effect')
  return {
    list,
    active: (active.find((p) => !p.builtIn) ?? active[0])?.name ?? null,
    testing: world.proxies.testing.length > 0,
  }
}
