import type { CacheKind, CleanWish } from '../backend/bindings'

/** What a person has gathered to be cleaned: whole kinds, module versions by name, or all that was not used for so long. */
export class Collector {
  kinds = $state.raw<ReadonlySet<CacheKind>>(new Set())
  /** `module@version`: names outlive the list they were chosen in. */
  versions = $state.raw<ReadonlySet<string>>(new Set())
  /** Days; it stands alone, since it names things of all kinds. */
  age = $state<number | null>(null)

  readonly empty = $derived(this.kinds.size === 0 && this.versions.size === 0 && this.age === null)

  toggleKind(kind: CacheKind, on = !this.kinds.has(kind)): void {
    this.age = null
    this.kinds = changed(this.kinds, [kind], on)
  }

  toggleVersions(names: string[], on = !this.hasAll(names)): void {
    this.age = null
    this.versions = changed(this.versions, names, on)
  }

  hasAll(names: string[]): boolean {
    return names.length > 0 && names.every((n) => this.versions.has(n))
  }

  /** All that was not used for so many days, in place of what was gathered. */
  pickAge(days: number | null): void {
    this.clear()
    this.age = days
  }

  clear(): void {
    this.kinds = new Set()
    this.versions = new Set()
    this.age = null
  }

  /** Forgets what is not there any more. */
  keep(versions: (name: string) => boolean): void {
    if ([...this.versions].every(versions)) return
    this.versions = new Set([...this.versions].filter(versions))
  }

  get wish(): CleanWish {
    if (this.age !== null)
      return { kind: 'rule', unused: false, notUsedForDays: this.age, olderVersions: false, keepUnder: null }
    return { kind: 'selection', modules: [...this.versions].map(named), kinds: [...this.kinds] }
  }
}

/** A version has no `@`; a path may. */
function named(name: string): { module: string; version: string } {
  const at = name.lastIndexOf('@')
  return { module: name.slice(0, at), version: name.slice(at + 1) }
}

function changed<T>(set: ReadonlySet<T>, items: T[], on: boolean): ReadonlySet<T> {
  const next = new Set(set)
  for (const item of items) {
    if (on) next.add(item)
    else next.delete(item)
  }
  return next
}
