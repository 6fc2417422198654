import type { CacheKind, CleanGroup, CleanItem, CleanPlan, CleanWish, Language } from '../bindings'
import { isReclaimable, type FakeVersion } from './cache-modules'
import { GOCACHE, GOMODCACHE, kindBytes, reclaimableOf, sized, total, type CacheWorld } from './caches'
import { place, say } from './place'

/** What a wish takes of the invented caches. */
export interface Taken {
  versions: FakeVersion[]
  kinds: Partial<Record<CacheKind, number>>
}

const DAY = 86_400_000

export function taken(world: CacheWorld, wish: CleanWish, now: number): Taken {
  switch (wish.kind) {
    case 'standard':
      return {
        versions: world.folders.length > 0 ? world.versions.filter(isReclaimable) : [],
        kinds: { build: reclaimableOf(world, 'build'), test: world.rest.test },
      }
    case 'kinds':
      return { versions: kindVersions(world, wish.kinds), kinds: plain(world, wish.kinds) }
    case 'selection': {
      const names = new Set(wish.modules.map((m) => `${m.module}@${m.version}`))
      const chosen = world.versions.filter((v) => names.has(`${v.module}@${v.version}`))
      return {
        versions: [...new Set([...chosen, ...kindVersions(world, wish.kinds)])],
        kinds: plain(world, wish.kinds),
      }
    }
    case 'rule': {
      const days = wish.notUsedForDays
      const old = (v: FakeVersion) => days !== null && now - v.fetchedAt > days * DAY
      const versions = world.versions.filter(
        (v, i) =>
          !v.toolchain &&
          ((wish.unused && v.uses.length === 0) ||
            old(v) ||
            (wish.olderVersions && world.versions[i - 1]?.module === v.module)),
      )
      return {
        versions,
        kinds: days === null ? {} : { build: Math.floor(world.rest.build * (days > 14 ? 0.17 : 0.46)) },
      }
    }
    case 'budget':
      return wish.cache === 'gocache'
        ? { versions: [], kinds: { build: Math.floor(world.rest.build * 0.33) } }
        : { versions: world.versions.filter(isReclaimable), kinds: {} }
  }
}

function kindVersions(world: CacheWorld, kinds: CacheKind[]): FakeVersion[] {
  return world.versions.filter((v) => kinds.includes(v.toolchain ? 'toolchains' : 'modules'))
}

function plain(world: CacheWorld, kinds: CacheKind[]): Taken['kinds'] {
  return Object.fromEntries(
    kinds.filter((k) => k !== 'modules' && k !== 'toolchains').map((k) => [k, kindBytes(world, k)]),
  )
}

export function bytesOf(taken: Taken): number {
  return total(taken.versions, (v) => v.extracted + v.downloads) + total(Object.values(taken.kinds), (n) => n)
}

export function items(language: Language, taken: Taken): CleanItem[][] {
  const tell = (en: string, zh: string) => say(language, en, zh)
  const build = Object.entries(taken.kinds)
    .filter(([, n]) => n > 0)
    .flatMap(([kind, n]) => {
      const parts = Math.min(256, Math.ceil(n / 40_000_000))
      return Array.from({ length: parts }, (_, i) => ({
        place: place(`${GOCACHE}/${i.toString(16).padStart(2, '0')}${kind === 'fuzz' ? '/fuzz' : ''}`),
        label: `${kind} ${i.toString(16).padStart(2, '0')}`,
        size: sized(Math.floor(n / parts)),
        reason: tell('not used for a day', '一天内没有用过'),
        safety: 'safe' as const,
      }))
    })
  const versions = (safety: 'safe' | 'private') =>
    taken.versions
      .filter((v) => (v.cost === 'download' ? 'safe' : 'private') === safety)
      .map((v) => ({
        place: place(
          `${GOMODCACHE}/${v.module.replace(/[A-Z]/g, (c) => `!${c.toLowerCase()}`)}@${v.version}`,
        ),
        label: `${v.module} ${v.version}`,
        size: sized(v.extracted + v.downloads),
        reason: tell('no known project uses it', '已知的项目都没有用到'),
        safety: safety === 'safe' ? ('needs-network' as const) : safety,
      }))
      .sort((a, b) => b.size.bytes - a.size.bytes)
  const all: CleanItem[][] = [build, versions('safe'), versions('private')]
  return all.filter((group) => group.length > 0)
}

export function cleanPlan(world: CacheWorld, language: Language, made: Taken, id: string): CleanPlan {
  const tell = (en: string, zh: string) => say(language, en, zh)
  const all = items(language, made)
  const words: Record<string, [string, string]> = {
    safe: [
      tell('Build results', '构建结果'),
      tell(
        'Made again when they are needed; the next build takes longer.',
        '需要时会重新生成，下一次构建会慢一些。',
      ),
    ],
    'needs-network': [
      tell('Module versions with their downloads', '模块版本及其下载'),
      tell(
        '`go` downloads them again from `proxy.golang.org` when something asks for them.',
        '有需要时，`go` 会从 `proxy.golang.org` 重新下载。',
      ),
    ],
    private: [
      tell('Private module versions', '私有模块版本'),
      tell(
        'They may not be there any more: `git.corp.example` was not asked.',
        '也许再也取不到：没有询问 `git.corp.example`。',
      ),
    ],
  }
  const groups: CleanGroup[] = all.map((group) => {
    const safety = group[0]?.safety ?? 'safe'
    return {
      title: words[safety]?.[0] ?? '',
      note: words[safety]?.[1] ?? '',
      safety,
      size: sized(total(group, (i) => i.size.bytes)),
      items: group.length,
    }
  })
  const bytes = bytesOf(made)
  const left = [
    {
      place: place(`${GOCACHE}/fuzz`),
      reason: tell('fuzz corpora are kept unless they are named', '除非点名，否则保留模糊测试语料'),
    },
    {
      place: place(`${GOMODCACHE}/cache/download/sumdb`),
      reason: tell(
        'records of the checksum database stay while toolchains do',
        '还有工具链时，校验数据库的记录会保留',
      ),
    },
    {
      place: place(`${GOMODCACHE}/git.corp.example/platform/schemas@v3.12.2`),
      reason: tell('private: it may not be there any more', '私有模块，也许再也取不到'),
    },
  ]
  return {
    id,
    groups,
    size: sized(bytes),
    items: total(all, (g) => g.length),
    left,
    leftCount: left.length,
    running: world.running,
    costs: [
      tell(
        `It can be brought back for ${String(world.grace)} days; until then the disk gets nothing back but what is purged.`,
        `${String(world.grace)} 天内可以放回；在那之前，只有彻底删除才会腾出磁盘空间。`,
      ),
    ],
    empty: bytes === 0,
  }
}
