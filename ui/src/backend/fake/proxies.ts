import type { ProxyFinding, ProxyFix, ProxyHop, ProxyPart, ProxyView, ProxyWay, Shadow } from '../bindings'
import { say } from './place'
import { valueFor } from './resolve'
import { healthOf, historyOf, SERVERS } from './servers'
import type { World } from './world'

/** What is known of the invented servers. */
export interface ProxyWorld {
  /** When each host was last tested; not in it: never. */
  tested: Record<string, number>
  /** Hosts that are being tested right now. */
  testing: string[]
  watched: boolean
  profiles: FakeProfile[]
}

export interface FakeProfile {
  name: string
  description: string
  settings: { name: string; value: string | null }[]
  notes: { name: string; value: string }[]
}

export function createProxies(scenario: World['scenario'], now: number): ProxyWorld {
  const hosts = Object.keys(SERVERS)
  return {
    tested: scenario === 'proxies-first' ? {} : Object.fromEntries(hosts.map((host) => [host, now - 4000])),
    testing: scenario === 'proxies-testing' ? ['goproxy.cn'] : [],
    watched: false,
    profiles: [
      {
        name: 'Home',
        description: '',
        settings: [
          { name: 'GOPROXY', value: 'https://goproxy.cn,direct' },
          { name: 'GOSUMDB', value: 'sum.golang.org' },
        ],
        notes: [],
      },
      {
        name: 'Office',
        description: 'Athens first, then the mirror',
        settings: [
          { name: 'GOPROXY', value: 'https://athens.corp.example,https://goproxy.cn,direct' },
          { name: 'GOSUMDB', value: 'sum.golang.org' },
        ],
        notes: [{ name: 'HTTPS_PROXY', value: 'http://proxy.corp.example:8080' }],
      },
    ],
  }
}

/** The entries of a list with the separator behind each. */
export function entries(list: string): { text: string; separator: string }[] {
  return [...list.matchAll(/([^,|]+)([,|]?)/g)].map(([, text = '', separator = '']) => ({ text, separator }))
}

export const hostOf = (text: string) => text.replace(/^[a-z]+:\/\/([^@/]*@)?/, '').replace(/\/.*$/, '')

/** The short name of an entry, as on a profile's card. */
export const shortOf = (text: string) => (text.includes('://') ? hostOf(text) || 'file' : text)

export function shadowOf(world: World, name: string): Shadow | null {
  const exported = world.environs[world.asker][name]
  if (!exported?.value) return null
  const where = exported.place?.display ?? say(world.language, 'the environment', '环境变量')
  return {
    name,
    place: exported.place,
    text: say(
      world.language,
      `${name} is set in ${where}, which wins over the file.`,
      `${name} 在 ${where} 中设置，优先于配置文件。`,
    ),
  }
}

function hop(
  world: World,
  entry: { text: string; separator: string },
  at: number,
  all: number,
  part: ProxyPart,
): ProxyHop {
  const { language: lang, proxies } = world
  const tell = (en: string, zh: string) => say(lang, en, zh)
  const server = entry.text.includes('://')
  const host = hostOf(entry.text)
  const last = at + 1 === all
  const any = entry.separator === '|'
  const testedAt = proxies.tested[host]
  return {
    number: at + 1,
    kind: server
      ? entry.text.startsWith('file:')
        ? 'folder'
        : 'server'
      : entry.text === 'off'
        ? 'off'
        : 'direct',
    url: entry.text.replace(/\/\/[^@/]*@/, '//***@'),
    title: server
      ? host || 'file'
      : entry.text === 'off'
        ? tell('nobody', '无')
        : tell('version control', '版本控制'),
    about: server
      ? null
      : entry.text === 'off'
        ? tell('Nothing is asked for.', '不请求任何服务器。')
        : tell('git over https, per host of the module', '按模块所在主机用 git over https 获取'),
    hasCredentials: /\/\/[^/]*@/.test(entry.text),
    neverAsked: null,
    through: null,
    then: last ? 'stop' : any ? 'after-any-failure' : 'when-absent',
    thenShort: last ? '' : any ? tell('any failure', '任何失败') : '404, 410',
    thenText: last
      ? tell('the last one', '最后一项')
      : any
        ? tell('on to the next after any failure', '任何失败后都请求下一项')
        : tell(
            'on to the next when it answers 404 or 410; anything else ends it',
            '返回 404 或 410 时请求下一项；其他失败则终止',
          ),
    part,
    partText: part === 'stops-here' ? tell('stops here', '在此停止') : null,
    testing: proxies.testing.includes(host),
    health: server && testedAt !== undefined ? healthOf(host, lang, testedAt) : null,
    history: server && testedAt !== undefined ? historyOf(host, testedAt) : NOTHING,
  }
}

const NOTHING = { points: [], slowest: null, failed: 0 }

/** What becomes of Go at each entry. */
function parts(world: World, list: { text: string; separator: string }[]): ProxyPart[] {
  let state: 'going' | 'unknown' | 'there' | 'stopped' = 'going'
  return list.map(({ text, separator }, at) => {
    if (state === 'there') return 'later'
    if (state === 'stopped') return 'not-reached'
    if (state === 'unknown') return 'unknown'
    const host = hostOf(text)
    const works = text === 'direct' || SERVERS[host]?.verdict === 'ok'
    if (text.includes('://') && world.proxies.tested[host] === undefined) {
      state = 'unknown'
      return 'unknown'
    }
    if (works) {
      state = 'there'
      return 'answers'
    }
    if (separator === '|' && at + 1 < list.length) return 'passed'
    state = 'stopped'
    return 'stops-here'
  })
}

