import type {
  Budget,
  CacheAge,
  CacheDamage,
  CacheId,
  CacheKind,
  CacheKindRow,
  CacheProjects,
  Caches,
  CacheSize,
  Cleaning,
  GoProcess,
  Language,
} from '../bindings'
import { fakeVersions, isReclaimable, PROJECTS, type FakeVersion } from './cache-modules'
import { HOME, place, problem, say } from './place'
import type { Scenario } from './world'

const DAY = 86_400_000
export const GOCACHE = `${HOME}/.cache/go-build`
export const GOMODCACHE = '/data/gomod'

/** A cleaning, and what comes back with it. */
export interface FakeCleaning {
  cleaning: Cleaning
  versions: FakeVersion[]
  kinds: Partial<Record<CacheKind, number>>
}

/** The invented caches behind the fake backend. */
export interface CacheWorld {
  versions: FakeVersion[]
  /** Bytes of what is not module versions. */
  rest: Record<Exclude<CacheKind, 'modules' | 'downloads' | 'toolchains'>, number>
  /** How much is known yet: below 1 the first measuring is on. */
  known: number
  asOf: number | null
  measuring: number | null
  rowsRevision: number
  cleanings: FakeCleaning[]
  budgets: Record<CacheId, Budget | null>
  grace: number
  folders: string[]
  running: GoProcess[]
  damage: CacheDamage | null
  watched: boolean
}

export function createCaches(scenario: Scenario, now: number): CacheWorld {
  const empty = scenario === 'caches-empty' || scenario === 'no-go'
  const world: CacheWorld = {
    versions: empty ? [] : fakeVersions(now, scenario === 'caches-huge' ? 74_000 : undefined),
    rest: empty
      ? { build: 0, test: 0, fuzz: 0, vcs: 0, sumdb: 0, other: 0 }
      : {
          build: 8_912_004_113,
          test: 1_404_113_920,
          fuzz: 604_220_018,
          vcs: 896_004_410,
          sumdb: 21_408_771,
          other: 41_202,
        },
    known: scenario === 'caches-first' ? 0 : 1,
    asOf: scenario === 'caches-first' ? null : now - 4 * 60_000,
    measuring: null,
    rowsRevision: 1,
    cleanings: [],
    budgets: {
      gocache: scenario === 'caches-over' ? { bytes: 8_000_000_000, automatic: false } : null,
      gomodcache: null,
    },
    grace: 7,
    folders: scenario === 'caches-no-projects' ? [] : [`${HOME}/src`],
    running: [],
    damage: null,
    watched: false,
  }
  if (scenario === 'caches-busy')
    world.running = [
      {
        pid: 41_207,
        name: 'go',
        command: 'go build ./...',
        directory: place(`${HOME}/src/shop/backend`),
        since: now - 42_000,
      },
      {
        pid: 3_881,
        name: 'gopls',
        command: null,
        directory: place(`${HOME}/src/shop/web`),
        since: now - 3 * 3_600_000,
      },
    ]
  return world
}

type Tell = (en: string, zh: string) => string

/** Test results count as files of a plausible number; nothing here is measured. */
export function sized(bytes: number): CacheSize {
  return { bytes, diskBytes: Math.ceil(bytes / 4096) * 4096, files: Math.ceil(bytes / 61_000) }
}

const ORDER: [CacheId, CacheKind][] = [
  ['gocache', 'build'],
  ['gocache', 'test'],
  ['gocache', 'fuzz'],
  ['gocache', 'other'],
  ['gomodcache', 'modules'],
  ['gomodcache', 'downloads'],
  ['gomodcache', 'vcs'],
  ['gomodcache', 'toolchains'],
  ['gomodcache', 'sumdb'],
]

