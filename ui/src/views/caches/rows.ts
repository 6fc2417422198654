import type { CacheRows, CacheSafety, CacheUse, Place } from '../../backend/bindings'

/** A module with the versions of it that are here: rows `from` to `to`, the newest first. */
export interface Module {
  path: string
  from: number
  to: number
  bytes: number
  extracted: number
  files: number
  /** Of it, what the standard plan takes. */
  reclaimable: number
  fetchedAt: number | null
  toolchain: boolean
  /** Versions that no known project needs, and versions of which a newer one is here. */
  unused: number
  older: number
  /** Versions that may not be there any more. */
  private: number
  projects: number
}

/** The columns of the wire as rows and modules. */
export class Rows {
  readonly raw: CacheRows
  readonly modules: Module[] = []
  readonly length: number

  readonly #reclaimable: Uint8Array
  readonly #older: Uint8Array
  readonly #toolchain: Uint8Array
  #byName: Map<string, number> | null = null

  constructor(raw: CacheRows) {
    this.raw = raw
    this.length = raw.module.length
    this.#reclaimable = flags(this.length, raw.reclaimable)
    this.#older = flags(this.length, raw.older)
    this.#toolchain = flags(this.length, raw.toolchains)
    for (let row = 0; row < this.length; row++) this.#add(row)
  }

  #add(row: number): void {
    const { raw } = this
    const path = this.path(row)
    let module = this.modules.at(-1)
    if (module?.path !== path || module.toolchain !== this.toolchain(row)) {
      module = {
        path,
        from: row,
        to: row,
        bytes: 0,
        extracted: 0,
        files: 0,
        reclaimable: 0,
        fetchedAt: null,
        toolchain: this.toolchain(row),
        unused: 0,
        older: 0,
        private: 0,
        projects: 0,
      }
      this.modules.push(module)
    }
    module.to = row + 1
    module.bytes += this.bytes(row)
    module.extracted += raw.extractedBytes[row] ?? 0
    module.files += raw.files[row] ?? 0
    if (this.reclaimable(row)) module.reclaimable += this.bytes(row)
    const fetched = this.fetchedAt(row)
    if (fetched !== null && fetched > (module.fetchedAt ?? 0)) module.fetchedAt = fetched
    if (this.unused(row)) module.unused++
    if (this.older(row)) module.older++
    if (this.safety(row) === 'private') module.private++
    module.projects = Math.max(module.projects, this.uses(row).length)
  }

  path(row: number): string {
    return this.raw.modules[this.raw.module[row] ?? 0] ?? ''
  }
  /** Empty for what belongs to no single version. */
  version(row: number): string {
    return this.raw.version[row] ?? ''
  }
  bytes(row: number): number {
    return this.raw.bytes[row] ?? 0
  }
  downloads(row: number): number {
    return this.bytes(row) - (this.raw.extractedBytes[row] ?? 0)
  }
  fetchedAt(row: number): number | null {
    return this.raw.fetchedAt[row] ?? null
  }
  uses(row: number): CacheUse[] {
    return this.raw.uses[this.raw.used[row] ?? 0] ?? []
  }
  project(use: CacheUse): Place | undefined {
    return this.raw.projects[use.project]
  }
  safety(row: number): CacheSafety {
    return this.raw.costs[this.raw.cost[row] ?? 0]?.safety ?? 'needs-network'
  }
  cost(row: number): string {
    return this.raw.costs[this.raw.cost[row] ?? 0]?.sentence ?? ''
  }
  /** No known project needs it; while that is not known, nothing is unused. */
  unused(row: number): boolean {
    return this.raw.needsKnown && (this.raw.used[row] ?? 0) === 0 && this.version(row) !== ''
  }
  reclaimable(row: number): boolean {
    return this.#reclaimable[row] === 1
  }
  older(row: number): boolean {
    return this.#older[row] === 1
  }
  toolchain(row: number): boolean {
    return this.#toolchain[row] === 1
  }

  /** Names outlive a list; numbers of rows do not. */
  name(row: number): string {
    return `${this.path(row)}@${this.version(row)}`
  }

  row(name: string): number | undefined {
    this.#byName ??= new Map(Array.from({ length: this.length }, (_, row) => [this.name(row), row]))
    return this.#byName.get(name)
  }
}

function flags(length: number, rows: number[]): Uint8Array {
  const set = new Uint8Array(length)
  for (const row of rows) set[row] = 1
  return set
}
