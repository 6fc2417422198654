import type { Program } from '../../backend/bindings'

export const PROGRAM_FILTERS = ['all', 'outdated', 'hidden', 'odd'] as const
export type ProgramFilter = (typeof PROGRAM_FILTERS)[number]

export function passes(program: Program, filter: ProgramFilter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'outdated':
      return program.outdated
    case 'hidden':
      return !program.firstOnPath
    case 'odd':
      return program.problem !== null
  }
}

/** Whether every word stands in its name, its module, its version, or the Go that built it. */
export function mentions(program: Program, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const { name, module, version, builtBy, place } = program
  const text = [name, program.package, module, version, builtBy, place.display].join('\n').toLowerCase()
  return words.every((word) => text.includes(word))
}
