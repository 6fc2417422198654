import type {
  BuildView,
  MissingModule,
  ProjectDetail,
  ProjectRow,
  Projects,
  ProjectStep,
  ReadinessId,
  TeamView,
  WarmView,
} from '../bindings'
import { HOME, place, problem, say } from './place'
import { parse } from './resolve'
import type { Scenario, World } from './world'
import { which } from './which'

/** An invented project. */
export interface FakeProject {
  folder: string
  module: string | null
  needed: number
  missing: number
  damaged: number
  /** Ids of its steps, in order. */
  steps: string[]
  team: 'none' | 'followed' | 'proposes' | 'refused'
  vendor: ProjectDetail['vendor']['state']
  warm: WarmView | null
  build: BuildView | null
}

export interface ProjectWorld {
  projects: FakeProject[]
  /** Folders that the person named. */
  folders: string[]
}

const project = (folder: string, module: string | null, part: Partial<FakeProject>): FakeProject => ({
  folder: `${HOME}/${folder}`,
  module,
  needed: 48,
  missing: 0,
  damaged: 0,
  steps: [],
  team: 'none',
  vendor: 'none',
  warm: null,
  build: null,
  ...part,
})

export function createProjects(scenario: Scenario, now: number): ProjectWorld {
  if (scenario === 'projects-empty' || scenario.startsWith('welcome') || scenario === 'no-go')
    return { projects: [], folders: [] }
  const projects = [
    project('src/shop/backend', 'git.corp.example/shop/backend', {
      needed: 214,
      missing: 212,
      steps: ['follow-team-profile', 'install-toolchain', 'add-credential', 'download'],
      team: 'proposes',
    }),
    project('src/blog', 'example.com/blog', { needed: 61, missing: 12, steps: ['download'] }),
    project('src/tools', 'example.com/tools', { vendor: 'used', needed: 0 }),
    project('src/shop', null, {
      needed: 230,
      damaged: 1,
      steps: ['fix-go-sum', 'repair-modules'],
      team: 'refused',
    }),
    project('src/hello', 'example.com/hello', { needed: 3, team: 'followed' }),
  ]
  if (scenario === 'projects-warming') projects[1]!.warm = warming(now, 0.4, true)
  return { projects, folders: [`${HOME}/src`] }
}

type Tell = (en: string, zh: string) => string

const readiness = (p: FakeProject): ReadinessId =>
  p.steps.some((s) => s !== 'download') ? 'blocked' : p.steps.length > 0 ? 'download' : 'offline'

function sentence(p: FakeProject, tell: Tell): string {
  switch (readiness(p)) {
    case 'offline':
      return tell('ready offline', '可离线构建')
    case 'download':
      return tell(
        `ready, ${String(p.missing)} modules to download`,
        `就绪，需下载 ${String(p.missing)} 个模块`,
      )
    case 'blocked':
      return tell(`not ready: ${String(p.steps.length)} steps`, `尚未就绪：还差 ${String(p.steps.length)} 步`)
  }
}

function row(world: World, p: FakeProject, tell: Tell): ProjectRow {
  const file = p.module === null ? 'go.work' : 'go.mod'
  const state = readiness(p)
  const named = world.projects.folders.find((f) => p.folder === f || p.folder.startsWith(`${f}/`))
  return {
    folder: place(p.folder),
    file: place(`${p.folder}/${file}`),
    name: p.folder.split('/').at(-1) ?? '',
    module: p.module,
    workspace: p.module === null,
    named: named === undefined ? null : place(named),
    alone: named === p.folder,
    looking: world.scenario === 'hunting',
    verdict: {
      readiness: state,
      tone: state === 'offline' ? 'good' : state === 'download' ? 'warn' : 'bad',
      sentence: sentence(p, tell),
      needed: p.needed,
      present: p.needed - p.missing,
      missing: p.missing,
      damaged: p.damaged,
      steps: p.steps.length,
      lookedAt: Date.now() - 20_000,
    },
    problem: null,
    toolchain: p.steps.includes('install-toolchain') ? 'go1.28.1' : 'go1.27.3',
    team: p.team !== 'none',
    warming: p.warm?.running ? p.warm.job : null,
    building: p.build?.running ? p.build.job : null,
  }
}

const WORST: ReadinessId[] = ['blocked', 'download', 'offline']

