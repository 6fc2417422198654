import { hierarchy, treemap, treemapResquarify, type HierarchyRectangularNode } from 'd3-hierarchy'

/** Something with a size that is made of others. */
export interface Sized<T> {
  id: string
  bytes: number
  /** What is drawn inside of it; empty: it is one cell. */
  parts: T[]
  /** Its parts keep their order, whatever their sizes: things with a place of their own. */
  ordered?: boolean
}

/** One cell of the picture, in pixels. */
export interface Cell<T> {
  part: T
  x: number
  y: number
  width: number
  height: number
}

export type Direction = 'left' | 'right' | 'up' | 'down'

/** A cell of less can hold neither a word nor a pointer; such parts are gathered into one. */
const SMALLEST_PX2 = 2600
/** A part with less room is not opened. */
const OPENS_PX2 = 24_000
/** More cells than this in one part are not told apart any more. */
const MOST = 60
/** Between things with a place of their own, as the two caches are, and between all others. */
const WIDE_GAP_PX = 4
const GAP_PX = 1
const RATIO = 1.25
/** How much worse than the best the shapes may get before the picture is laid out anew. */
const PATIENCE = 1.7

interface Node<T> {
  part: T
  bytes: number
  children: Node<T>[]
}

type Laid<T> = HierarchyRectangularNode<Node<T>>

/** Opens parts that have the room for it, and gathers what is too small to be seen. */
function open<T extends Sized<T>>(part: T, area: number, gather: (of: T, small: T[]) => T): Node<T> {
  const leaf = { part, bytes: part.bytes, children: [] }
  const parts = part.parts.filter((p) => p.bytes > 0)
  const bytes = parts.reduce((sum, p) => sum + p.bytes, 0)
  if (bytes === 0 || area < OPENS_PX2) return leaf
  const scale = area / bytes
  const bySize = parts.toSorted((a, b) => b.bytes - a.bytes)
  const large = bySize.filter((p, i) => i < MOST && p.bytes * scale >= SMALLEST_PX2)
  const small = bySize.slice(large.length)
  const kept = small.length > 1 ? large : bySize
  const shown = part.ordered ? parts.filter((p) => kept.includes(p)) : kept
  const children = shown.map((p) => open(p, p.bytes * scale, gather))
  if (small.length > 1) children.push(open({ ...gather(part, small), parts: [] }, 0, gather))
  return { part, bytes, children }
}

/** Which cells there are: as long as this stays, so do their neighbours, whichever is larger. */
function shape<T extends Sized<T>>(node: Node<T>): string {
  return node.children.length > 0
    ? `${node.part.id}(${node.children.map(shape).sort().join()})`
    : node.part.id
}

/**
 * Lays a picture out, and keeps it calm: while the same things only grow, they keep their rows and neighbours, until
 * that would bend them out of shape.
 */
export class Treemap<T extends Sized<T>> {
  readonly #gather: (of: T, small: T[]) => T
  #last: { shape: string; root: Laid<T>; width: number; height: number } | null = null

  constructor(gather: (of: T, small: T[]) => T) {
    this.#gather = gather
  }

  /** The cells of a part in this room. Their areas are as their bytes, but for the gaps. */
  lay(part: T, width: number, height: number): Cell<T>[] {
    if (width < 1 || height < 1 || part.bytes <= 0) return []
    const tree = open(
      { ...part, parts: part.parts.length > 0 ? part.parts : [part] },
      width * height,
      this.#gather,
    )
    const of = shape(tree)
    const fresh = arrange(prepare(tree), width, height)
    const last = this.#last
    let root = fresh
    if (last?.shape === of && sameShape(last, { width, height })) {
      const kept = arrange(grow(last.root, tree), width, height)
      if (strain(kept) <= strain(fresh) * PATIENCE) root = kept
    }
    this.#last = { shape: of, root, width, height }
    return root.leaves().map((leaf) => ({
      part: leaf.data.part,
      x: leaf.x0,
      y: leaf.y0,
      width: leaf.x1 - leaf.x0,
      height: leaf.y1 - leaf.y0,
    }))
  }
}

function prepare<T>(tree: Node<T>) {
  return hierarchy(tree, (n) => n.children).sum((n) => (n.children.length > 0 ? 0 : n.bytes))
}

function arrange<T extends Sized<T>>(
  root: ReturnType<typeof prepare<T>>,
  width: number,
  height: number,
): Laid<T> {
  return treemap<Node<T>>()
    .tile(treemapResquarify.ratio(RATIO))
    .size([width, height])
    .paddingInner((node) => (node.depth === 0 && node.data.part.ordered ? WIDE_GAP_PX : GAP_PX))
    .round(true)(root)
}

/** New figures for the same things: their rows are kept by the node they belong to. */
function grow<T extends Sized<T>>(root: Laid<T>, tree: Node<T>): Laid<T> {
  const walk = (laid: Laid<T>, node: Node<T>) => {
    laid.data = node
    const children = new Map(node.children.map((n) => [n.part.id, n]))
    laid.children?.forEach((child) => {
      const next = children.get(child.data.part.id)
      if (next) walk(child, next)
    })
  }
  walk(root, tree)
  return root.sum((n) => (n.children.length > 0 ? 0 : n.bytes))
}

function sameShape(a: { width: number; height: number }, b: { width: number; height: number }): boolean {
  const change = a.width / a.height / (b.width / b.height)
  return change > 0.75 && change < 1.35
}

/** How long and thin the cells are, each as much as it is large. */
function strain<T>(root: Laid<T>): number {
  const all = root.value ?? 1
  return root.leaves().reduce((sum, { x0, x1, y0, y1, value = 0 }) => {
    const [width, height] = [Math.max(1, x1 - x0), Math.max(1, y1 - y0)]
    return sum + (Math.max(width / height, height / width) * value) / all
  }, 0)
}

type Span = [from: number, to: number]

/** The cell that an arrow key leads to: the nearest beyond this edge, rather ahead than aside. */
export function neighbour<T>(cells: Cell<T>[], from: Cell<T>, direction: Direction): Cell<T> | undefined {
  const across = direction === 'left' || direction === 'right'
  const back = direction === 'left' || direction === 'up'
  const along = (c: Cell<T>): Span => (across ? [c.x, c.x + c.width] : [c.y, c.y + c.height])
  const aside = (c: Cell<T>): Span => (across ? [c.y, c.y + c.height] : [c.x, c.x + c.width])
  const gap = (a: Span, b: Span) => Math.max(0, a[0] - b[1], b[0] - a[1])
  const middle = ([a, b]: Span) => (a + b) / 2
  const here = along(from)
  let best: { cell: Cell<T>; cost: number } | undefined
  for (const cell of cells) {
    const there = along(cell)
    const beyond = back ? here[0] - there[1] : there[0] - here[1]
    if (cell === from || beyond < -1) continue
    const off = gap(aside(cell), aside(from))
    // What is ahead wins over what is aside; among those ahead the nearest, then the one straight ahead.
    const cost = beyond + off * 4 + Math.abs(middle(aside(cell)) - middle(aside(from))) / 100
    if (!best || cost < best.cost) best = { cell, cost }
  }
  return best?.cell
}
