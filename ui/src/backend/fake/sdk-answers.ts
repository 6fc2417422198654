import type { Commands, Topic, Toolchains } from '../bindings'
import type { FakeJobs } from './jobs'
import { destinations, offers, offerSources, planRemoval } from './offers'
import { HOME, place, problem, say } from './place'
import { programs } from './programs'
import { sdk } from './sdks'
import { after, carryOut, planSwitch } from './switch'
import { which } from './which'
import type { World } from './world'

type Names = Extract<keyof Commands, `sdk_${string}` | `job_${string}`>
type Answers = { [K in Names]: (args: Commands[K]['args']) => Commands[K]['answer'] }

/** What the answers need of the backend around them. */
export interface Surroundings {
  world: World
  jobs: FakeJobs
  announce: (topics: Topic[]) => void
  /** Writes the GOENV file. */
  write: (text: string | null) => void
}

function toolchains(world: World): Toolchains {
  const found = which(world)
  const [undo] = world.switches
  return {
    revision: world.revision,
    looking: world.hunting,
    sdks: world.sdks.map((s) => ({ ...s, runs: s.goroot.file === found.goroot?.file })),
    which: found,
    folders: world.folders.map((f) => place(f)),
    current: world.current
      ? { link: place(`${HOME}/.local/share/burrow/current`), goroot: place(world.current) }
      : null,
    undo: undo ? { id: undo.id, sentence: undo.sentence, at: undo.at } : null,
    notices:
      world.scenario === 'failing'
        ? [
            problem(
              'source-failed',
              say(
                world.language,
                '`~/.gvm` could not be read: permission denied.',
                '读不到 `~/.gvm`：没有权限。',
              ),
              say(
                world.language,
                'What lies there is not listed; the rest is.',
                '那里的内容没有列出，其余不受影响。',
              ),
            ),
          ]
        : [],
  }
}

/** The commands of the Toolchains page. */
export function sdkAnswers({ world, jobs, announce, write }: Surroundings): Answers {
  const tell = (en: string, zh: string) => say(world.language, en, zh)
  const switchPlans = new Map<
    string,
    { revision: number; wish: Commands['sdk_plan_switch']['args']['wish'] }
  >()
  const removals = new Map<string, string>()

  return {
    sdk_toolchains: () => toolchains(world),
    sdk_add_folder: ({ folder }) => {
      if (folder.includes('missing')) {
        throw problem('no-such-folder', `\`${folder}\` is not there`, 'Choose another folder.', folder)
      }
      world.folders = [...world.folders.filter((f) => f !== folder), folder]
      world.revision++
      return toolchains(world)
    },
    sdk_forget_folder: ({ folder }) => {
      world.folders = world.folders.filter((f) => f !== folder)
      world.revision++
      return toolchains(world)
    },
    sdk_plan_switch: ({ wish }) => {
      const id = `s${String(switchPlans.size + 1)}`
      switchPlans.set(id, { revision: world.revision, wish })
      return planSwitch(world, wish, id)
    },
    sdk_apply_switch: ({ plan }) => {
      const made = switchPlans.get(plan)
      if (made?.revision !== world.revision) {
        throw problem('plan-stale', 'The file changed since this preview', 'Look at the new preview.')
      }
      const { text } = after(world, made.wish)
      const { id, sentence, at } = carryOut(world, made.wish)
      if (text !== world.text) write(text)
      announce(['toolchains', 'environment'])
      return { revision: world.revision, undo: { id, sentence, at } }
    },
    sdk_plan_removal: ({ goroot }) => {
      const id = `r${String(removals.size + 1)}`
      removals.set(id, goroot)
      return planRemoval(world, goroot, id)
    },
    sdk_remove: ({ plan }) => {
      const goroot = removals.get(plan)
      const going = world.sdks.find((s) => s.goroot.file === goroot)
      if (!going) throw problem('plan-stale', 'It is gone already.')
      const name = going.version ?? going.goroot.display
      return jobs.begin({
        kind: 'remove',
        title: tell(`Removing ${name}`, `删除 ${name}`),
        total: going.bytes,
        phases: [tell('Moving it to the trash', '正在移到回收站')],
        ended: tell('It is in the trash.', '已移到回收站。'),
        cancelled: tell('Stopped; nothing is gone.', '已停止，没有删除任何内容。'),
        then: () => {
          world.sdks = world.sdks.filter((s) => s.goroot.file !== goroot)
          announce(['toolchains'])
        },
      })
    },
    sdk_offer_sources: () => offerSources(world),
    sdk_offers: ({ source }) => offers(world, source),
    sdk_destinations: ({ version }) => destinations(world, version),
    sdk_install: ({ wish }) => {
      const to = destinations(world, wish.version).find((d) => d.id === wish.destination)
      if (!to) throw problem('no-such-place', 'Nothing can be put there')
      return jobs.begin({
        kind: 'install',
        title: tell(`Installing ${wish.version}`, `安装 ${wish.version}`),
        total: 78_412_001,
        phases: [
          tell('Downloading from `proxy.golang.org`', '正在从 `proxy.golang.org` 下载'),
          tell('Downloading from `proxy.golang.org`', '正在从 `proxy.golang.org` 下载'),
          tell('Checking it against the checksum database', '正在用校验数据库核对'),
          tell('Unpacking 13,412 files', '正在解压 13,412 个文件'),
        ],
        ended: tell('It is ready, checked against `sum.golang.org`.', '已就绪，并经 `sum.golang.org` 核对。'),
        cancelled: tell(
          'Stopped; what was downloaded is kept for the next time.',
          '已停止，下载的部分留待下次继续。',
        ),
        result: to.place,
        problem:
          world.scenario === 'install-fails'
            ? problem(
                'hash-differs',
                tell(
                  'What was downloaded is not what the checksum database knows.',
                  '下载的内容与校验数据库的记录不符。',
                ),
                tell(
                  'Nothing was installed. Try another source; tell whoever runs this mirror.',
                  '没有安装任何内容。换一个来源，并告知镜像的维护者。',
                ),
              )
            : undefined,
        then: () => {
          const made = sdk(world.language, {
            path: to.place.file,
            version: wish.version,
            found: [['golang-dl']],
          })
          world.sdks = [made, ...world.sdks]
          announce(['toolchains'])
        },
      })
    },
    sdk_programs: () => programs(world),
    sdk_rebuild_program: ({ file }) => {
      const program = world.programs.find((p) => p.place.file === file)
      if (!program) throw problem('no-such-program', 'It is gone already.')
      return jobs.begin({
        kind: 'rebuild',
        title: tell(`Rebuilding ${program.name}`, `重新构建 ${program.name}`),
        total: null,
        phases: [program.rebuild ?? ''],
        ended: tell('Built by `go1.27.3`.', '已由 `go1.27.3` 构建。'),
        cancelled: tell('Stopped; the old program stays.', '已停止，原来的程序还在。'),
        result: program.place,
        then: () => {
          world.programs = world.programs.map((p) =>
            p.place.file === file ? { ...p, builtBy: 'go1.27.3', outdated: false } : p,
          )
          announce(['programs'])
        },
      })
    },
    sdk_remove_program: ({ file }) => {
      world.programs = world.programs.filter((p) => p.place.file !== file)
      return programs(world)
    },
    job_list: () => jobs.jobs,
    job_cancel: ({ id }) => {
      jobs.cancel(id)
      return null
    },
    job_dismiss: ({ id }) => {
      jobs.dismiss(id)
      return null
    },
  }
}
