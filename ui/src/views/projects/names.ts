import type { ProjectRow } from '../../backend/bindings'
import type { Tone } from '../../components/Sign.svelte'

/** The sign of a project: its answer's, or that there is none. */
export function toneOf({ verdict, problem }: Pick<ProjectRow, 'verdict' | 'problem'>): Tone {
  if (problem) return 'bad'
  if (!verdict || verdict.tone === 'plain') return 'note'
  return verdict.tone
}
