import type { CacheId, CacheKind, CacheKindRow, Caches } from '../../backend/bindings'
import { i18n } from '../../i18n/index.svelte'
import type { Module, Rows } from './rows'
import type { Sized } from './treemap'

/** What choosing a part takes. */
export type Choice =
  { kind: 'kind'; of: CacheKind } | { kind: 'rows'; rows: number[] } | { kind: 'age'; days: number }

/** A thing in the picture. */
export interface Part extends Sized<Part> {
  label: string
  /** Beside its size: its versions, its time. */
  detail: string
  /** Its colour. */
  kind: CacheKind
  /** Bytes of it that can go safely: hatched. */
  reclaimable: number
  /** Null: it cannot be chosen as a whole. */
  choice: Choice | null
  /** What is seen when one looks into it; empty: there is nothing more to see. */
  inside: () => Part[]
}

const nothing = () => []

/** Of a smaller part than one in so many nothing could be seen. */
const LEAST = 300

/** Everything, as far as it is known: the caches side by side, kinds in them, modules in those. */
export function picture(caches: Caches, rows: Rows | null): Part {
  const parts = (['gocache', 'gomodcache'] as const).map((cache) => cachePart(caches, cache, rows))
  return {
    ...bare('all', i18n.t.caches.all, 'other'),
    bytes: sum(parts),
    reclaimable: parts.reduce((n, p) => n + p.reclaimable, 0),
    parts: parts.filter((p) => p.bytes > 0),
    ordered: true,
    inside: () => parts.flatMap((p) => p.parts),
  }
}

function cachePart(caches: Caches, cache: CacheId, rows: Rows | null): Part {
  // A sliver says nothing; the list of kinds has all of them.
  const seen = caches.kinds.filter((k) => k.cache === cache && k.size.bytes > caches.size.bytes / LEAST)
  const kinds = seen.map((k) => kindPart(caches, k, rows))
  const label = caches.caches.find((c) => c.cache === cache)?.label ?? ''
  return {
    ...bare(`cache:${cache}`, label, 'other'),
    bytes: sum(kinds),
    parts: kinds,
    ordered: true,
    inside: () => kinds,
  }
}

function kindPart(caches: Caches, row: CacheKindRow, rows: Rows | null): Part {
  const { kind } = row
  const inside = once(() => insideOf(caches, row, rows))
  return {
    ...bare(`${row.cache}:${kind}`, row.label, kind),
    bytes: row.size.bytes,
    reclaimable: row.reclaimable,
    choice: row.cleanable ? { kind: 'kind', of: kind } : null,
    // Modules and toolchains are told apart at the first look; all else is one thing until one looks into it.
    parts: kind === 'modules' || kind === 'toolchains' ? inside() : [],
    inside,
  }
}

function insideOf(caches: Caches, { kind, cache }: CacheKindRow, rows: Rows | null): Part[] {
  switch (kind) {
    case 'modules':
    case 'downloads':
      return rows ? moduleParts(rows, kind) : []
    case 'toolchains':
      return rows ? rows.modules.filter((m) => m.toolchain).flatMap((m) => versionParts(rows, m, kind)) : []
    case 'build':
      // Ages are of all of the build cache: what they are made of is not told apart.
      return caches.testsKnown ? [] : ageParts(caches, cache)
    default:
      return []
  }
}

/** While figures follow a build the modules stay as they are: there may be a hundred thousand. */
const made = new WeakMap<Rows, Partial<Record<CacheKind, Part[]>>>()

function moduleParts(rows: Rows, kind: 'modules' | 'downloads'): Part[] {
  const of = made.get(rows) ?? {}
  made.set(rows, of)
  return (of[kind] ??= rows.modules.filter((m) => !m.toolchain).map((m) => modulePart(rows, m, kind)))
}

function modulePart(rows: Rows, module: Module, kind: 'modules' | 'downloads'): Part {
  const bytes = kind === 'modules' ? module.extracted : module.bytes - module.extracted
  const versions = once(() => versionParts(rows, module, kind))
  return {
    ...bare(`m:${module.path}`, module.path, kind),
    bytes,
    detail: i18n.t.caches.versionsIn(versionsOf(rows, module, 2), Math.max(0, module.to - module.from - 2)),
    reclaimable: share(module.reclaimable, module.bytes, bytes),
    choice: { kind: 'rows', rows: range(module) },
    inside: () => (module.to - module.from > 1 ? versions() : []),
  }
}

