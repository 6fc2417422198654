import type { Module, Rows } from './rows'

export const SORTS = ['name', 'versions', 'size', 'used', 'fetched'] as const
export type Sort = (typeof SORTS)[number]

export const SHOWN = ['all', 'reclaimable', 'unused', 'older', 'private', 'toolchains'] as const
export type Shown = (typeof SHOWN)[number]

/** A line of the list: a module, or one of its versions. */
export type Line = { module: Module; row: null } | { module: Module; row: number }

/** Which modules are shown of a list of a hundred thousand, and in which order. */
export function shownModules(rows: Rows, shown: Shown, query: string, sort: Sort, down: boolean): Module[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const kept = rows.modules.filter((m) => counts(m, shown) && words.every((w) => found(rows, m, w)))
  const way = down ? -1 : 1
  return kept.sort((a, b) => way * (order(sort, a, b) || 0) || (a.path < b.path ? -1 : 1))
}

function found(rows: Rows, module: Module, word: string): boolean {
  if (module.path.toLowerCase().includes(word)) return true
  for (let row = module.from; row < module.to; row++)
    if (rows.name(row).toLowerCase().includes(word)) return true
  return false
}

export function counts(module: Module, shown: Shown): boolean {
  switch (shown) {
    case 'all':
      return true
    case 'reclaimable':
      return module.reclaimable > 0
    case 'unused':
      return module.unused > 0
    case 'older':
      return module.older > 0
    case 'private':
      return module.private > 0
    case 'toolchains':
      return module.toolchain
  }
}

function order(sort: Sort, a: Module, b: Module): number {
  switch (sort) {
    case 'name':
      return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
    case 'versions':
      return a.to - a.from - (b.to - b.from)
    case 'size':
      return a.bytes - b.bytes
    case 'used':
      return a.projects - b.projects
    case 'fetched':
      return (a.fetchedAt ?? 0) - (b.fetchedAt ?? 0)
  }
}

/** Modules with the versions of those that are open below them. A module with one version is that version. */
export function linesOf(modules: Module[], open: ReadonlySet<string>): Line[] {
  const lines: Line[] = []
  for (const module of modules) {
    if (module.to - module.from === 1) {
      lines.push({ module, row: module.from })
      continue
    }
    lines.push({ module, row: null })
    if (open.has(module.path)) for (let row = module.from; row < module.to; row++) lines.push({ module, row })
  }
  return lines
}

export function lineKey({ module, row }: Line): string {
  return row === null || module.to - module.from === 1 ? module.path : `${module.path}@${String(row)}`
}
