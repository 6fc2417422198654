import type {
  CheckState,
  Doctor,
  DoctorCheck,
  Evidence,
  Finding,
  FindingPages,
  FindingSeverity,
  Opens,
  Remedy,
  Shows,
} from '../bindings'
import { caches } from './caches'
import { HOME, place, say } from './place'
import { proxyView } from './proxies'
import { environment } from './resolve'
import { GOENV, type World } from './world'

/** What the invented doctor knows. */
export interface DoctorWorld {
  /** The job of the slow checks, and how often they ran. */
  slow: number | null
  slowAt: number | null
  /** Fixes that were made: their findings are gone. */
  mended: ReadonlySet<string>
}

export function createDoctor(): DoctorWorld {
  return { slow: null, slowAt: null, mended: new Set() }
}

type Tell = (en: string, zh: string) => string

const FAST = [
  'env-shadowed',
  'env-lockout',
  'goenv-rewritten',
  'desktop-differs',
  'goroot-stale',
  'go-multiple',
  'toolchain-unavailable',
  'goproxy-empty',
  'goproxy-invalid',
  'goproxy-gone',
  'sumdb-off',
  'private-never-matches',
  'private-leak',
  'credential-missing',
  'credential-in-url',
  'netrc-readable',
  'http-proxy-ignored',
  'goflags-invalid',
  'goflags-harmful',
  'goflags-vendor',
  'cgo-no-compiler',
  'gobin-not-on-path',
  'program-stale',
  'cache-volume-full',
  'cache-read-only',
  'cache-volatile',
  'cache-over-budget',
  'cache-split',
  'gopath-is-goroot',
  'gopath-in-module',
  'gopath-invalid',
  'go111module-set',
]
const ONLINE = [
  'goproxy-dead-hop',
  'sumdb-unreachable',
  'credential-refused',
  'tls-intercepted',
  'clock-wrong',
]

const remedy = (label: string, opens: Opens): Remedy => ({ label, opens })

interface Part {
  key?: string
  subject: string
  title: string
  explanation: string
  evidence?: Evidence[]
  remedies?: Remedy[]
  shows?: Shows
}

const finding = (severity: FindingSeverity, id: string, part: Part): Finding => ({
  key: part.key ?? `${id}:${part.subject}`,
  id,
  severity,
  subject: part.subject,
  title: part.title,
  explanation: part.explanation,
  evidence: part.evidence ?? [],
  remedies: part.remedies ?? [],
  shows: part.shows ?? null,
})

const set = (name: string, value: string | null): Opens => ({
  kind: 'settings',
  draft: { kind: 'edits', edits: [{ name, value }] },
})

/** What the fake machine is set to, judged as the core would. */
function ofEnvironment(world: World, tell: Tell): Finding[] {
  const env = environment(world)
  const found: Finding[] = env.lockouts.map((l) =>
    finding('error', 'env-lockout', {
      subject: l.name,
      title: l.problem.message.replace(/[.。]$/, ''),
      explanation: l.problem.hint ?? '',
      evidence: [
        { place: l.place, text: `${l.name}=${env.variables.find((v) => v.name === l.name)?.value ?? ''}` },
      ],
      remedies: l.mend
        ? [remedy(tell(`Mend ${l.name}…`, `修复 ${l.name}…`), { kind: 'settings', draft: l.mend })]
        : [],
      shows: { kind: 'variable', name: l.name },
    }),
  )
  for (const v of env.variables) {
    const own = v.layers.find((l) => l.layer === 'user')
    const winner = v.layers.find((l) => l.effective)
    if (!v.shadowed.includes('user') || own?.value === v.value) continue
    found.push(
      finding('warning', 'env-shadowed', {
        subject: v.name,
        title: tell(`${v.name} in your settings has no effect`, `你设置中的 ${v.name} 不起作用`),
        explanation: tell(
          'A shell file exports another value. It wins over `go env -w`.',
          'shell 文件导出了另一个值，它优先于 `go env -w`。',
        ),
        evidence: [
          { place: winner?.place ?? null, text: `export ${v.name}=${v.value}` },
          { place: own?.place ?? null, text: `${v.name}=${own?.value ?? ''}` },
        ],
        remedies: winner?.place
          ? [
              remedy(tell('Open the line…', '打开该行…'), { kind: 'edit', place: winner.place }),
              remedy(tell('Remove the setting…', '移除该设置…'), set(v.name, null)),
            ]
          : [],
        shows: { kind: 'variable', name: v.name },
      }),
    )
  }
  return found
}