function versionParts(rows: Rows, module: Module, kind: 'modules' | 'downloads' | 'toolchains'): Part[] {
  return range(module).map((row) => {
    const all = rows.bytes(row)
    const down = rows.downloads(row)
    const bytes = kind === 'toolchains' ? all : kind === 'modules' ? all - down : down
    return {
      ...bare(`v:${rows.name(row)}`, versionName(rows, row), kind),
      bytes,
      reclaimable: rows.reclaimable(row) ? bytes : 0,
      choice: { kind: 'rows' as const, rows: [row] },
    }
  })
}

/** A toolchain is called after the Go that it is. */
function versionName(rows: Rows, row: number): string {
  const version = rows.version(row)
  return version.replace(/^v0\.0\.1-(go[\d.]+(?:rc\d+|beta\d+)?)\./, '$1 ') || i18n.t.caches.noVersion
}

function ageParts(caches: Caches, cache: CacheId): Part[] {
  return caches.ages
    .filter((a) => a.cache === cache)
    .map((age) => ({
      ...bare(`age:${String(age.fromDays)}`, age.label, 'build' as const),
      bytes: age.size.bytes,
      ordered: true,
      // Only what nobody has used for a while can be named by its age.
      choice: age.fromDays > 0 ? { kind: 'age' as const, days: age.fromDays } : null,
    }))
}

/** Parts too small to be told apart, as one. */
export function gather(of: Part, small: Part[]): Part {
  const skipped = of.parts.filter((p) => p.bytes > 0).length - small.length
  const rows = small.every((p) => p.choice?.kind === 'rows')
  return {
    ...bare(
      `${of.id}~${String(skipped)}`,
      i18n.t.caches.smaller(small.length, i18n.number(small.length)),
      of.kind,
    ),
    bytes: sum(small),
    reclaimable: small.reduce((n, p) => n + p.reclaimable, 0),
    choice: rows
      ? { kind: 'rows', rows: small.flatMap((p) => (p.choice?.kind === 'rows' ? p.choice.rows : [])) }
      : null,
    inside: () => small,
  }
}

/** The parts from everything down to where one looks. What is gone meanwhile ends the way. */
export function wayTo(all: Part, path: string[]): Part[] {
  const way = [all]
  for (const id of path) {
    const next = step(way.at(-1) ?? all, id)
    if (!next) break
    way.push(next)
  }
  return way
}

const REST = /^(.*)~(\d+)$/

function step(from: Part, id: string): Part | undefined {
  const [, of, skip] = REST.exec(id) ?? []
  if (of === undefined) return from.inside().find((p) => p.id === id)
  const around = [from, ...from.parts, ...from.inside()].find((p) => p.id === of)
  if (!around) return undefined
  const parts = around.inside()
  const small = parts
    .filter((p) => p.bytes > 0)
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(Number(skip))
  return small.length > 0 ? gather({ ...around, parts }, small) : undefined
}

/** The ids that lead from there to a part that is drawn there: past the kind that it is of. */
export function idsTo(from: Part, { id }: Part): string[] {
  const inside = from.inside()
  if (inside.some((p) => p.id === id) || id.startsWith(`${from.id}~`)) return [id]
  const kind = inside.find((k) => id.startsWith(`${k.id}~`) || k.parts.some((p) => p.id === id))
  return kind ? [kind.id, id] : [id]
}

function bare(id: string, label: string, kind: CacheKind): Part {
  return { id, label, detail: '', kind, bytes: 0, reclaimable: 0, choice: null, parts: [], inside: nothing }
}

function versionsOf(rows: Rows, module: Module, most: number): string {
  return range(module)
    .slice(0, most)
    .map((row) => rows.version(row))
    .filter(Boolean)
    .join(' · ')
}

export function range({ from, to }: { from: number; to: number }): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}

function sum(parts: Part[]): number {
  return parts.reduce((n, p) => n + p.bytes, 0)
}

function share(part: number, whole: number, of: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * of)
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: make() }).value
}