export function projects(world: World): Projects {
  const tell: Tell = (en, zh) => say(world.language, en, zh)
  const all = world.projects.projects
  const rank = (p: FakeProject) => WORST.indexOf(readiness(p))
  const waiting = all.filter((p) => readiness(p) !== 'offline').length
  return {
    revision: world.revision,
    looking: world.scenario === 'hunting',
    sentence:
      all.length === 0
        ? tell('No project is known yet', '还没有项目')
        : waiting === 0
          ? tell('All projects build offline', '所有项目均可离线构建')
          : tell(
              `${String(waiting)} of ${String(all.length)} projects need something first`,
              `${String(all.length)} 个项目中有 ${String(waiting)} 个还不能构建`,
            ),
    projects: [...all]
      .sort((a, b) => rank(a) - rank(b) || a.folder.localeCompare(b.folder))
      .map((p) => row(world, p, tell)),
    folders: world.projects.folders.map((f) => ({
      place: place(f),
      projects: all.filter((p) => p.folder === f || p.folder.startsWith(`${f}/`)).length,
      problem: null,
    })),
    offers: [
      { place: place(`${HOME}/go/src`), reason: tell('in GOPATH', '在 GOPATH 中') },
      { place: place(`${HOME}/work/experiments`), reason: tell('opened in VS Code', '在 VS Code 中打开过') },
    ].filter((o) => !world.projects.folders.includes(o.place.file)),
    notices: [],
  }
}

function step(p: FakeProject, id: string, tell: Tell): ProjectStep {
  const of = (title: string, fix: string, more: Partial<ProjectStep> = {}): ProjectStep => ({
    id,
    key: id,
    title,
    fix,
    remedies: [],
    ...more,
  })
  switch (id) {
    case 'follow-team-profile':
      return of(
        tell('Follow the team’s profile “Office”', '采用团队配置“Office”'),
        tell(
          '`.burrow.toml` proposes GOPROXY and GOPRIVATE.',
          '`.burrow.toml` 建议了 GOPROXY 和 GOPRIVATE。',
        ),
        { remedies: [{ label: tell('Show…', '查看…'), opens: { kind: 'team', project: p.folder } }] },
      )
    case 'install-toolchain':
      return of(
        tell('Install go1.28.1', '安装 go1.28.1'),
        tell('go.mod, line 5 asks for it.', 'go.mod 第 5 行要求它。'),
        {
          remedies: [{ label: tell('Install…', '安装…'), opens: { kind: 'install', version: 'go1.28.1' } }],
        },
      )
    case 'add-credential':
      return of(
        tell('Add credentials for git.corp.example', '为 git.corp.example 添加凭据'),
        tell('3 private modules come from there.', '有 3 个私有模块来自该服务器。'),
        {
          remedies: [
            {
              label: tell('Credentials…', '凭据…'),
              opens: { kind: 'credentials', host: 'git.corp.example' },
            },
          ],
        },
      )
    case 'fix-go-sum':
      return of(
        tell('go.sum lacks 2 lines', 'go.sum 缺少 2 行'),
        tell(
          'Run `go mod tidy` in the project and look at what it changes.',
          '在项目中运行 `go mod tidy`，并查看改动。',
        ),
        {
          remedies: [
            {
              label: tell('Copy the command', '复制命令'),
              opens: { kind: 'command', folder: place(p.folder), command: 'go mod tidy' },
            },
          ],
        },
      )
    case 'repair-modules':
      return of(
        tell('Repair one damaged module version', '修复 1 个损坏的模块版本'),
        tell('What lies in the module cache is not what go.sum says.', '模块缓存中的内容与 go.sum 不符。'),
        { remedies: [{ label: tell('See the damage…', '查看损坏…'), opens: { kind: 'damage' } }] },
      )
    default:
      return of(
        tell(`Download ${String(p.missing)} modules`, `下载 ${String(p.missing)} 个模块`),
        tell('About 84 MB, from goproxy.cn.', '约 84 MB，来自 goproxy.cn。'),
        { remedies: [{ label: tell('Download', '下载'), opens: { kind: 'warm', project: p.folder } }] },
      )
  }
}

const MODULES = [
  'golang.org/x/text',
  'google.golang.org/grpc',
  'github.com/spf13/cobra',
  'git.corp.example/shop/auth',
]

function missing(p: FakeProject): MissingModule[] {
  return Array.from({ length: p.missing }, (_, i) => ({
    module: i < MODULES.length ? MODULES[i]! : `example.org/pkg${String(i)}`,
    version: `v1.${String(i % 30)}.0`,
    viaProxy: MODULES[i] !== 'git.corp.example/shop/auth',
  }))
}

export function find(world: World, folder: string): FakeProject {
  const found = world.projects.projects.find((p) => p.folder === folder)
  if (found) return found
  throw problem(
    'project-unknown',
    say(world.language, `There is no project in \`${folder}\`.`, `\`${folder}\` 中没有项目。`),
    null,
    folder,
  )
}

