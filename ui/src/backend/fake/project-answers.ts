import type { BuildView, Commands, Topic } from '../bindings'
import type { FakeJobs } from './jobs'
import { place, problem, say } from './place'
import { detail, find, projects, team, warming, type FakeProject } from './projects'
import { welcome, welcomeDue } from './welcome'
import type { World } from './world'

type Names = Extract<keyof Commands, `project_${string}` | `welcome_${string}`>
type Answers = { [K in Names]: (args: Commands[K]['args']) => Commands[K]['answer'] }

interface Surroundings {
  world: World
  jobs: FakeJobs
  announce: (topics: Topic[]) => void
}

const OUTPUT = ['# git.corp.example/shop/backend/cmd/api', 'go build ./...']

/** The commands of the Projects page and of the wizard. */
export function projectAnswers({ world, jobs, announce }: Surroundings): Answers {
  const tell = (en: string, zh: string) => say(world.language, en, zh)
  const told = () => announce(['projects', 'welcome'])

  function warm(p: FakeProject) {
    const of = Math.max(1, p.missing)
    const fails = p.steps.some((s) => s !== 'download')
    const job = jobs.begin({
      kind: 'warm',
      title: tell(
        `Downloading for ${p.folder.split('/').at(-1) ?? ''}`,
        `为 ${p.folder.split('/').at(-1) ?? ''} 下载`,
      ),
      total: of,
      inBytes: false,
      phases: [
        tell(
          'google.golang.org/grpc@v1.70.0, from goproxy.cn',
          'google.golang.org/grpc@v1.70.0，来自 goproxy.cn',
        ),
      ],
      ended: tell('It builds without a network now.', '现在可以离线构建。'),
      cancelled: tell('Stopped; what is there stays.', '已停止，已下载的部分保留。'),
      each: (share) => {
        p.warm = warming(Date.now(), share, true, of, job.id)
        told()
      },
      then: () => {
        if (fails) return
        p.missing = 0
        p.steps = []
      },
      over: () => {
        p.warm = { ...warming(Date.now(), fails ? 0.9 : 1, false, of, job.id) }
        if (fails)
          p.warm.failures = [
            {
              module: 'git.corp.example/shop/auth',
              version: 'v1.4.0',
              from: 'git.corp.example',
              reason: tell('The server wants a login.', '服务器要求登录。'),
              said: 'git.corp.example/shop/auth@v1.4.0: reading https://git.corp.example/shop/auth?go-get=1: 401 Unauthorized',
              remedies: [
                {
                  label: tell('Credentials…', '凭据…'),
                  opens: { kind: 'credentials', host: 'git.corp.example' },
                },
              ],
            },
          ]
        told()
      },
    })
    p.warm = warming(Date.now(), 0, true, of, job.id)
    told()
    return job
  }

  function build(p: FakeProject) {
    const view = (running: boolean): BuildView => ({
      job: job.id,
      running,
      tone: running ? 'plain' : p.steps.length === 0 ? 'good' : 'bad',
      sentence: running
        ? tell('Building', '正在构建')
        : p.steps.length === 0
          ? tell('It builds', '构建成功')
          : tell('It does not build', '构建失败'),
      lines: running ? OUTPUT.slice(1) : OUTPUT,
      leftOut: 0,
      problem: null,
      startedAt: Date.now(),
      endedAt: running ? null : Date.now(),
    })
    const job = jobs.begin({
      kind: 'build',
      title: tell('Building', '构建'),
      total: null,
      inBytes: false,
      phases: ['go build ./...'],
      ended: tell('It builds.', '构建成功。'),
      cancelled: tell('Stopped.', '已停止。'),
      over: () => {
        p.build = view(false)
        told()
      },
    })
    p.build = view(true)
    told()
    return job
  }

  return {
    project_list: () => projects(world),
    project_detail: ({ project }) => detail(world, project),
    project_add: ({ folder }) => {
      if (folder.includes('missing'))
        throw problem('no-such-folder', `\`${folder}\` is not there`, 'Choose another folder.', folder)
      const p = world.projects
      p.folders = [...p.folders.filter((f) => f !== folder), folder]
      if (!p.projects.some((k) => k.folder === folder || k.folder.startsWith(`${folder}/`)))
        p.projects = [
          ...p.projects,
          {
            folder,
            module: `example.com/${folder.split('/').at(-1) ?? ''}`,
            needed: 12,
            missing: 12,
            damaged: 0,
            steps: ['download'],
            team: 'none',
            vendor: 'none',
            warm: null,
            build: null,
          },
        ]
      told()
      return projects(world)
    },
    project_remove: ({ folder }) => {
      const p = world.projects
      p.folders = p.folders.filter((f) => f !== folder)
      p.projects = p.projects.filter((k) =>
        p.folders.some((f) => k.folder === f || k.folder.startsWith(`${f}/`)),
      )
      told()
      return projects(world)
    },
    project_warm: ({ project }) => warm(find(world, project)),
    project_warm_view: ({ project }) => find(world, project).warm,
    project_build: ({ project }) => build(find(world, project)),
    project_build_view: ({ project }) => find(world, project).build,
    project_team: ({ project }) => team(world, find(world, project)),
    project_team_keep: ({ project }) => {
      find(world, project)
      return null
    },
    project_team_draft: ({ project }) => {
      const p = find(world, project)
      const text =
        'profile = "Office"\n\n[set]\nGOPROXY = "https://goproxy.cn,direct"\nGOPRIVATE = "git.corp.example"\n'
      return {
        id: project,
        place: place(`${p.folder}/.burrow.toml`),
        text,
        replaces: p.team !== 'none',
        diff: text
          .trimEnd()
          .split('\n')
          .map((line, i) => ({ sign: 'added', text: line, oldLine: null, newLine: i + 1 })),
        notes: [],
      }
    },
    project_team_write: ({ draft }) => {
      const p = find(world, draft)
      p.team = 'followed'
      told()
      return place(`${p.folder}/.burrow.toml`)
    },
    welcome_due: () => welcomeDue(world),
    welcome_state: () => welcome(world),
    welcome_test: ({ on }) => {
      world.welcome.tested ||= on
      announce(['welcome'])
      return null
    },
    welcome_done: () => {
      world.welcome.left = true
      announce(['welcome'])
      return null
    },
  }
}
