import type { CacheRows, CacheUse } from '../bindings'
import { HOME, place, say } from './place'
import type { Language } from '../bindings'

/** A module version in the invented module cache. */
export interface FakeVersion {
  module: string
  version: string
  extracted: number
  downloads: number
  files: number
  fetchedAt: number
  /** Indices into `PROJECTS`. */
  uses: CacheUse[]
  cost: 'download' | 'private' | 'off'
  toolchain: boolean
}

export const PROJECTS = [
  'shop/backend',
  'shop/web',
  'shop/payments',
  'shop/mail',
  'tools',
  'blog',
  'legacy-api',
  'operator',
  'infra/deploy',
].map((n) => `${HOME}/src/${n}/go.mod`)

const DAY = 86_400_000

/** The ones that stand out: name, versions, megabytes, whether a project needs the first of them. */
const LARGE: [module: string, versions: string[], mb: number, needed: boolean][] = [
  ['k8s.io/kubernetes', ['v1.34.1', 'v1.33.0'], 1580, true],
  ['github.com/aws/aws-sdk-go', ['v1.55.7'], 1240, false],
  ['google.golang.org/api', ['v0.214.0', 'v0.209.0', 'v0.196.0'], 890, true],
  ['github.com/Azure/azure-sdk-for-go', ['v68.0.0+incompatible'], 610, false],
  ['istio.io/istio', ['v0.0.0-20260107113002-8d0c2c0a6c4d'], 520, false],
  ['git.corp.example/platform/schemas', ['v3.14.0', 'v3.12.2'], 210, true],
  ['github.com/envoyproxy/go-control-plane', ['v0.13.4', 'v0.12.0'], 190, true],
  ['github.com/googleapis/gax-go/v2', ['v2.14.1'], 120, true],
  ['modernc.org/sqlite', ['v1.37.0', 'v1.29.10'], 160, true],
  ['github.com/hashicorp/terraform-provider-google', ['v1.20.0'], 150, false],
  ['github.com/BurntSushi/toml', ['v1.5.0', 'v1.4.0'], 14, true],
]

const HOSTS = [
  'github.com',
  'go.uber.org',
  'golang.org/x',
  'gopkg.in',
  'google.golang.org',
  'k8s.io',
  'cloud.google.com/go',
]
const OWNERS = [
  'spf13',
  'stretchr',
  'prometheus',
  'grpc-ecosystem',
  'charmbracelet',
  'docker',
  'jackc',
  'go-kit',
  'open-telemetry',
  'hashicorp',
]
const NAMES = [
  'cobra',
  'testify',
  'client_golang',
  'zap',
  'pgx',
  'compose',
  'lipgloss',
  'viper',
  'mux',
  'yaml',
  'tools',
  'net',
  'crypto',
  'oauth2',
  'errors',
  'logr',
  'otel',
  'raft',
  'memdb',
  'consul',
]

/** The same every time: a test can count on it. */
function dice(seed: number): () => number {
  let state = seed
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648
}

export function fakeVersions(now: number, modules = 264): FakeVersion[] {
  const roll = dice(7)
  const versions: FakeVersion[] = []
  for (const [module, names, mb, needed] of LARGE) {
    names.forEach((version, i) =>
      versions.push(
        one(now, roll, module, version, (mb / names.length) * (1.1 - i * 0.1), needed && i === 0),
      ),
    )
  }
  for (let i = 0; i < modules; i++) versions.push(...small(now, roll, i))
  for (const [name, mb, used] of [
    ['v0.0.1-go1.27.3.linux-amd64', 480, true],
    ['v0.0.1-go1.26.2.linux-amd64', 470, true],
    ['v0.0.1-go1.25.1.linux-amd64', 450, false],
  ] as const) {
    versions.push({
      ...one(now, roll, 'golang.org/toolchain', name, mb, false),
      uses: used ? [{ project: 2, how: 'toolchain' }] : [],
      toolchain: true,
    })
  }
  return versions.sort((a, b) => (a.module < b.module ? -1 : a.module > b.module ? 1 : 0))
}

