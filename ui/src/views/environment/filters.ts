import type { GroupId, Reference, Variable } from '../../backend/bindings'
import type { Filter } from '../../state/navigation.svelte'

export function matches(variable: Variable, filter: Filter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'changed':
      return variable.changed
    case 'shadowed':
      return variable.shadowed.length > 0
    case 'conflict':
      return variable.elsewhere.length > 0
    case 'mine':
      return variable.layers.some((l) => l.layer === 'user' && l.set)
  }
}

/** Whether every word stands in the name, the value or the meaning. */
export function holds(variable: Variable, reference: Reference | undefined, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const text = `${variable.name}\n${variable.value}\n${reference?.summary ?? ''}`.toLowerCase()
  return words.every((word) => text.includes(word))
}

/** In the order of the wire's own list of groups. */
const ORDER: GroupId[] = [
  'modules',
  'places',
  'toolchain',
  'building',
  'target',
  'cgo',
  'telemetry',
  'unknown',
]

export interface Group {
  id: GroupId
  items: Variable[]
}

export function grouped(variables: Variable[]): Group[] {
  return ORDER.map((id) => ({ id, items: variables.filter((v) => v.group === id) })).filter(
    (g) => g.items.length > 0,
  )
}
