import type { AskerId, Environment, IgnoredLine, Layer, LayerId, Lockout, Variable } from '../bindings'
import { FACTS, type Fact } from './facts'
import { GOENV, place, problem, type World } from './world'

const GO_ENV: Record<string, string> = {
  GOPROXY: 'https://proxy.golang.org,direct',
  GOSUMDB: 'sum.golang.org',
  GOTOOLCHAIN: 'auto',
}
const ASKERS: AskerId[] = ['login-shell', 'desktop', 'process']

export interface Line {
  name: string
  value: string
  line: number
}

/** The lines of the file that count; of a name that is there twice the last. */
export function parse(text: string | null): Map<string, Line> {
  const found = new Map<string, Line>()
  text?.split('\n').forEach((row, i) => {
    const at = row.indexOf('=')
    if (at > 0 && /^[A-Z]/.test(row))
      found.set(row.slice(0, at), { name: row.slice(0, at), value: row.slice(at + 1), line: i + 1 })
  })
  return found
}

function ignored(text: string | null): IgnoredLine[] {
  return (text ?? '').split('\n').flatMap((row, i) => {
    if (!row.trim() || row.startsWith('#') || /^[A-Z][^=]*=/.test(row)) return []
    const why = row.startsWith(' ')
      ? 'It begins with a space.'
      : 'It does not begin with a capital letter; `export` has no place here.'
    return [{ line: i + 1, text: row, why }]
  })
}

/** The value that this asker would see, were `text` the file. */
export function valueFor(
  world: World,
  asker: AskerId,
  name: string,
  text = world.text,
): { value: string; origin: LayerId } {
  const exported = world.environs[asker][name]?.value
  if (exported) return { value: exported, origin: 'process' }
  const line = parse(text).get(name)
  if (line) return { value: line.value, origin: 'user' }
  const shipped = world.toolchains.length > 0 ? GO_ENV[name] : undefined
  if (shipped !== undefined) return { value: shipped, origin: 'goroot' }
  if (name === 'GONOPROXY' || name === 'GONOSUMDB')
    return { value: valueFor(world, asker, 'GOPRIVATE', text).value, origin: 'default' }
  return { value: FACTS.find((f) => f.name === name)?.default ?? '', origin: 'default' }
}

function layers(world: World, fact: Fact, origin: LayerId): Layer[] {
  const exported = world.environs[world.asker][fact.name]
  const line = parse(world.text).get(fact.name)
  const shipped = world.toolchains.length > 0 ? GO_ENV[fact.name] : undefined
  const rung = (
    layer: LayerId,
    value: string | null,
    at: Layer['place'],
    note: string | null = null,
  ): Layer => ({
    layer,
    set: value !== null,
    value,
    place: at,
    also: [],
    effective: origin === layer,
    note,
  })
  const unknown = exported?.value && !exported.place ? 'Where it is set could not be told.' : null
  const empty = exported?.value === '' ? 'It is set to nothing, which counts as not set.' : null
  const process = rung('process', exported ? exported.value : null, exported?.place ?? null, unknown ?? empty)
  if (fact.name === 'GOPROXY' && exported) process.also = [place('/etc/profile.d/go.sh', 4)]
  return [
    process,
    rung('user', line?.value ?? null, line ? place(GOENV, line.line) : null),
    rung('goroot', shipped ?? null, shipped === undefined ? null : place(`${goroot(world)}/go.env`, 7)),
    rung(
      'default',
      shipped === undefined
        ? valueFor(
            { ...world, environs: { 'login-shell': {}, desktop: {}, process: {} } },
            world.asker,
            fact.name,
            null,
          ).value
        : null,
      null,
      shipped === undefined ? null : 'No built-in default since Go 1.21',
    ),
  ]
}

function goroot(world: World): string {
  return world.goroot ?? world.toolchains[0]?.goroot ?? '/usr/local/go'
}