function wayOf(world: World, hops: ProxyHop[]): ProxyWay {
  const tell = (en: string, zh: string) => say(world.language, en, zh)
  const stop = hops.find((h) => h.part === 'stops-here')
  const there = hops.find((h) => h.part === 'answers')
  const count = stop ?? there
  const badge = count?.health?.badge ?? null
  if (stop) {
    const text = tell(
      `Go stops at ${stop.title}: every download fails.`,
      `Go 停在 ${stop.title}：所有下载都会失败。`,
    )
    return { state: stop.kind === 'off' ? 'off' : 'broken', hop: stop.number, text, badge }
  }
  if (there) {
    const detour = hops.some((h) => h.part === 'passed')
    const text = tell(`Modules come from ${there.title}.`, `模块来自 ${there.title}。`)
    return { state: detour ? 'detour' : 'works', hop: there.number, text, badge }
  }
  return { state: 'unknown', hop: null, text: tell('Not tested yet.', '尚未测试。'), badge: null }
}

function findingOf(world: World, hops: ProxyHop[], way: ProxyWay, goproxy: string): ProxyFinding | null {
  if (way.state !== 'broken') return null
  const tell = (en: string, zh: string) => say(world.language, en, zh)
  const fixes: ProxyFix[] = []
  const shadow = shadowOf(world, 'GOPROXY')
  let text = tell('Every download fails now.', '现在所有下载都会失败。')
  const dead = hops.find((h) => h.part === 'stops-here')
  if (shadow) text += ` ${shadow.text}`
  else {
    const list = entries(goproxy)
    const at = (dead?.number ?? 1) - 1
    if (at + 1 < list.length) {
      text += tell(
        ` With “|” after ${dead?.title ?? ''} Go would go on after any failure.`,
        ` 在 ${dead?.title ?? ''} 后面用“|”，Go 会在任何失败后继续。`,
      )
      const value = list.map((e, i) => e.text + (i === at ? '|' : e.separator)).join('')
      const draft = { kind: 'edits' as const, edits: [{ name: 'GOPROXY', value }] }
      fixes.push({ kind: 'change', label: tell('Preview “|”', '预览“|”'), draft })
    }
    fixes.push({ kind: 'profile', label: tell('Switch to Home', '切换到 Home'), profile: 'Home' })
  }
  return { tone: 'bad', text, fixes }
}

export function proxyView(world: World): ProxyView {
  const { language: lang, proxies } = world
  const tell = (en: string, zh: string) => say(lang, en, zh)
  const value = (name: string) => valueFor(world, world.asker, name).value
  const goproxy = value('GOPROXY') || 'https://proxy.golang.org,direct'
  const gosumdb = value('GOSUMDB') || 'sum.golang.org'
  const list = entries(goproxy)
  const part = parts(world, list)
  const hops = list.map((entry, at) => hop(world, entry, at, list.length, part[at] ?? 'unknown'))
  const way = wayOf(world, hops)
  const off = gosumdb === 'off'
  const globs = (name: string) => (value(name) || value('GOPRIVATE')).split(',').filter(Boolean)
  const sumTested = proxies.tested['sum.golang.org']
  const times = Object.values(proxies.tested)
  const sumdbHop = hops.find((h) => h.part === 'answers' && h.kind === 'server')?.number ?? null
  return {
    goproxy: goproxy.replace(/\/\/[^@/,|]*@/g, '//***@'),
    refused: null,
    shadowedBy: shadowOf(world, 'GOPROXY'),
    hops,
    way,
    finding: findingOf(world, hops, way, goproxy),
    database: {
      state: off ? 'off' : 'asked',
      name: off ? '' : gosumdb,
      text: off
        ? tell('off: only go.sum vouches for modules', 'off：只有 go.sum 为模块担保')
        : tell(
            `${gosumdb}, through the first proxy that offers it, else itself`,
            `${gosumdb}，经由第一个提供转发的代理，否则直接访问`,
          ),
      throughHop: off ? null : sumdbHop,
      testing: proxies.testing.includes('sum.golang.org'),
      health: off || sumTested === undefined ? null : healthOf('sum.golang.org', lang, sumTested),
      history: off || sumTested === undefined ? NOTHING : historyOf('sum.golang.org', sumTested),
    },
    around: {
      noproxy: globs('GONOPROXY'),
      nosumdb: globs('GONOSUMDB'),
      insecure: value('GOINSECURE').split(',').filter(Boolean),
      govcs: value('GOVCS'),
      goauth: value('GOAUTH') || 'netrc',
      goauthRefused: null,
      netrc: ['git.corp.example'],
      httpProxy: null,
      httpsProxy: null,
      noProxy: '',
      allProxyIgnored: false,
    },
    httpProxies: [],
    testing: proxies.testing.length > 0,
    testedAt: times.length > 0 ? Math.max(...times) : null,
    trouble: null,
  }
}
