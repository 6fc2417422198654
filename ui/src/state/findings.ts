import type {
  Caches,
  CleanWish,
  Draft,
  Environment,
  Place,
  Problem,
  ProxyFix,
  ProxyView,
  Variable,
  Which,
} from '../backend/bindings'
import { i18n } from '../i18n/index.svelte'

/** One thing on the Overview that needs a look. */
export interface Finding {
  id: string
  severity: 'bad' | 'warn'
  title: string
  detail: string | null
  place: Place | null
  /** The variable to show. */
  variable: string | null
  /** Several variables: the filter that shows them. */
  filter: 'conflict' | null
  mend: { title: string; draft: Draft } | null
  /** It is about the toolchains: their page shows more. */
  toolchains: boolean
  /** The same of the caches; and a clean-up that mends it. */
  caches: boolean
  clean: { title: string; wish: CleanWish } | null
  /** It is about the proxies; and what mends it, the best last. */
  proxies: boolean
  fixes: ProxyFix[]
  /** Asking anew may help. */
  again: boolean
}

type Part = Partial<Finding> & Pick<Finding, 'id' | 'title'>

function finding(part: Part): Finding {
  return {
    severity: 'warn',
    detail: null,
    place: null,
    variable: null,
    filter: null,
    mend: null,
    toolchains: false,
    caches: false,
    clean: null,
    proxies: false,
    fixes: [],
    again: false,
    ...part,
  }
}

/** Everything that needs a look, worst first. It only gathers what the core has found. */
export function findings(
  env: Environment,
  which: Which | null,
  caches: Caches | null,
  proxies: ProxyView | null,
): Finding[] {
  return [
    ...lockouts(env),
    ...refused(env, which),
    ...ofProxies(proxies, 'bad'),
    ...failures(env),
    ...problems(env),
    ...shadowed(env),
    ...elsewhere(env),
    ...ignored(env),
    ...ofProxies(proxies, 'warn'),
    ...ofCaches(caches),
  ]
}

/** A way that leads nowhere, or not well: by what the last tests found. */
export function ofProxies(view: ProxyView | null, severity: Finding['severity']): Finding[] {
  if (!view) return []
  const { refused: why, finding: wrong } = view
  if (why && !wrong && severity === 'bad')
    return [finding({ id: 'proxies', severity, title: heading(why), detail: why.hint, proxies: true })]
  if (!wrong || (wrong.tone === 'bad' ? 'bad' : 'warn') !== severity) return []
  // What follows from it, and then what it comes from.
  const [title, detail] = severity === 'bad' ? [view.way.text, wrong.text] : [wrong.text, null]
  return [
    finding({
      id: 'proxies',
      severity,
      title: heading({ message: title }),
      detail,
      proxies: true,
      fixes: wrong.fixes,
    }),
  ]
}

/** A budget that is exceeded, a root that nothing may be cleaned in, and what a check has found. */
function ofCaches(caches: Caches | null): Finding[] {
  if (!caches) return []
  const t = i18n.t.caches
  const found: Finding[] = []
  for (const { cache, place, refusal } of caches.caches)
    if (refusal)
      found.push(
        finding({
          id: `refusal:${cache}`,
          title: heading(refusal),
          detail: refusal.hint,
          place,
          caches: true,
        }),
      )
  if (caches.verified && caches.verified.damaged > 0)
    found.push(finding({ id: 'damage', title: heading({ message: caches.verified.sentence }), caches: true }))
  for (const { cache, label, over, notice } of caches.budgets)
    if (notice)
      found.push(
        finding({
          id: `budget:${cache}`,
          title: heading({ message: notice }),
          detail: t.over(i18n.bytes(over)),
          caches: true,
          clean: { title: t.cleanBudget(label), wish: { kind: 'budget', cache } },
        }),
      )
  return found
}

