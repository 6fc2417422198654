import type { CleanWish, Commands, Job, Topic } from '../bindings'
import { rowsOf } from './cache-modules'
import { bytesOf, cleanPlan, items, taken, type Taken } from './cache-plan'
import { caches, GOMODCACHE, sized, type FakeCleaning } from './caches'
import { HOME, place, problem, say } from './place'
import type { FakeJobs } from './jobs'
import type { World } from './world'

type Names = Extract<keyof Commands, `cache_${string}`>
type Answers = { [K in Names]: (args: Commands[K]['args']) => Commands[K]['answer'] }

interface Surroundings {
  world: World
  jobs: FakeJobs
  announce: (topics: Topic[]) => void
}

const DAY = 86_400_000

/** The commands of the Caches page. */
export function cacheAnswers({ world, jobs, announce }: Surroundings): Answers {
  const c = world.caches
  const tell = (en: string, zh: string) => say(world.language, en, zh)
  const plans = new Map<string, { wish: CleanWish; taken: Taken }>()
  const answer = () => caches(c, world.scenario, world.language, world.revision)
  const moved = () => {
    c.rowsRevision++
    announce(['caches'])
  }

  function measure(asked: boolean): Job {
    const job = jobs.begin({
      kind: 'measure',
      unasked: !asked,
      title: tell('Measuring the caches', '统计缓存'),
      total: null,
      phases: [tell('Counting what is in the caches', '正在统计缓存的内容')],
      ended: tell('The figures are of now.', '数字已是最新。'),
      cancelled: tell('Stopped; the figures are of what was seen.', '已停止，数字只包含看到的部分。'),
      each: (share) => {
        if (c.asOf === null || c.known < 1) c.known = share
        announce(['caches'])
      },
      over: () => {
        c.measuring = null
        c.asOf = Date.now()
        moved()
      },
      then: () => (c.known = 1),
    })
    c.measuring = job.id
    announce(['caches'])
    return job
  }

  function put(id: string): FakeCleaning {
    const found = c.cleanings.find((k) => k.cleaning.id === id)
    if (!found)
      throw problem('no-such-cleaning', tell('That cleaning is not kept any more.', '那次清理已不再保留。'))
    return found
  }

  return {
    cache_caches: answer,
    cache_rows: () =>
      rowsOf(world.language, c.known < 1 ? [] : c.versions, c.rowsRevision, c.folders.length > 0),
    cache_watch: ({ on }) => {
      c.watched = on
      if (on && c.asOf === null && c.measuring === null) measure(false)
      return null
    },
    cache_measure: () => measure(true),
    cache_plan: ({ wish }) => {
      const id = `c${String(plans.size + 1)}`
      const made = taken(c, wish, Date.now())
      plans.set(id, { wish, taken: made })
      return cleanPlan(c, world.language, made, id)
    },
    cache_plan_items: ({ plan, group, from }) =>
      items(world.language, plans.get(plan)?.taken ?? { versions: [], kinds: {} })[group]?.slice(
        from,
        from + 500,
      ) ?? [],
    cache_clean: ({ plan, purge }) => {
      const made = plans.get(plan)
      if (!made)
        throw problem(
          'plan-stale',
          tell('The caches changed since this preview.', '预览之后缓存有变化。'),
          tell('Look at the new preview.', '请看新的预览。'),
        )
      const bytes = bytesOf(made.taken)
      const id = `q${String(c.cleanings.length + 1)}`
      return jobs.begin({
        kind: 'clean',
        title: tell('Cleaning the caches', '清理缓存'),
        total: bytes,
        phases: [tell('Putting it aside', '正在移到一旁')],
        ended: purge
          ? tell(`${(bytes / 1e9).toFixed(1)} GB are free again.`, `已腾出 ${(bytes / 1e9).toFixed(1)} GB。`)
          : tell(
              `${(bytes / 1e9).toFixed(1)} GB are put aside, and can come back for 7 days.`,
              `${(bytes / 1e9).toFixed(1)} GB 已移到一旁，7 天内可以放回。`,
            ),
        cancelled: tell('Stopped; what was put aside can come back.', '已停止，已移走的部分可以放回。'),
        cleaning: purge ? undefined : id,
        then: () => {
          const gone = new Set(made.taken.versions)
          c.versions = c.versions.filter((v) => !gone.has(v))
          for (const [kind, n] of Object.entries(made.taken.kinds))
            if (kind in c.rest) c.rest[kind as keyof typeof c.rest] -= n
          if (!purge)
            c.cleanings = [
              {
                cleaning: {
                  id,
                  caches: ['gocache', 'gomodcache'],
                  at: Date.now(),
                  expires: Date.now() + c.grace * DAY,
                  size: sized(bytes),
                  items: items(world.language, made.taken).flat().length,
                  sentence: tell('Build results and module versions', '构建结果与模块版本'),
                  places: items(world.language, made.taken)
                    .flat()
                    .slice(0, 3)
                    .map((i) => i.place),
                },
                ...made.taken,
              },
              ...c.cleanings,
            ]
          moved()
        },
      })
    },
    cache_undo: ({ cleaning }) => {
      const it = put(cleaning)
      return jobs.begin({
        kind: 'take-back',
        title: tell('Bringing back what was cleaned', '放回清理的内容'),
        total: it.cleaning.size.bytes,
        phases: [tell('Putting it back', '正在放回')],
        ended: tell('Everything is back where it was.', '全部已放回原处。'),
        cancelled: tell('Stopped; the rest can still come back.', '已停止，其余部分仍可放回。'),
        then: () => {
          c.versions = [...c.versions, ...it.versions].sort((a, b) => (a.module < b.module ? -1 : 1))
          for (const [kind, n] of Object.entries(it.kinds))
            if (kind in c.rest) c.rest[kind as keyof typeof c.rest] += n
          c.cleanings = c.cleanings.filter((k) => k !== it)
          moved()
        },
      })
    },
    cache_purge: ({ cleaning }) => {
      const going = cleaning === null ? c.cleanings : [put(cleaning)]
      return jobs.begin({
        kind: 'purge',
        title: tell('Giving the space back', '腾出空间'),
        total: going.reduce((n, k) => n + k.cleaning.size.bytes, 0),
        phases: [tell('Deleting for good', '正在彻底删除')],
        ended: tell('The space is free again.', '空间已腾出。'),
        cancelled: tell('Stopped; what is left can still come back.', '已停止，剩下的仍可放回。'),
        then: () => {
          c.cleanings = c.cleanings.filter((k) => !going.includes(k))
          announce(['caches'])
        },
      })
    },
    cache_verify: () => {
      const damaged = world.scenario === 'caches-damaged'
      return jobs.begin({
        kind: 'verify',
        title: tell('Checking the module cache', '检查模块缓存'),
        total: c.versions.length,
        inBytes: false,
        phases: [tell('Comparing every module with its checksum', '正在逐个核对模块与校验和')],
        ended: damaged
          ? tell('Three of 300 module versions are damaged.', '300 个模块版本中有 3 个损坏。')
          : tell('All module versions are as they were downloaded.', '所有模块版本都与下载时一致。'),
        cancelled: tell('Stopped; nothing was found so far.', '已停止，到目前为止没有发现问题。'),
        then: () => {
          c.damage = damaged ? damage(tell, c.versions.length) : whole(tell, c.versions.length)
          announce(['caches'])
        },
      })
    },
    cache_damage: () => c.damage,
    cache_repair: ({ fetch }) =>
      jobs.begin({
        kind: 'repair',
        title: tell('Repairing the module cache', '修复模块缓存'),
        total: 2,
        inBytes: false,
        phases: [tell('Deleting what is damaged', '正在删除损坏的部分')],
        ended: fetch
          ? tell('It is repaired, and fetched again.', '已修复，并重新取回。')
          : tell(
              'It is repaired; go fetches what is missing when it needs it.',
              '已修复，缺少的部分 go 会在需要时取回。',
            ),
        cancelled: tell('Stopped.', '已停止。'),
        then: () => {
          c.damage = whole(tell, c.versions.length)
          announce(['caches'])
        },
      }),
    cache_set_budget: ({ cache, budget }) => {
      c.budgets[cache] = budget
      world.revision++
      return answer()
    },
    cache_set_grace: ({ days }) => {
      c.grace = days
      world.revision++
      return answer()
    },
    cache_add_folder: ({ folder }) => {
      if (folder.includes('missing'))
        throw problem('no-such-folder', `\`${folder}\` is not there`, 'Choose another folder.', folder)
      c.folders = [...c.folders.filter((f) => f !== folder), folder]
      c.rowsRevision++
      world.revision++
      return answer()
    },
    cache_forget_folder: ({ folder }) => {
      c.folders = c.folders.filter((f) => f !== folder)
      c.rowsRevision++
      world.revision++
      return answer()
    },
  }
}

