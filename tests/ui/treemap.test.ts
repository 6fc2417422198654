import { expect, test } from 'vitest'
import { cut, fit } from '../../ui/src/views/caches/label'
import { neighbour, Treemap, type Cell, type Direction, type Sized } from '../../ui/src/views/caches/treemap'

interface Thing extends Sized<Thing> {
  small?: Thing[]
}

const thing = (id: string, bytes: number, parts: Thing[] = []): Thing => ({ id, bytes, parts })

const whole = (parts: Thing[]): Thing =>
  thing(
    'all',
    parts.reduce((n, p) => n + p.bytes, 0),
    parts,
  )

const gather = (of: Thing, small: Thing[]): Thing => ({
  ...thing(
    `${of.id}~rest`,
    small.reduce((n, p) => n + p.bytes, 0),
  ),
  small,
})

/** The same every time. */
function dice(seed: number): () => number {
  let state = seed
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648
}

function world(seed: number): Thing {
  const roll = dice(seed)
  const count = 1 + Math.floor(roll() * 400)
  return whole(
    Array.from({ length: count }, (_, i) => {
      const bytes = Math.ceil(roll() ** 6 * 2_000_000_000)
      const parts =
        roll() > 0.8
          ? [thing(`${String(i)}a`, Math.ceil(bytes / 2)), thing(`${String(i)}b`, Math.floor(bytes / 2))]
          : []
      return thing(String(i), bytes, parts)
    }),
  )
}

const SEEDS = Array.from({ length: 40 }, (_, i) => i + 1)
const ROOMS = [
  [1036, 560],
  [816, 372],
  [300, 700],
] as const

const area = (c: Cell<Thing>) => c.width * c.height
const lay = (part: Thing, width = 1036, height = 560) => new Treemap<Thing>(gather).lay(part, width, height)

test.each(SEEDS)('cells neither overlap nor leave the picture, and nothing is lost (%i)', (seed) => {
  for (const [width, height] of ROOMS) {
    const part = world(seed)
    const cells = lay(part, width, height)
    for (const c of cells) {
      expect(c.x).toBeGreaterThanOrEqual(0)
      expect(c.x + c.width).toBeLessThanOrEqual(width)
      expect(c.y).toBeGreaterThanOrEqual(0)
      expect(c.y + c.height).toBeLessThanOrEqual(height)
    }
    for (const [i, a] of cells.entries())
      for (const b of cells.slice(i + 1)) {
        const apart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
        expect(apart || area(a) === 0 || area(b) === 0).toBe(true)
      }
    expect(cells.reduce((n, c) => n + c.part.bytes, 0)).toBe(part.bytes)
  }
})

test.each(SEEDS)('a cell is as large as what it stands for, but for the gaps (%i)', (seed) => {
  const part = world(seed)
  const cells = lay(part)
  for (const c of cells) {
    const due = (c.part.bytes / part.bytes) * 1036 * 560
    // Rounded to pixels at each edge, and a gap of one.
    const slack = 3 * (c.width + c.height) + 9
    expect(Math.abs(area(c) - due)).toBeLessThanOrEqual(slack)
  }
})

test.each(SEEDS)('there are never more cells than a person can tell apart (%i)', (seed) => {
  expect(lay(world(seed)).length).toBeLessThanOrEqual(130)
})

test('what is too small is gathered with its number, and one alone is not', () => {
  const cells = lay(
    whole([thing('a', 1e9), thing('b', 5e8), ...SEEDS.map((i) => thing(`s${String(i)}`, 1e5))]),
  )
  expect(cells.map((c) => c.part.id)).toEqual(['a', 'b', 'all~rest'])
  expect(cells[2]?.part.small).toHaveLength(40)
  expect(lay(whole([thing('a', 1e9), thing('z', 10)])).map((c) => c.part.id)).toEqual(['a', 'z'])
})

test('a hundred thousand things are laid out at once', () => {
  const roll = dice(3)
  const part = whole(Array.from({ length: 100_000 }, (_, i) => thing(String(i), 1000 + roll() * 1e6)))
  const from = performance.now()
  const cells = lay(part)
  expect(cells.length).toBeLessThan(80)
  expect(performance.now() - from).toBeLessThan(2000)
})