/** What go would say instead of running. A value that locks everybody out, or no Go at all, is said already. */
function refused(env: Environment, which: Which | null): Finding[] {
  if (!which?.error || env.lockouts.length > 0 || !env.context.toolchain) return []
  const at = which.chain.findLast((l) => l.place !== null)
  return [
    finding({
      id: 'which',
      severity: 'bad',
      title: i18n.t.toolchains.nothingRuns(which.directory.display),
      detail: [`\`${which.error.message.replaceAll('`', '')}\``, which.error.hint].filter(Boolean).join(' '),
      place: at?.place ?? null,
      toolchains: true,
    }),
  ]
}

function lockouts(env: Environment): Finding[] {
  return env.lockouts.map((l) =>
    finding({
      id: `lockout:${l.name}`,
      severity: 'bad',
      title: heading(l.problem),
      detail: l.problem.hint,
      place: l.place,
      variable: l.name,
      mend: l.mend && { title: i18n.t.mend.title(l.name), draft: l.mend },
    }),
  )
}

/** The code of the notice that there is no Go. */
const NO_GO = 'go-not-found'

/** A sentence as a heading: without its full stop. */
function heading({ message }: Pick<Problem, 'message'>): string {
  return message.replace(/[.。]$/, '')
}

/** Sections that could not be read. */
function failures(env: Environment): Finding[] {
  const t = i18n.t.overview
  const of = (id: string, p: Problem, place: Place | null = null) =>
    finding({ id, title: heading(p), detail: p.hint, place })
  const found: Finding[] = []
  if (env.goenv.problem) found.push(of('goenv', env.goenv.problem, env.goenv.place))
  if (env.context.toolchain?.problem) found.push(of('toolchain', env.context.toolchain.problem))
  for (const asker of env.askers) {
    if (asker.state !== 'failed' || !asker.problem) continue
    const name = i18n.t.context.askers[asker.id](asker.shell)
    const { message, hint } = asker.problem
    found.push(
      finding({
        id: `asker:${asker.id}`,
        title: t.askerFailed(name),
        detail: hint ? `${message} ${hint}` : message,
        again: true,
      }),
    )
  }
  env.notices
    // The page's first line says it already.
    .filter((notice) => notice.code !== NO_GO)
    .forEach((notice, i) => found.push(of(`notice:${notice.code}:${i}`, notice)))
  return found
}

function problems(env: Environment): Finding[] {
  const locked = new Set(env.lockouts.map((l) => l.name))
  return env.variables.flatMap((v) =>
    v.problem && !locked.has(v.name)
      ? [
          finding({
            id: `problem:${v.name}`,
            title: heading(v.problem),
            detail: v.problem.hint,
            variable: v.name,
          }),
        ]
      : [],
  )
}

function shadowed(env: Environment): Finding[] {
  const t = i18n.t.overview
  return env.variables.filter(hasShadowedSetting).map((v) => {
    const winner = v.layers.find((l) => l.effective)
    return finding({
      id: `shadowed:${v.name}`,
      title: t.shadowed(v.name),
      detail: t.shadowedBy[env.context.asker],
      place: winner?.place ?? null,
      variable: v.name,
    })
  })
}

/** The person's own setting has no effect: it is there, and the winner says something else. */
function hasShadowedSetting(variable: Variable): boolean {
  if (!variable.shadowed.includes('user')) return false
  const own = variable.layers.find((l) => l.layer === 'user')
  return own?.value !== variable.value
}

function elsewhere(env: Environment): Finding[] {
  const t = i18n.t.overview
  // A shadowed setting is said above; that it differs elsewhere is a part of the same thing.
  const found = env.variables.filter((v) => v.elsewhere.length > 0 && !hasShadowedSetting(v))
  const [first, second] = found
  if (!first) return []
  if (second) {
    const names = found.slice(0, 4).map((v) => `\`${v.name}\``)
    if (found.length > 4) names.push(t.more(found.length - 4))
    return [
      finding({
        id: 'elsewhere',
        title: t.elsewhereMany(found.length),
        detail: t.elsewhereAll(i18n.list(names)),
        filter: 'conflict',
      }),
    ]
  }
  const who = first.elsewhere.map((e) => i18n.t.context.askers[e.asker](shellOf(env, e.asker)))
  return [
    finding({
      id: 'elsewhere',
      title: t.elsewhereOne(first.name),
      detail: t.elsewhereDetail(first.name, i18n.list(who)),
      variable: first.name,
    }),
  ]
}

function shellOf(env: Environment, asker: string): string | null {
  return env.askers.find((a) => a.id === asker)?.shell ?? null
}

function ignored(env: Environment): Finding[] {
  const { ignored: lines, place } = env.goenv
  const [first] = lines
  if (!first || !place) return []
  return [
    finding({
      id: 'ignored',
      title: i18n.t.overview.ignored(lines.length, place.display),
      detail: lines.map((l) => `\`${l.text}\`: ${l.why}`).join(' '),
      place: { ...place, line: first.line, display: `${place.display}:${first.line}` },
    }),
  ]
}
