import type { Commands, Plan, ProfileWish, ProxyTarget, Topic } from '../bindings'
import { FakeBench } from './bench'
import type { FakeJobs } from './jobs'
import { problem, say } from './place'
import { profileOf, profiles, sources } from './profiles'
import { entries, hostOf, proxyView, type FakeProfile } from './proxies'
import { valueFor } from './resolve'
import { routeOf } from './routes'
import { SERVERS } from './servers'
import type { World } from './world'

type Names = Extract<keyof Commands, `proxy_${string}` | `profile_${string}`>
type Answers = { [K in Names]: (args: Commands[K]['args']) => Commands[K]['answer'] }

interface Surroundings {
  world: World
  jobs: FakeJobs
  announce: (topics: Topic[]) => void
  planned: (edits: { name: string; value: string | null }[]) => Plan
  picked: () => string | null
}

/** How long a test takes in a browser. */
const TEST_MS = 900

/** The commands of the Proxies page. */
export function proxyAnswers({ world, jobs, announce, planned, picked }: Surroundings): Answers {
  const p = world.proxies
  const bench = new FakeBench()
  const tell = (en: string, zh: string) => say(world.language, en, zh)
  const told = () => announce(['proxies'])

  function find(name: string) {
    const found = sources(world).find((s) => s.name.toLowerCase() === name.toLowerCase())
    if (found) return found
    throw problem('profile-unknown', tell(`There is no profile “${name}”.`, `没有名为“${name}”的配置。`))
  }

  function hostsOf(target: ProxyTarget): string[] {
    const { hops } = proxyView(world)
    const servers = hops.filter((h) => h.kind === 'server')
    const firsts = sources(world).map(
      (s) => entries(s.settings.find((v) => v.name === 'GOPROXY')?.value ?? 'https://proxy.golang.org')[0],
    )
    switch (target.kind) {
      case 'all':
        return [...servers.map((h) => hostOf(h.url)), 'sum.golang.org']
      case 'hop':
        return servers.filter((h) => h.number === target.number).map((h) => hostOf(h.url))
      case 'database':
        return ['sum.golang.org']
      case 'profiles':
        return firsts.map((e) => hostOf(e?.text ?? '')).filter((host) => host in SERVERS)
    }
  }

  /** One answer after the other, as servers answer. */
  function test(target: ProxyTarget): null {
    const hosts = [...new Set(hostsOf(target))]
    p.testing = [...new Set([...p.testing, ...hosts])]
    told()
    hosts.forEach((host, at) =>
      setTimeout(
        () => {
          if (!p.testing.includes(host)) return
          p.testing = p.testing.filter((h) => h !== host)
          p.tested = { ...p.tested, [host]: Date.now() }
          told()
        },
        (TEST_MS * (at + 1)) / 2,
      ),
    )
    return null
  }

  function made(wish: ProfileWish): FakeProfile {
    if (!wish.name) throw problem('profile-name', tell('A profile needs a name.', '配置需要一个名称。'))
    const settings = [...wish.settings]
    if (wish.present) {
      const view = proxyView(world)
      for (const [name, value] of [
        ['GOPROXY', view.goproxy],
        ['GOSUMDB', view.database.name || 'off'],
      ] as const)
        if (!settings.some((s) => s.name === name)) settings.push({ name, value })
    }
    if (settings.length === 0)
      throw problem(
        'profile-without-variable',
        tell(
          'It names no variable, so a switch would change nothing.',
          '其中没有任何变量，切换不会带来改变。',
        ),
      )
    return {
      name: wish.name,
      description: wish.description,
      settings,
      notes: wish.notes.map(({ name, value }) => ({ name, value: value ?? '' })),
    }
  }

  function keep(profile: FakeProfile, insteadOf: string | null) {
    const gone = [profile.name, insteadOf ?? profile.name]
    p.profiles = [...p.profiles.filter((k) => !gone.includes(k.name)), profile].sort((a, b) =>
      a.name.localeCompare(b.name),
    )
    told()
    return profiles(world)
  }

  function read(text: string): FakeProfile {
    const name = /^name = "(.*)"$/m.exec(text)?.[1]
    if (name === undefined)
      throw problem(
        'profile-file-missing-key',
        tell('Line 1: The key “name” is missing.', '第 1 行：缺少“name”这个键。'),
      )
    const settings = [...text.matchAll(/^(GO[A-Z]+) = "(.*)"$/gm)].map(([, n = '', value = '']) => ({
      name: n,
      value,
    }))
    if (/:\/\/[^*/@"]+:[^@"]+@/.test(text))
      throw problem(
        'profile-secret',
        tell(
          'Line 4: GOPROXY holds a password or a token. Profiles keep no secrets.',
          '第 4 行：GOPROXY 含有密码或令牌。配置不保存机密。',
        ),
      )
    return { name, description: /^description = "(.*)"$/m.exec(text)?.[1] ?? '', settings, notes: [] }
  }

  function imported(text: string): Commands['profile_read']['answer'] {
    const profile = read(text)
    const before = p.profiles.find((k) => k.name === profile.name)
    return {
      text,
      profile: profileOf(world, profile),
      replaces: before !== undefined,
      changes: profile.settings
        .map((after) => ({
          name: after.name,
          before: before?.settings.find((s) => s.name === after.name) ?? null,
          after,
        }))
        .filter((c) => c.before?.value !== c.after.value),
      loosens: profile.settings
        .filter((s) => s.name === 'GOSUMDB' && s.value === 'off')
        .map(() =>
          tell(
            'GOSUMDB makes Go believe more than it does by itself: look at it twice.',
            'GOSUMDB 会放宽 Go 自己的检查，请仔细确认。',
          ),
        ),
    }
  }

  return {
    proxy_view: () => proxyView(world),
    proxy_watch: ({ on }) => {
      p.watched = on
      if (on && Object.keys(p.tested).length === 0) test({ kind: 'all' })
      return null
    },
    proxy_test: ({ target }) => test(target),
    proxy_stop: () => {
      p.testing = []
      told()
      return null
    },
    proxy_route: ({ module, live }) => routeOf(world, module, live),
    proxy_bench: ({ wish }) => bench.begin(world, jobs, wish),
    proxy_bench_result: () => bench.view(world),
    proxy_bench_save: ({ name }) => {
      const advice = bench.view(world)?.advice
      if (!advice?.goproxy) return profiles(world)
      const settings = [
        { name: 'GOPROXY', value: advice.goproxy },
        { name: 'GOSUMDB', value: advice.gosumdb },
      ]
      return keep({ name, description: '', settings, notes: [] }, null)
    },
    profile_list: () => profiles(world),
    profile_plan: ({ name }) => {
      const found = find(name)
      const keeps = ['GOPRIVATE', 'GONOPROXY', 'GONOSUMDB']
        .filter((name) => !found.settings.some((s) => s.name === name))
        .map((name) => ({ name, ...valueFor(world, world.asker, name) }))
        .filter((v) => v.value !== '' && v.origin !== 'default')
        .map(({ name, value }) => ({ name, value }))
      return { profile: profileOf(world, found), plan: planned(found.settings), trouble: null, keeps }
    },
    profile_check: ({ wish }) => {
      const profile = made(wish)
      return {
        profile: profileOf(world, profile),
        replaces: p.profiles.some((k) => k.name === profile.name),
        keychain: [],
      }
    },
    profile_keep: ({ wish }) => keep(made(wish), wish.insteadOf),
    profile_delete: ({ name }) => {
      p.profiles = p.profiles.filter((k) => k.name !== find(name).name)
      told()
      return profiles(world)
    },
    profile_read: ({ text }) => imported(text),
    profile_open: () =>
      picked() === null
        ? null
        : imported(
            'name = "Team"\n\n[set]\nGOPROXY = "https://nexus.corp.example,direct"\nGOSUMDB = "off"\n',
          ),
    profile_import: ({ text }) => keep(read(text), null),
    profile_export: ({ name }) => {
      const found = find(name)
      const set = found.settings.flatMap((s) => (s.value === null ? [] : [`${s.name} = "${s.value}"`]))
      return [`name = "${found.name}"`, '', '[set]', ...set, ''].join('\n')
    },
    profile_save_as: ({ name }) => {
      const folder = picked()
      const file = `${folder ?? ''}/${find(name).name}.toml`
      return folder === null ? null : { file, line: null, display: file }
    },
  }
}
