import type { Problem } from '../backend/bindings'
import { isProblem } from '../backend/types'
import { i18n } from '../i18n/index.svelte'

/** Carries it out; null when it worked, else what a person is told. */
export async function problemOf(work: () => Promise<unknown>): Promise<Problem | null> {
  try {
    await work()
    return null
  } catch (reason) {
    return toProblem(reason)
  }
}

/** What a person is told about a rejection. One that is no `Problem` is a defect: its raw text stays out of sight. */
export function toProblem(reason: unknown): Problem {
  if (isProblem(reason)) return reason
  return {
    code: 'unexpected',
    message: i18n.t.problem.unexpected,
    subject: null,
    hint: i18n.t.problem.unexpectedHint,
  }
}
