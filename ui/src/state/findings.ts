import type { Environment, Place, Problem } from '../backend/bindings'
import { i18n } from '../i18n/index.svelte'

/** A section of what is known that could not be read, or only in part. The doctor tells what is wrong; this is not it. */
export interface Failure {
  id: string
  problem: Pick<Problem, 'message' | 'hint'>
  place: Place | null
  /** Asking anew may help. */
  again: boolean
}

/** The code of the notice that there is no Go. */
const NO_GO = 'go-not-found'

export function failures(env: Environment): Failure[] {
  const found: Failure[] = []
  const add = (id: string, problem: Failure['problem'], place: Place | null = null, again = false) =>
    found.push({ id, problem, place, again })
  const { problem, place, ignored } = env.goenv
  if (problem) add('goenv', problem, place)
  for (const { id, state, shell, problem } of env.askers) {
    if (state !== 'failed' || !problem) continue
    const message = i18n.t.overview.askerFailed(i18n.t.context.askers[id](shell))
    const hint = [problem.message, problem.hint].filter(Boolean).join(' ')
    add(id, { message, hint }, null, true)
  }
  // The page's first line says it already.
  env.notices.filter(({ code }) => code !== NO_GO).forEach((notice, i) => add(`notice:${i}`, notice))
  const [first] = ignored
  if (first && place) {
    const message = i18n.t.overview.ignored(ignored.length, place.display)
    const hint = ignored.map((l) => `\`${l.text}\`: ${l.why}`).join(' ')
    add(
      'ignored',
      { message, hint },
      { ...place, line: first.line, display: `${place.display}:${first.line}` },
    )
  }
  return found
}
