import type { CacheKind } from '../../backend/bindings'
import type { Collector } from '../../state/collector.svelte'
import type { Choice } from './parts'
import type { Rows } from './rows'

/** The kind that a version goes with when that goes whole. */
function kindOf(rows: Rows, row: number): CacheKind {
  return rows.toolchain(row) ? 'toolchains' : 'modules'
}

export function isChosen(collector: Collector, rows: Rows | null, choice: Choice | null): boolean {
  switch (choice?.kind) {
    case 'kind':
      return collector.kinds.has(choice.of)
    case 'rows':
      return (
        rows !== null &&
        choice.rows.length > 0 &&
        choice.rows.every((row) => isRowChosen(collector, rows, row))
      )
    case 'age':
      return collector.age !== null && collector.age <= choice.days
    case undefined:
      return false
  }
}

export function isRowChosen(collector: Collector, rows: Rows, row: number): boolean {
  return collector.kinds.has(kindOf(rows, row)) || collector.versions.has(rows.name(row))
}

/** Chooses what is not chosen, and the other way round. */
export function choose(collector: Collector, rows: Rows | null, choice: Choice | null): void {
  switch (choice?.kind) {
    case 'kind':
      collector.toggleKind(choice.of)
      return
    case 'rows':
      if (rows) collector.toggleVersions(choice.rows.map((row) => rows.name(row)))
      return
    case 'age':
      collector.pickAge(collector.age === choice.days ? null : choice.days)
      return
    case undefined:
      return
  }
}

/** What was gathered, in bytes: what lies in a chosen kind counts once. */
export function gathered(
  collector: Collector,
  rows: Rows | null,
  kinds: { kind: CacheKind; size: { bytes: number } }[],
): { bytes: number; versions: number; kinds: number } {
  const whole = kinds.filter((k) => collector.kinds.has(k.kind))
  let bytes = whole.reduce((n, k) => n + k.size.bytes, 0)
  for (const name of collector.versions) {
    const row = rows?.row(name)
    if (row === undefined || !rows) continue
    if (collector.kinds.has('toolchains') && rows.toolchain(row)) continue
    const down = collector.kinds.has('downloads') ? 0 : rows.downloads(row)
    const folder = collector.kinds.has('modules') ? 0 : rows.bytes(row) - rows.downloads(row)
    bytes += down + folder
  }
  return { bytes, versions: collector.versions.size, kinds: whole.length }
}