const LABELS: Record<CacheKind, [en: string, zh: string, noteEn: string, noteZh: string]> = {
  build: [
    'Build results',
    '构建结果',
    'Made again when they are needed; the next build takes longer.',
    '需要时会重新生成，下一次构建会慢一些。',
  ],
  test: [
    'Test results',
    '测试结果',
    'Tests run again instead of answering “(cached)”.',
    '测试会重新运行，不再显示“(cached)”。',
  ],
  fuzz: [
    'Fuzz corpora',
    '模糊测试语料',
    'What fuzzing has found so far; finding it again may take days.',
    '模糊测试至今的发现，重新得到可能要几天。',
  ],
  modules: [
    'Modules',
    '模块',
    'Unpacked again from the download, or downloaded.',
    '会从下载的文件重新解压，或重新下载。',
  ],
  downloads: [
    'Downloads',
    '下载',
    'The zip files that modules were unpacked from; builds do not need them.',
    '解压模块所用的 zip 文件，构建时用不到。',
  ],
  vcs: [
    'Clones',
    '克隆',
    'Repositories that were fetched directly; cloned again when needed.',
    '直接拉取的仓库，需要时会重新克隆。',
  ],
  sumdb: [
    'Checksum records',
    '校验记录',
    'What the checksum database has said; small, and it stays.',
    '校验数据库给过的答复，很小，会保留。',
  ],
  toolchains: [
    'Toolchains',
    '工具链',
    'Go versions that go fetched by itself.',
    '由 go 自行下载的 Go 版本。',
  ],
  other: ['Other', '其他', 'Notes of go and strays; they stay.', 'go 的记录和零散文件，会保留。'],
}

export function kindBytes(world: CacheWorld, kind: CacheKind): number {
  const { versions } = world
  const known = world.known
  if (kind === 'modules')
    return at(
      known,
      0.25,
      total(versions, (v) => (v.toolchain ? 0 : v.extracted)),
    )
  if (kind === 'downloads')
    return at(
      known,
      0.35,
      total(versions, (v) => (v.toolchain ? 0 : v.downloads)),
    )
  if (kind === 'toolchains')
    return at(
      known,
      0.5,
      total(versions, (v) => (v.toolchain ? v.extracted + v.downloads : 0)),
    )
  return at(
    known,
    { build: 0, test: 0.05, fuzz: 0.1, vcs: 0.45, sumdb: 0.5, other: 0 }[kind],
    world.rest[kind],
  )
}

/** A figure that grows from `from` on. */
function at(known: number, from: number, bytes: number): number {
  return Math.floor(bytes * Math.max(0, Math.min(1, (known - from) / (1 - from))))
}

export function reclaimableOf(world: CacheWorld, kind: CacheKind): number {
  if (world.known < 1) return 0
  const free = world.folders.length === 0 ? [] : world.versions.filter(isReclaimable)
  switch (kind) {
    case 'build':
      return Math.floor(world.rest.build * 0.66)
    case 'test':
      return world.rest.test
    case 'modules':
      return total(free, (v) => v.extracted)
    case 'downloads':
      return total(free, (v) => v.downloads)
    default:
      return 0
  }
}

function kindRow(
  world: CacheWorld,
  tell: Tell,
  now: number,
  [cache, kind]: (typeof ORDER)[number],
): CacheKindRow {
  const [en, zh, noteEn, noteZh] = LABELS[kind]
  const folder = cache === 'gocache' ? GOCACHE : GOMODCACHE
  const below: Partial<Record<CacheKind, string>> = {
    fuzz: '/fuzz',
    downloads: '/cache/download',
    vcs: '/cache/vcs',
    sumdb: '/cache/download/sumdb',
  }
  return {
    cache,
    kind,
    label: tell(en, zh),
    note: tell(noteEn, noteZh),
    place: place(folder + (below[kind] ?? '')),
    size: sized(kindBytes(world, kind)),
    oldest: now - 310 * DAY,
    newest: now - 40_000,
    safety: kind === 'build' || kind === 'test' ? 'safe' : 'needs-network',
    reclaimable: reclaimableOf(world, kind),
    cleanable: kind !== 'other' && kind !== 'sumdb',
  }
}