const FOLDERS = new Set([
  'GOROOT',
  'GOPATH',
  'GOMODCACHE',
  'GOCACHE',
  'GOBIN',
  'GOENV',
  'GOMOD',
  'GOTOOLDIR',
  'GOTELEMETRYDIR',
])

function variable(world: World, fact: Fact): Variable {
  const { value, origin } = valueFor(world, world.asker, fact.name)
  const derived = fact.kind === 'readonly'
  const rungs = layers(world, fact, origin)
  const strongest = rungs.findIndex((l) => l.effective)
  return {
    name: fact.name,
    value,
    origin: derived ? 'derived' : origin,
    kind: fact.kind,
    group: fact.group,
    layers: rungs,
    shadowed: rungs.filter((l, i) => l.set && i > strongest && l.layer !== 'default').map((l) => l.layer),
    changed: !derived && (origin === 'process' || origin === 'user'),
    editable: !derived,
    fixed: derived ? 'Go works this out itself; `go env -w` refuses it.' : null,
    elsewhere: ASKERS.filter((a) => a !== world.asker && a !== 'process' && world.shellState === 'ready')
      .map((asker) => ({ asker, value: valueFor(world, asker, fact.name).value }))
      .filter((e) => e.value !== value),
    problem: null,
    target: FOLDERS.has(fact.name) && value ? place(value) : null,
    touchedAt: world.touched[fact.name] ?? null,
  }
}

function lockouts(world: World): Lockout[] {
  const line = parse(world.text).get('GOTOOLCHAIN')
  if (!line || /^(auto|local|path|go[0-9])/.test(line.value)) return []
  return [
    {
      name: 'GOTOOLCHAIN',
      problem: problem(
        'lockout',
        `GOTOOLCHAIN is \`${line.value}\`, and no go command works`,
        'Even `go env -u GOTOOLCHAIN` fails. Burrow can remove the line without go.',
        'GOTOOLCHAIN',
      ),
      place: place(GOENV, line.line),
      mend: { kind: 'edits', edits: [{ name: 'GOTOOLCHAIN', value: null }] },
    },
  ]
}

export function environment(world: World): Environment {
  const chosen = world.toolchains.find((t) => t.goroot === world.goroot) ?? world.toolchains[0] ?? null
  const broken = world.scenario === 'broken-file'
  const unknown = [...parse(world.text).values()].filter((l) => !FACTS.some((f) => f.name === l.name))
  const extra: Fact[] = unknown.map((l) => ({
    name: l.name,
    group: 'unknown',
    kind: 'setting',
    default: '',
    summary: ['', ''],
  }))
  return {
    revision: world.revision,
    context: {
      asker: world.asker,
      toolchain: chosen && { ...chosen, found: world.goroot ? 'chosen' : chosen.found },
      directory: place(world.directory),
    },
    askers: [
      {
        id: 'login-shell',
        shell: 'zsh',
        state: world.shellState,
        problem:
          world.shellState === 'failed'
            ? problem(
                'shell-timeout',
                '`zsh` did not answer within 5 seconds.',
                'Look at what `~/.zshrc` starts.',
              )
            : null,
      },
      { id: 'desktop', shell: null, state: 'ready', problem: null },
      { id: 'process', shell: null, state: 'ready', problem: null },
    ],
    toolchains: world.toolchains,
    goenv: {
      place: place(GOENV),
      state: broken ? 'broken' : world.text === null ? 'missing' : 'present',
      problem: broken
        ? problem(
            'goenv-not-readable',
            '`~/.config/go/env` is a folder, not a file',
            'Go ignores it. Move it away, and `go env -w` works again.',
            GOENV,
          )
        : null,
      ignored: ignored(world.text),
    },
    variables: [...FACTS, ...extra].map((f) => variable(world, f)),
    lockouts: lockouts(world),
    notices: world.notices,
    changedAt: world.changedAt,
  }
}