test('while figures grow, nothing jumps about', () => {
  const treemap = new Treemap<Thing>(gather)
  const roll = dice(11)
  const ids = ['build', 'test', 'fuzz', 'modules', 'downloads', 'vcs', 'toolchains']
  let sizes = ids.map(() => 4e8 + roll() * 4e8)
  const of = () => whole(ids.map((id, i) => thing(id, sizes[i] ?? 1)))
  /** How far the middle of a cell moved that moved most. */
  const moved = (before: Cell<Thing>[], now: Cell<Thing>[]) =>
    Math.max(
      ...now.map((c) => {
        const was = before.find((o) => o.part.id === c.part.id) ?? c
        return Math.hypot(
          c.x + c.width / 2 - was.x - was.width / 2,
          c.y + c.height / 2 - was.y - was.height / 2,
        )
      }),
    )
  let kept = treemap.lay(of(), 1036, 560)
  let anew = lay(of())
  let most = 0
  let mostAnew = 0
  for (let step = 0; step < 60; step++) {
    sizes = sizes.map((n) => n * (1 + roll() * 0.08))
    const now = treemap.lay(of(), 1036, 560)
    most = Math.max(most, moved(kept, now))
    kept = now
    const fresh = lay(of())
    mostAnew = Math.max(mostAnew, moved(anew, fresh))
    anew = fresh
  }
  // Laid out anew each time, cells would change their places.
  expect(mostAnew).toBeGreaterThan(200)
  expect(most).toBeLessThan(30)
})

test('a thing that outgrows its place gets another one rather than a sliver', () => {
  const treemap = new Treemap<Thing>(gather)
  const of = (last: number) => whole([thing('a', 9e8), thing('b', 8e8), thing('c', 7e8), thing('d', last)])
  treemap.lay(of(5e7), 1000, 600)
  const cells = treemap.lay(of(9e9), 1000, 600)
  const fresh = lay(of(9e9), 1000, 600)
  expect(cells).toEqual(fresh)
})

const BACK: Record<Direction, Direction> = { left: 'right', right: 'left', up: 'down', down: 'up' }

test.each(SEEDS)('arrows lead where they point, and every cell can be reached (%i)', (seed) => {
  const cells = lay(world(seed)).filter((c) => c.width > 0 && c.height > 0)
  for (const c of cells)
    for (const direction of Object.keys(BACK) as Direction[]) {
      const next = neighbour(cells, c, direction)
      if (!next) continue
      expect(next).not.toBe(c)
      if (direction === 'right') expect(next.x).toBeGreaterThan(c.x)
      if (direction === 'left') expect(next.x).toBeLessThan(c.x)
      if (direction === 'down') expect(next.y).toBeGreaterThan(c.y)
      if (direction === 'up') expect(next.y).toBeLessThan(c.y)
    }
  const reached = new Set([cells[0]])
  for (const c of reached)
    if (c)
      for (const direction of Object.keys(BACK) as Direction[]) {
        const next = neighbour(cells, c, direction)
        if (next) reached.add(next)
      }
  expect(reached.size).toBe(cells.length)
})

const wide = (text: string) => text.length * 7

test.each([
  ['k8s.io/kubernetes', 200, 1, ['k8s.io/kubernetes']],
  ['github.com/aws/aws-sdk-go', 120, 2, ['github.com/aws/', 'aws-sdk-go']],
  ['github.com/Azure/azure-sdk-for-go', 120, 1, ['azure-sdk-for-go']],
  ['github.com/jackc/pgx', 60, 1, ['…/pgx']],
])('%s in %i px and %i lines', (name, width, lines, written) => {
  const made = fit(name, width, lines, wide)
  expect(made.length).toBeLessThanOrEqual(lines)
  for (const line of made) expect(wide(line)).toBeLessThanOrEqual(width)
  expect(made).toEqual(written)
})

test('a text that does not fit ends in an ellipsis, and three letters are the least', () => {
  expect(cut('kubernetes', 50, wide)).toBe('kubern…')
  expect(cut('kubernetes', 20, wide)).toBe('')
})