function ofProxies(world: World, tell: Tell): Finding[] {
  const view = proxyView(world)
  const wrong = view.finding
  if (!wrong) return []
  return [
    finding(wrong.tone === 'bad' ? 'error' : 'warning', 'goproxy-dead-hop', {
      subject: view.hops[0]?.url ?? 'GOPROXY',
      title: (wrong.tone === 'bad' ? view.way.text : wrong.text).replace(/[.。]$/, ''),
      explanation: wrong.text,
      evidence: [{ place: null, text: tell('connection refused', '拒绝连接') }],
      remedies: wrong.fixes
        .map((f) =>
          f.kind === 'change'
            ? remedy(f.label, { kind: 'settings', draft: f.draft })
            : remedy(f.label, { kind: 'profile', profile: f.profile }),
        )
        .reverse(),
      shows: { kind: 'proxies' },
    }),
  ]
}

function ofCaches(world: World, tell: Tell): Finding[] {
  return caches(world.caches, world.scenario, world.language, world.revision)
    .budgets.filter((b) => b.notice !== null)
    .map((b) =>
      finding('warning', 'cache-over-budget', {
        subject: b.label,
        title: (b.notice ?? '').replace(/[.。]$/, ''),
        explanation: tell('It holds more than you allow it.', '它占用的空间超过了你的限额。'),
        remedies: [
          remedy(tell('Clean up…', '清理…'), { kind: 'clean', wish: { kind: 'budget', cache: b.cache } }),
        ],
        shows: { kind: 'caches' },
      }),
    )
}

/** A messy machine: one of every kind of remedy and every severity. */
function mess(tell: Tell): Finding[] {
  return [
    finding('error', 'toolchain-unavailable', {
      subject: 'go1.28.1',
      title: tell('go1.28.1 is needed and cannot be had', '需要 go1.28.1，但无法取得'),
      explanation: tell(
        '`GOTOOLCHAIN=local` forbids Go to fetch it. Every command in this folder fails.',
        '`GOTOOLCHAIN=local` 不允许 Go 下载它，在此目录中的所有命令都会失败。',
      ),
      evidence: [
        { place: place(`${HOME}/src/shop/backend/go.mod`, 5), text: 'toolchain go1.28.1' },
        { place: place(GOENV, 9), text: 'GOTOOLCHAIN=local' },
      ],
      remedies: [
        remedy(tell('Install go1.28.1…', '安装 go1.28.1…'), { kind: 'install', version: 'go1.28.1' }),
        remedy(tell('Let Go switch by itself…', '允许 Go 自行切换…'), {
          kind: 'toolchain',
          wish: { kind: 'setting', toolchain: null },
        }),
      ],
      shows: { kind: 'toolchains' },
    }),
    finding('error', 'credential-missing', {
      subject: 'git.corp.example',
      title: tell('There are no credentials for git.corp.example', 'git.corp.example 没有登录凭据'),
      explanation: tell(
        'Three private modules come from there. Go asks without a login, and the server refuses.',
        '有三个私有模块来自该服务器。Go 不带登录信息访问，会被拒绝。',
      ),
      evidence: [
        { place: place(`${HOME}/src/shop/backend/go.mod`, 12), text: 'git.corp.example/shop/auth v1.4.0' },
      ],
      remedies: [
        remedy(tell('Credentials…', '凭据…'), { kind: 'credentials', host: 'git.corp.example' }),
        remedy(tell('Private patterns…', '私有模式…'), { kind: 'private' }),
      ],
      shows: { kind: 'proxies' },
    }),
    finding('error', 'module-damaged', {
      subject: 'github.com/spf13/cobra@v1.9.0',
      title: tell('3 module versions are damaged', '3 个模块版本已损坏'),
      explanation: tell(
        'What lies in the module cache is not what was downloaded.',
        '模块缓存中的内容与下载时不一致。',
      ),
      evidence: [
        { place: place('/data/gomod/github.com/spf13/cobra@v1.9.0/command.go'), text: 'h1:3e0f… ≠ h1:91ab…' },
      ],
      remedies: [remedy(tell('See the damage…', '查看损坏…'), { kind: 'damage' })],
      shows: { kind: 'caches' },
    }),
    finding('warning', 'netrc-readable', {
      subject: '~/.netrc',
      title: tell('Others can read your logins', '其他用户能读取你的登录信息'),
      explanation: tell(
        'The file holds logins of 2 machines, and everyone on this computer may read it.',
        '该文件包含 2 台服务器的登录信息，本机任何用户都能读取。',
      ),
      evidence: [{ place: place(`${HOME}/.netrc`), text: '-rw-r--r-- you staff' }],
      remedies: [
        remedy(tell('Make it private…', '改为仅自己可读…'), {
          kind: 'deed',
          finding: 'netrc-readable:~/.netrc',
          fix: 'mode',
        }),
      ],
      shows: { kind: 'proxies' },
    }),
    finding('warning', 'program-stale', {
      subject: 'gofumpt',
      title: tell('gofumpt was built by go1.19.13', 'gofumpt 由 go1.19.13 构建'),
      explanation: tell('That Go gets no security fixes any more.', '该版本的 Go 已不再获得安全修复。'),
      evidence: [{ place: place(`${HOME}/bin/gofumpt`), text: 'go1.19.13' }],
      remedies: [
        remedy(tell('Build it anew', '重新构建'), { kind: 'rebuild', files: [`${HOME}/bin/gofumpt`] }),
      ],
      shows: { kind: 'programs' },
    }),
    finding('warning', 'goproxy-gone', {
      subject: 'https://gocenter.io',
      title: tell('gocenter.io has ended its service', 'gocenter.io 已停止服务'),
      explanation: tell('It has not answered since 2021.', '它自 2021 年起不再应答。'),
      evidence: [{ place: place(GOENV, 3), text: 'GOPROXY=https://gocenter.io,direct' }],
      remedies: [
        remedy(tell('Switch to goproxy.cn…', '切换到 goproxy.cn…'), {
          kind: 'profile',
          profile: 'goproxy.cn',
        }),
        remedy(tell('Use Go’s default…', '使用 Go 的默认值…'), set('GOPROXY', null)),
      ],
      shows: { kind: 'proxies' },
    }),
    finding('note', 'go111module-set', {
      subject: 'GO111MODULE',
      title: tell('GO111MODULE=on says what is so anyway', 'GO111MODULE=on 是多余的'),
      explanation: tell('It has been the default since Go 1.16.', '自 Go 1.16 起这就是默认值。'),
      evidence: [{ place: place(GOENV, 6), text: 'GO111MODULE=on' }],
      remedies: [remedy(tell('Remove it…', '移除…'), set('GO111MODULE', null))],
      shows: { kind: 'variable', name: 'GO111MODULE' },
    }),
    finding('note', 'cache-split', {
      subject: '/data/gomod',
      title: tell('Modules lie in two module caches', '模块分散在两个模块缓存中'),
      explanation: tell(
        '`~/go/pkg/mod` holds 3.1 GB that this Go does not use.',
        '`~/go/pkg/mod` 中有 3.1 GB，这个 Go 用不到。',
      ),
      evidence: [{ place: place(`${HOME}/go/pkg/mod`), text: '3.1 GB' }],
      shows: { kind: 'caches' },
    }),
  ]
}

