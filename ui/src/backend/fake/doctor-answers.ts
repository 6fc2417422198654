import type { Commands, Topic } from '../bindings'
import { doctor } from './doctor'
import type { FakeJobs } from './jobs'
import { HOME, place, problem, say } from './place'
import type { World } from './world'

type Names = Extract<keyof Commands, `doctor_${string}` | `report_${string}`>
type Answers = { [K in Names]: (args: Commands[K]['args']) => Commands[K]['answer'] }

interface Surroundings {
  world: World
  jobs: FakeJobs
  announce: (topics: Topic[]) => void
}

/** The commands of the Doctor page. */
export function doctorAnswers({ world, jobs, announce }: Surroundings): Answers {
  const tell = (en: string, zh: string) => say(world.language, en, zh)
  return {
    doctor_view: () => doctor(world),
    doctor_slow: ({ online }) => {
      const job = jobs.begin({
        kind: 'examine',
        title: tell('Checking what takes time', '检查耗时的项目'),
        total: online ? 6 : 1,
        inBytes: false,
        phases: [tell('Asking servers', '询问服务器'), tell('Comparing module versions', '核对模块版本')],
        ended: tell('All checks were made.', '所有检查已完成。'),
        cancelled: tell('Stopped; what was found stays.', '已停止，已发现的问题仍保留。'),
        then: () => (world.doctor.slowAt = Date.now()),
        over: () => {
          world.doctor.slow = null
          announce(['doctor'])
        },
      })
      world.doctor.slow = job.id
      announce(['doctor'])
      return job
    },
    doctor_plan: ({ finding, fix }) => {
      const found = doctor(world).findings.find((f) => f.key === finding)
      if (!found) throw problem('finding-gone', tell('That is not so any more.', '情况已经改变。'))
      return {
        id: `${finding}#${fix}`,
        title: found.remedies.find((r) => r.opens.kind === 'deed')?.label ?? found.title,
        changes: [
          {
            place: place(`${HOME}/.netrc`),
            text: tell('readable by you alone (0600)', '仅自己可读（0600）'),
            diff: [
              { sign: 'removed', text: '-rw-r--r--', oldLine: null, newLine: null },
              { sign: 'added', text: '-rw-------', oldLine: null, newLine: null },
            ],
          },
        ],
        checks: [],
        applicable: true,
        undo: tell('It can be taken back from here.', '可以在这里撤销。'),
      }
    },
    doctor_apply: ({ plan }) => {
      world.doctor.mended = new Set([...world.doctor.mended, plan.split('#')[0] ?? ''])
      announce(['doctor'])
      return plan
    },
    doctor_undo: ({ done }) => {
      const key = done.split('#')[0] ?? ''
      world.doctor.mended = new Set([...world.doctor.mended].filter((k) => k !== key))
      announce(['doctor'])
      return null
    },
    report_view: ({ maskHosts }) => {
      const host = maskHosts ? 'host-1.example' : 'git.corp.example'
      const lines = [
        'Burrow 0.1.0, linux/amd64',
        'go1.27.3 (/usr/local/go)',
        `GOPROXY=https://***@${host},direct`,
      ]
      return {
        text: `${lines.join('\n')}\n`,
        markdown: `## Go environment\n\n${lines.map((l) => `- ${l}`).join('\n')}\n`,
        json: JSON.stringify(
          { burrow: '0.1.0', go: 'go1.27.3', variables: { GOPROXY: `https://***@${host},direct` } },
          null,
          2,
        ),
        notes: [],
      }
    },
    report_save: ({ form }) => {
      const file = `/home/ada/burrow-report.${{ text: 'txt', markdown: 'md', json: 'json' }[form]}`
      return { file, line: null, display: file.replace('/home/ada', '~') }
    },
  }
}