const AGES: [from: number, share: number, en: string, zh: string][] = [
  [0, 0.17, 'today', '今天'],
  [1, 0.17, '1 to 2 days ago', '1 到 2 天前'],
  [3, 0.2, '3 to 5 days ago', '3 到 5 天前'],
  [6, 0.15, '6 to 13 days ago', '6 到 13 天前'],
  [14, 0.14, '2 to 4 weeks ago', '2 到 4 周前'],
  [30, 0.12, '1 to 3 months ago', '1 到 3 个月前'],
  [90, 0.05, 'over 3 months ago', '3 个多月前'],
]

function ages(world: CacheWorld, tell: Tell, now: number): CacheAge[] {
  const built = world.rest.build + world.rest.test + world.rest.fuzz
  return AGES.flatMap(([fromDays, share, en, zh], i) => {
    const label = tell(en, zh)
    const until = AGES[i + 1]?.[0] ?? Infinity
    const fetched = total(world.versions, (v) => {
      const days = (now - v.fetchedAt) / DAY
      return days >= fromDays && days < until ? v.extracted + v.downloads : 0
    })
    return [
      { cache: 'gocache' as const, fromDays, label, size: sized(at(world.known, 0, built * share)) },
      { cache: 'gomodcache' as const, fromDays, label, size: sized(at(world.known, 0, fetched)) },
    ]
  })
}

function projects(world: CacheWorld, tell: Tell): CacheProjects {
  const known = world.folders.length > 0
  return {
    looking: false,
    folders: world.folders.map((f) => ({
      place: place(f),
      projects: f === `${HOME}/src` ? PROJECTS.length : 1,
      problem: null,
    })),
    offers: [
      { place: place(`${HOME}/go/src`), reason: tell('in GOPATH', '在 GOPATH 中') },
      { place: place(`${HOME}/work/experiments`), reason: tell('opened in VS Code', '在 VS Code 中打开过') },
    ].filter((o) => !world.folders.includes(o.place.file)),
    projects: known
      ? PROJECTS.map((p, i) => ({
          place: place(p),
          module: `example.com/${String(i)}`,
          needs: 30 + i * 7,
          problem: null,
        }))
      : [],
    sentence: known
      ? tell(`${String(PROJECTS.length)} projects are known`, `已知 ${String(PROJECTS.length)} 个项目`)
      : tell('No project is known', '还不知道任何项目'),
  }
}