function small(now: number, roll: () => number, i: number): FakeVersion[] {
  const host = HOSTS[i % HOSTS.length] ?? ''
  const owner = host === 'github.com' ? `/${OWNERS[Math.floor(roll() * OWNERS.length)] ?? ''}` : ''
  const name = NAMES[Math.floor(roll() * NAMES.length)] ?? ''
  const module = `${host}${owner}/${name}${i > 5 ? `-${i.toString(36)}` : ''}`
  const needed = roll() > 0.3
  const mb = 0.2 + roll() ** 5 * 26
  return Array.from({ length: roll() > 0.75 ? 2 : 1 }, (_, n) =>
    one(now, roll, module, `v1.${String(9 - n)}.${String(i % 7)}`, mb, needed && n === 0),
  )
}

function one(
  now: number,
  roll: () => number,
  module: string,
  version: string,
  mb: number,
  needed: boolean,
): FakeVersion {
  const extracted = Math.floor(mb * 1_000_000 + roll() * 4000)
  const uses = needed
    ? PROJECTS.flatMap((_, project) => (roll() > 0.72 ? [{ project, how: 'build-list' as const }] : []))
    : []
  return {
    module,
    version,
    extracted,
    downloads: Math.floor(extracted * 0.42),
    files: Math.ceil(mb * 18) + 3,
    fetchedAt: now - Math.floor(roll() * 400) * DAY - 3_600_000,
    uses: needed && uses.length === 0 ? [{ project: 0, how: 'go-sum' }] : uses,
    cost: module.startsWith('git.corp') ? 'private' : 'download',
    toolchain: false,
  }
}

/** None of the known projects needs it, and it can be had again. */
export function isReclaimable(v: FakeVersion): boolean {
  return v.uses.length === 0 && v.cost === 'download' && !v.toolchain
}

/** As it crosses the wire: column by column. */
export function rowsOf(
  language: Language,
  versions: FakeVersion[],
  revision: number,
  needsKnown: boolean,
): CacheRows {
  const modules = [...new Set(versions.map((v) => v.module))]
  const at = new Map(modules.map((m, i) => [m, i]))
  const sets = new Map<string, number>([['[]', 0]])
  const uses: CacheUse[][] = [[]]
  const used = versions.map((v) => {
    const key = JSON.stringify(v.uses)
    const known = sets.get(key)
    if (known !== undefined) return known
    uses.push(v.uses)
    sets.set(key, uses.length - 1)
    return uses.length - 1
  })
  const kinds = ['download', 'private', 'off'] as const
  const tell = (en: string, zh: string) => say(language, en, zh)
  const older = versions.flatMap((v, i) => (versions[i - 1]?.module === v.module ? [i] : []))
  return {
    revision,
    modules,
    projects: PROJECTS.map((p) => place(p)),
    uses,
    costs: [
      {
        safety: 'safe',
        sentence: tell(
          '`go` downloads it again from `proxy.golang.org`.',
          '`go` 会从 `proxy.golang.org` 重新下载。',
        ),
      },
      {
        safety: 'private',
        sentence: tell('It is private: it may not be there any more.', '它是私有模块，也许再也取不到。'),
      },
      {
        safety: 'private',
        sentence: tell('`GOPROXY=off`: nothing is downloaded here.', '`GOPROXY=off`：这里不下载任何内容。'),
      },
    ],
    needsKnown,
    module: versions.map((v) => at.get(v.module) ?? 0),
    version: versions.map((v) => v.version),
    bytes: versions.map((v) => v.extracted + v.downloads),
    diskBytes: versions.map((v) => Math.ceil((v.extracted + v.downloads) / 4096) * 4096),
    files: versions.map((v) => v.files),
    extractedBytes: versions.map((v) => v.extracted),
    fetchedAt: versions.map((v) => v.fetchedAt),
    used: needsKnown ? used : used.map(() => 0),
    cost: versions.map((v) => kinds.indexOf(v.cost)),
    toolchains: versions.flatMap((v, i) => (v.toolchain ? [i] : [])),
    older,
    reclaimable: needsKnown ? versions.flatMap((v, i) => (isReclaimable(v) ? [i] : [])) : [],
  }
}
