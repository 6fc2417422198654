import type { Destination, Offer, OfferSource, RemovalPlan } from '../bindings'
import { HOME, place, problem, say } from './place'
import type { World } from './world'

const SOURCES: [id: string, en: string, zh: string, url: string, proxy: boolean][] = [
  ['proxy', 'Your module proxy', '你的模块代理', 'https://proxy.golang.org', true],
  ['go.dev', 'go.dev', 'go.dev', 'https://go.dev/dl/', false],
  ['golang.google.cn', 'golang.google.cn', 'golang.google.cn', 'https://golang.google.cn/dl/', false],
  ['aliyun', 'Alibaba Cloud', '阿里云', 'https://mirrors.aliyun.com/golang/', false],
  ['ustc', 'USTC', '中国科学技术大学', 'https://mirrors.ustc.edu.cn/golang/', false],
]

export function offerSources(world: World): OfferSource[] {
  return SOURCES.map(([id, en, zh, url, moduleProxy]) => ({
    id,
    label: say(world.language, en, zh),
    url,
    moduleProxy,
  }))
}

export function offers(world: World, source: string): { source: OfferSource; versions: Offer[] } {
  const known = offerSources(world).find((s) => s.id === source)
  if (world.scenario === 'offline' || source.includes('nowhere')) {
    throw problem(
      'no-answer',
      say(
        world.language,
        `\`${known?.url ?? source}\` did not answer within 10 seconds.`,
        `\`${known?.url ?? source}\` 在 10 秒内没有回答。`,
      ),
      say(world.language, 'Check the network, or choose another source.', '检查网络，或换一个来源。'),
      source,
    )
  }
  const versions: Offer[] = []
  const offer = (version: string, stable: boolean, newest: boolean) =>
    versions.push({
      version,
      stable,
      newest,
      bytes: known?.moduleProxy ? null : 62_000_000 + versions.length * 131_071,
      installed: world.sdks.find((s) => s.version === version && s.state === 'complete')?.goroot ?? null,
    })
  offer('go1.28rc2', false, false)
  offer('go1.28rc1', false, false)
  offer('go1.28beta1', false, false)
  for (let minor = 27; minor >= 19; minor--) {
    const last = minor === 27 ? 3 : 6 + (minor % 5)
    for (let patch = last; patch >= 0; patch--)
      offer(`go1.${String(minor)}.${String(patch)}`, true, patch === last)
  }
  return {
    source: known ?? { id: source, label: source, url: source, moduleProxy: false },
    versions,
  }
}

export function destinations(world: World, version: string): Destination[] {
  const tell = (en: string, zh: string) => say(world.language, en, zh)
  const number = version.replace(/^go/, '')
  return [
    {
      id: 'mise',
      label: 'mise',
      place: place(`${HOME}/.local/share/mise/installs/go/${number}`),
      free: 84_200_000_000,
      recommended: true,
      note: tell(
        '`mise` manages Go here; `mise use go@' + number + '` knows it then.',
        '这里的 Go 由 `mise` 管理，装好后 `mise use go@' + number + '` 就能用。',
      ),
    },
    {
      id: 'sdk',
      label: 'golang.org/dl',
      place: place(`${HOME}/sdk/${version}`),
      free: 84_200_000_000,
      recommended: false,
      note: tell('Where golang.org/dl puts its toolchains.', 'golang.org/dl 放置工具链的位置。'),
    },
    {
      id: 'cache',
      label: tell('Module cache', '模块缓存'),
      place: place(`/data/gomod/golang.org/toolchain@v0.0.1-${version}.linux-amd64`),
      free: 1_210_000_000,
      recommended: false,
      note: tell(
        '`go` finds it there by itself when a project asks for it.',
        '项目要求它时，`go` 会自己在那里找到。',
      ),
    },
  ]
}

export function planRemoval(world: World, goroot: string, id: string): RemovalPlan {
  const tell = (en: string, zh: string) => say(world.language, en, zh)
  const sdk = world.sdks.find((s) => s.goroot.file === goroot)
  if (!sdk) throw problem('no-such-sdk', tell('It is gone already.', '它已经不在了。'), null, goroot)
  const cached = sdk.ways.some((w) => w.source === 'module-cache')
  return {
    id,
    goroot: sdk.goroot,
    version: sdk.version,
    how: cached ? 'delete' : 'trash',
    bytes: sdk.bytes ?? 0,
    files: 13_412,
    goes: [
      sdk.goroot,
      ...sdk.ways.filter((w) => w.place.file !== sdk.goroot.file && w.source === 'mise').map((w) => w.place),
    ],
    projects: sdk.projects,
    checks: sdk.kept
      ? [{ severity: 'refused', name: null, place: null, problem: problem('kept', sdk.kept) }]
      : cached
        ? [
            {
              severity: 'note',
              name: null,
              place: null,
              problem: problem(
                'sumdb-kept',
                tell('What the checksum database said of it stays.', '校验数据库的记录会保留。'),
              ),
            },
          ]
        : [],
    applicable: sdk.kept === null,
  }
}