type Tell = (en: string, zh: string) => string

function whole(tell: Tell, checked: number) {
  return {
    at: Date.now(),
    checked,
    sentence: tell(
      `All ${String(checked)} module versions are as they were downloaded.`,
      `${String(checked)} 个模块版本都与下载时一致。`,
    ),
    rows: [],
    repairable: 0,
    notes: [],
  }
}

function damage(tell: Tell, checked: number) {
  const rows = [
    {
      module: 'github.com/spf13/cobra',
      version: 'v1.9.0',
      place: place(`${GOMODCACHE}/github.com/spf13/cobra@v1.9.0/command.go`),
      damage: 'dir-modified' as const,
      message: tell(
        'A file was changed after it was unpacked; builds use the changed one.',
        '有文件在解压后被改过，构建会用改过的内容。',
      ),
      healsItself: false,
      repair: tell('deletes the folder; go unpacks it again', '删除文件夹，go 会重新解压'),
    },
    {
      module: 'google.golang.org/api',
      version: 'v0.209.0',
      place: place(`${GOMODCACHE}/cache/download/google.golang.org/api/@v/v0.209.0.zip`),
      damage: 'zip-corrupt' as const,
      message: tell(
        'The zip is no zip file; once the folder is gone, go cannot mend this by itself.',
        'zip 文件已损坏；文件夹一旦不在，go 自己无法修复。',
      ),
      healsItself: false,
      repair: tell('deletes the zip and its checksum', '删除 zip 及其校验和'),
    },
    {
      module: 'k8s.io/kubernetes',
      version: 'v1.33.0',
      place: place(`${GOMODCACHE}/k8s.io/kubernetes@v1.33.0`),
      damage: 'partial-stale' as const,
      message: tell('Unpacking it was interrupted.', '解压时被中断。'),
      healsItself: true,
      repair: null,
    },
  ]
  return {
    at: Date.now(),
    checked,
    sentence: tell(
      `Three of ${String(checked)} module versions are damaged.`,
      `${String(checked)} 个模块版本中有 3 个损坏。`,
    ),
    rows,
    repairable: 2,
    notes: [
      problem(
        'sumdb-not-asked',
        tell('The checksum database was not asked.', '没有询问校验数据库。'),
        null,
        `${HOME}/go`,
      ),
    ],
  }
}
