import type { AskerId, Check, DiffLine, Draft, HistoryChange, Outcome, Plan } from '../bindings'
import { FACTS } from './facts'
import { parse, valueFor } from './resolve'
import { GOENV, place, problem, type World } from './world'

const ASKERS: AskerId[] = ['login-shell', 'desktop', 'process']

/** The file after a draft. */
export function draftedText(world: World, draft: Draft): string | null {
  if (draft.kind === 'text') return draft.text
  const edits = draft.kind === 'edits' ? draft.edits : inverse(world, draft.entry)
  let rows = (world.text ?? '').split('\n')
  if (rows.at(-1) === '') rows.pop()
  for (const { name, value } of edits) {
    const at = rows.findLastIndex((r) => r.startsWith(`${name}=`))
    if (value === null) rows = rows.filter((r) => !r.startsWith(`${name}=`))
    else if (at >= 0) rows[at] = `${name}=${value}`
    else rows.push(`${name}=${value}`)
  }
  return rows.map((r) => `${r}\n`).join('')
}

function inverse(world: World, id: number) {
  return world.history.find((h) => h.id === id)?.changes.map((c) => ({ name: c.name, value: c.before })) ?? []
}

export function changesBetween(before: string | null, after: string | null): HistoryChange[] {
  const a = parse(before)
  const b = parse(after)
  return [...new Set([...a.keys(), ...b.keys()])]
    .map((name) => ({ name, before: a.get(name)?.value ?? null, after: b.get(name)?.value ?? null }))
    .filter((c) => c.before !== c.after)
}

/** Line by line, from the common start and the common end inwards. */
export function diff(before: string | null, after: string | null): DiffLine[] {
  const a = (before ?? '')
    .replace(/\n$/, '')
    .split('\n')
    .filter((r, _, all) => r || all.length > 1)
  const b = (after ?? '')
    .replace(/\n$/, '')
    .split('\n')
    .filter((r, _, all) => r || all.length > 1)
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail++
  const lines: DiffLine[] = []
  const same = (i: number, j: number) =>
    lines.push({ sign: 'same', text: a[i]!, oldLine: i + 1, newLine: j + 1 })
  for (let i = Math.max(0, head - 2); i < head; i++) same(i, i)
  for (let i = head; i < a.length - tail; i++)
    lines.push({ sign: 'removed', text: a[i]!, oldLine: i + 1, newLine: null })
  for (let j = head; j < b.length - tail; j++)
    lines.push({ sign: 'added', text: b[j]!, oldLine: null, newLine: j + 1 })
  for (let k = tail; k > Math.max(0, tail - 2); k--) same(a.length - k, b.length - k)
  return lines
}

function checks(world: World, draft: Draft, changes: HistoryChange[]): Check[] {
  const found: Check[] = []
  if (draft.kind === 'undo') {
    const entry = world.history.find((h) => h.id === draft.entry)
    for (const c of entry?.changes ?? []) {
      const now = parse(world.text).get(c.name)?.value ?? null
      if (now !== c.after) {
        found.push({
          severity: 'refused',
          name: c.name,
          place: null,
          problem: problem(
            'undo-conflict',
            `\`${c.name}\` was changed since: it is \`${now ?? '–'}\` by now`,
            'Take back the later change first, or set the value by hand.',
            c.name,
          ),
        })
      }
    }
  }
  for (const { name, after } of changes) {
    const fact = FACTS.find((f) => f.name === name)
    if (after && (name === 'GOPATH' || name === 'GOMODCACHE') && !after.startsWith('/')) {
      found.push({
        severity: 'refused',
        name,
        place: null,
        problem: problem(
          'go-refuses',
          `${name} entry is relative; must be absolute path: "${after}"`,
          'Write the whole path, from `/` on.',
          name,
        ),
      })
    }
    if (after && fact?.accepted && !fact.accepted.includes(after)) {
      found.push({
        severity: 'refused',
        name,
        place: null,
        problem: problem(
          'go-refuses',
          `invalid ${name} value "${after}"`,
          `Go takes ${fact.accepted.join(', ')}.`,
          name,
        ),
      })
    }
    const exported = world.environs[world.asker][name]
    if (after !== null && exported?.value && exported.value !== after) {
      found.push({
        severity: 'warning',
        name,
        place: exported.place,
        problem: problem(
          'still-shadowed',
          `A new terminal will not see this: \`${exported.place?.display ?? name}\` wins`,
          'Remove that line, or change it there. Programs started from the desktop will see it.',
          name,
        ),
      })
    }
  }
  return found
}

function outcomes(world: World, changes: HistoryChange[], text: string | null): Outcome[] {
  return changes.flatMap(({ name, after }) =>
    ASKERS.map((asker) => {
      const before = valueFor(world, asker, name)
      const then = valueFor(world, asker, name, text)
      return {
        name,
        asker,
        before: before.value,
        after: then.value,
        origin: then.origin,
        shadowed: after !== null && then.origin === 'process',
        winner: then.origin === 'process' ? (world.environs[asker][name]?.place ?? null) : null,
      }
    }),
  )
}

export function plan(world: World, draft: Draft, id: string): Plan {
  const text = draftedText(world, draft)
  const changes = changesBetween(world.text, text)
  const found = checks(world, draft, changes)
  const empty = (text ?? '') === (world.text ?? '')
  return {
    id,
    file: place(GOENV),
    diff: empty ? [] : diff(world.text, text),
    checks: found,
    outcomes: outcomes(world, changes, text),
    applicable: !empty && !found.some((c) => c.severity === 'refused'),
    empty,
  }
}