export function detail(world: World, folder: string): ProjectDetail {
  const tell: Tell = (en, zh) => say(world.language, en, zh)
  const p = find(world, folder)
  const sums = p.steps.includes('fix-go-sum')
  return {
    row: row(world, p, tell),
    which: { ...which(world), directory: place(p.folder) },
    steps: p.steps.map((id) => step(p, id, tell)),
    modules: {
      needed: p.needed,
      present: p.needed - p.missing,
      missing: missing(p),
      missingCount: p.missing,
      damaged: p.damaged === 0 ? [] : [damage(tell)],
      private: p.steps.includes('add-credential') ? ['git.corp.example/shop/auth'] : [],
      exposed: p.team === 'refused' ? ['git.corp.example/shop/mail'] : [],
    },
    unhashed: false,
    goSum: {
      place: place(`${p.folder}/go.sum`),
      missing: sums
        ? [
            { module: 'golang.org/x/sys', version: 'v0.30.0', goMod: false },
            { module: 'golang.org/x/sys', version: 'v0.30.0', goMod: true },
          ]
        : [],
      mismatched: [],
      sentence: sums ? tell('2 lines are missing', '缺少 2 行') : null,
    },
    vendor: {
      state: p.vendor,
      place: p.vendor === 'none' ? null : place(`${p.folder}/vendor`),
      sentence:
        p.vendor === 'used' ? tell('Go builds from the vendor folder.', 'Go 使用 vendor 目录构建。') : null,
    },
    members: p.module === null ? [place(`${p.folder}/backend`), place(`${p.folder}/web`)] : [],
  }
}

const damage = (tell: Tell) => ({
  module: 'github.com/spf13/cobra',
  version: 'v1.9.0',
  place: place('/data/gomod/github.com/spf13/cobra@v1.9.0/command.go'),
  damage: 'dir-modified' as const,
  message: tell('A file was changed after it was unpacked.', '有文件在解压后被改过。'),
  healsItself: false,
  repair: tell('deletes the folder; go unpacks it again', '删除文件夹，go 会重新解压'),
})

/** A download as far as this share of it. */
export function warming(now: number, share: number, running: boolean, of = 12, job = 1): WarmView {
  const modules = Math.floor(of * share)
  return {
    job,
    running,
    sentence: running
      ? `${String(modules)} / ${String(of)}: google.golang.org/grpc@v1.70.0`
      : `${String(of)} / ${String(of)}`,
    modules,
    of,
    bytes: Math.floor(84_200_000 * share),
    rate: running ? 6_400_000 : null,
    waiting: running
      ? [
          { module: 'google.golang.org/grpc', version: 'v1.70.0', from: 'goproxy.cn', since: now - 2400 },
          { module: 'git.corp.example/shop/auth', version: 'v1.4.0', from: 'git', since: now - 900 },
        ]
      : [],
    hops: modules === 0 ? [] : [{ name: 'goproxy.cn', modules }],
    failures: [],
    startedAt: now - 13_000,
    endedAt: running ? null : now,
  }
}

export function team(world: World, p: FakeProject): TeamView | null {
  const tell: Tell = (en, zh) => say(world.language, en, zh)
  if (p.team === 'none') return null
  const at = place(`${p.folder}/.burrow.toml`, p.team === 'refused' ? 7 : null)
  if (p.team === 'refused')
    return {
      place: at,
      refused: problem(
        'team-secret',
        tell('Line 7: GOPROXY holds a password or a token.', '第 7 行：GOPROXY 含有密码或令牌。'),
        tell(
          'A team file holds no secrets. Whoever keeps it takes the password out.',
          '团队文件不保存机密，由维护者移除密码。',
        ),
        'GOPROXY',
      ),
      title: '',
      note: null,
      links: [],
      parts: [],
      settings: null,
      followed: false,
      sentence: tell('The team file cannot be followed', '无法采用团队文件'),
    }
  const proxy = 'https://goproxy.corp.example,direct'
  const followed = p.team === 'followed'
  const set = followed || parse(world.text).get('GOPROXY')?.value === proxy
  const installed = followed || !p.steps.includes('install-toolchain')
  const holds = set && installed
  return {
    place: at,
    refused: null,
    title: 'Office',
    note: tell('Ask #go-help when the proxy is down.', '代理不可用时，请到 #go-help 询问。'),
    links: [{ title: 'Handbook', url: 'https://wiki.corp.example/go' }],
    parts: [
      {
        title: tell('Profile “Office”', '配置“Office”'),
        detail: tell('GOPROXY, GOPRIVATE', 'GOPROXY、GOPRIVATE'),
        holds: set,
        doubts: [],
        remedy: null,
      },
      {
        title: tell('Toolchain go1.28.1', '工具链 go1.28.1'),
        detail: tell('not on this machine', '本机没有'),
        holds: installed,
        doubts: [],
        remedy: installed
          ? null
          : { label: tell('Install…', '安装…'), opens: { kind: 'install', version: 'go1.28.1' } },
      },
    ],
    settings: set ? null : { kind: 'edits', edits: [{ name: 'GOPROXY', value: proxy }] },
    followed: holds,
    sentence: holds
      ? tell('All that the team proposes is so', '团队建议的设置均已生效')
      : tell('Two things would change', '将有 2 项更改'),
  }
}
