import type { CheckSpeed, CheckState, FindingSeverity } from '../../backend/bindings'
import { count } from './count'

/** What the Doctor page and the report say, beside what the core puts in words. */
export const doctorTexts = {
  doctor: {
    looking: 'Looking at your Go…',
    checked: 'checked',
    severities: {
      error: 'Broken',
      warning: 'Look at it',
      note: 'Good to know',
    } satisfies Record<FindingSeverity, string>,
    why: 'Why?',
    evidence: 'Proof',
    deeper: 'Look deeper',
    deeperMeans: 'Asks the servers on your way to modules, and compares every module in the cache.',
    stop: 'Stop',
    calm: 'All is well here',
    calmHint:
      'Whatever changes on this machine is looked at again by itself. Look deeper to ask servers, too, and to compare every module in the cache.',
    checks: 'What was checked',
    well: (n: number) => `${count(n, 'check')} found nothing`,
    skipped: (n: number) => `${n} could not be made`,
    waiting: (n: number) => `${n} only when you look deeper`,
    between: ' · ',
    allChecks: (n: number) => `All ${n} checks`,
    states: {
      waiting: '',
      running: 'is being checked…',
      well: 'well',
      found: 'found something',
      skipped: 'not checked',
    } satisfies Record<CheckState, string>,
    speeds: {
      fast: '',
      slow: 'takes long',
      online: 'asks servers',
    } satisfies Record<CheckSpeed, string>,
    mended: (what: string) => `Done: ${what}`,
    report: 'Report…',
    finding: 'finding',
    all: (n: number) => `All ${count(n, 'finding')}`,
  },

  report: {
    title: 'Report for a bug tracker or a colleague',
    means: 'Passwords and tokens are hidden. Read it before you pass it on: Burrow sends nothing.',
    action: 'Make a report…',
    form: 'Form',
    forms: { text: 'Text', markdown: 'Markdown', json: 'JSON' },
    mask: 'Hide the names of private hosts',
    collecting: 'Gathering what is known…',
    copied: 'The report is on the clipboard',
    save: 'Save as…',
    saved: (file: string) => `Written to \`${file}\``,
  },
}