const ORDER: FindingSeverity[] = ['error', 'warning', 'note']

function findings(world: World, tell: Tell): Finding[] {
  const quiet = world.scenario === 'healthy' || world.scenario === 'empty' || world.scenario === 'no-go'
  const all = [
    ...ofEnvironment(world, tell),
    ...(quiet ? [] : ofProxies(world, tell)),
    ...ofCaches(world, tell),
    ...(world.scenario === 'doctor-mess' ? mess(tell) : []),
  ]
  return ORDER.flatMap((s) => all.filter((f) => f.severity === s)).filter(
    (f) => !world.doctor.mended.has(f.key),
  )
}

function check(world: World, found: Finding[], tell: Tell, id: string): DoctorCheck {
  const online = ONLINE.includes(id)
  const slow = id === 'module-damaged'
  let state: CheckState = found.some((f) => f.id === id) ? 'found' : 'well'
  if ((online || slow) && world.doctor.slowAt === null && state !== 'found')
    state = world.doctor.slow === null ? 'waiting' : 'running'
  const skipped = id === 'cgo-no-compiler' && world.scenario === 'doctor-mess'
  return {
    id,
    title: id.replaceAll('-', ' '),
    speed: online ? 'online' : slow ? 'slow' : 'fast',
    state: skipped ? 'skipped' : state,
    reason: skipped ? tell('`/usr/bin/cc` did not answer.', '`/usr/bin/cc` 没有应答。') : null,
  }
}

export function doctor(world: World): Doctor {
  const tell: Tell = (en, zh) => say(world.language, en, zh)
  const found = findings(world, tell)
  const count = (severity: FindingSeverity) => found.filter((f) => f.severity === severity).length
  const wrong = count('error') + count('warning')
  const pages: FindingPages = { environment: 0, toolchains: 0, caches: 0, proxies: 0 }
  for (const f of found.filter((f) => f.severity !== 'note')) {
    if (f.shows?.kind === 'variable') pages.environment++
    else if (f.shows?.kind === 'programs' || f.shows?.kind === 'toolchains') pages.toolchains++
    else if (f.shows) pages[f.shows.kind]++
  }
  return {
    revision: world.revision,
    looking: world.scenario === 'asking',
    sentence:
      wrong === 0
        ? tell('Nothing is wrong with your Go', '你的 Go 一切正常')
        : tell(
            `${String(wrong)} ${wrong === 1 ? 'thing needs' : 'things need'} a look`,
            `有 ${String(wrong)} 项需要留意`,
          ),
    findings: found,
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    checks: [...FAST, ...ONLINE, 'module-damaged'].map((id) => check(world, found, tell, id)),
    slow: world.doctor.slow,
    checkedAt: world.changedAt,
    slowAt: world.doctor.slowAt,
    pages,
  }
}