/** Everything the page shows but for the module versions. */
export function caches(world: CacheWorld, scenario: Scenario, language: Language, revision: number): Caches {
  const tell: Tell = (en, zh) => say(language, en, zh)
  const now = Date.now()
  const off = scenario === 'caches-off'
  const all = ORDER.map((o) => kindRow(world, tell, now, o)).filter(
    (k) => k.size.bytes > 0 && !(off && k.cache === 'gocache'),
  )
  const of = (cache: CacheId) =>
    sized(
      total(
        all.filter((k) => k.cache === cache),
        (k) => k.size.bytes,
      ),
    )
  const size = sized(total(all, (k) => k.size.bytes))
  const free = total(all, (k) => k.reclaimable)
  const unused = world.versions.filter(isReclaimable).length
  const refused = scenario === 'caches-refused'
  const network = scenario === 'caches-network'
  return {
    revision,
    rowsRevision: world.rowsRevision,
    measuring:
      world.measuring === null
        ? null
        : {
            job: world.measuring,
            files: Math.floor(214_000 * world.known),
            bytes: size.bytes,
            sentence: tell('Counting what is in the caches', '正在统计缓存的内容'),
          },
    asOf: world.asOf,
    stale: false,
    size,
    disks: [
      {
        caches: ['gocache', 'gomodcache'],
        total: 512_110_190_592,
        free: 31_004_113_920,
        fileSystem: network ? 'nfs4' : 'ext4',
        notes: network
          ? [
              problem(
                'volume-network',
                tell('The module cache is on a network volume (nfs4).', '模块缓存位于网络卷（nfs4）。'),
                tell(
                  'Measuring and cleaning take longer there, and Go’s locks may not hold between machines.',
                  '在那里统计和清理都更慢，Go 的锁在多台机器之间也可能无效。',
                ),
              ),
            ]
          : [],
      },
    ],
    caches: [
      {
        cache: 'gocache',
        label: tell('Build cache', '构建缓存'),
        place: off ? null : place(GOCACHE),
        pointsTo: null,
        size: of('gocache'),
        problem: off
          ? problem(
              'gocache-off',
              tell('`GOCACHE=off`: Go keeps no build results.', '`GOCACHE=off`：Go 不保存构建结果。'),
              tell(
                'Every build makes everything anew. From Go 1.12 on go refuses to build like this.',
                '每次构建都从头开始。从 Go 1.12 起，go 会拒绝这样构建。',
              ),
            )
          : null,
        refusal: null,
      },
      {
        cache: 'gomodcache',
        label: tell('Module cache', '模块缓存'),
        place: refused ? place(HOME) : place(GOMODCACHE),
        pointsTo: network ? place('/mnt/nas/gomod') : null,
        size: of('gomodcache'),
        problem:
          scenario === 'caches-partial'
            ? problem(
                'unreadable',
                tell(
                  '`/data/gomod/cache/vcs` could not be read: permission denied.',
                  '读不到 `/data/gomod/cache/vcs`：没有权限。',
                ),
                tell('What lies there is not counted; the rest is.', '那里的内容没有计入，其余不受影响。'),
                `${GOMODCACHE}/cache/vcs`,
              )
            : null,
        refusal: refused
          ? problem(
              'root-home',
              tell(
                'GOMODCACHE is your home folder. Burrow cleans nothing there.',
                'GOMODCACHE 是你的主目录，Burrow 不会在那里清理。',
              ),
              tell(
                '`go clean -modcache` would delete all of it. Set GOMODCACHE to a folder of its own.',
                '`go clean -modcache` 会把它全部删除。请把 GOMODCACHE 设为单独的文件夹。',
              ),
            )
          : null,
      },
    ],
    kinds: all,
    testsKnown: true,
    ages: ages(world, tell, now).filter((a) => a.size.bytes > 0),
    leftovers:
      world.versions.length === 0
        ? []
        : [
            {
              id: 'go-build',
              label: tell('Left by a build', '构建遗留'),
              note: tell(
                'A temporary folder of a go that was killed; nothing uses it.',
                '被中止的 go 留下的临时文件夹，已没有用处。',
              ),
              place: place('/tmp/go-build2817391233'),
              size: sized(318_220_110),
              newest: now - 3 * DAY,
            },
          ],
    reclaimable:
      world.known < 1 || free === 0
        ? null
        : {
            size: sized(free),
            sentence:
              world.folders.length === 0
                ? tell(
                    'can go safely: build results that were not used for a day, test results',
                    '可以放心清理：一天内没有用过的构建结果、测试结果',
                  )
                : tell(
                    `can go safely: build results (made again when needed), ${String(unused)} module versions that none of your ${String(PROJECTS.length)} projects uses, their downloads`,
                    `可以放心清理：构建结果（需要时会重新生成）、你的 ${String(PROJECTS.length)} 个项目都没有用到的 ${String(unused)} 个模块版本及其下载`,
                  ),
          },
    cleanings: world.cleanings.map((c) => c.cleaning),
    budgets: (['gocache', 'gomodcache'] as const).map((cache) => {
      const budget = world.budgets[cache]
      const over = budget ? Math.max(0, of(cache).bytes - budget.bytes) : 0
      const label = cache === 'gocache' ? tell('Build cache', '构建缓存') : tell('Module cache', '模块缓存')
      return {
        cache,
        label,
        budget,
        over,
        notice:
          over > 0
            ? tell(`The ${label.toLowerCase()} is larger than you allow.`, `${label}超出了你允许的大小。`)
            : null,
      }
    }),
    graceDays: world.grace,
    running: world.running,
    projects: projects(world, tell),
    verified: world.damage
      ? { at: world.damage.at, damaged: world.damage.rows.length, sentence: world.damage.sentence }
      : null,
    notices: [],
  }
}

export function total<T>(items: T[], of: (item: T) => number): number {
  return items.reduce((n, item) => n + of(item), 0)
}
