import type { BenchOffer } from '../../backend/bindings'

/** Module proxies compared. */
export const benchTexts = {
  bench: {
    open: 'Find the fastest…',
    title: 'Which module proxy serves you best?',
    means:
      'All are asked for the same modules of your own `go.sum`. What is private, or looks so, is asked of nobody.',
    more: 'Compare also',
    only: 'just these',
    asks: 'Asks servers on the internet. Nothing is switched.',
    begin: 'Compare',
    again: 'Compare again',
    stop: 'Stop',
    waiting: 'waiting…',
    proxy: 'Proxy',
    has: 'Has',
    median: 'Median',
    p90: '90 %',
    speed: 'Speed',
    fresh: 'Versions',
    sumdb: 'Checksums',
    toolchains: 'Toolchains',
    recommended: 'recommended',
    newest: 'newest',
    behind: (behind: number, of: number) => `${String(behind)} of ${String(of)} behind`,
    wrong: 'other content than go.sum',
    offers: { yes: 'yes', no: 'no', failed: 'no answer', 'not-asked': 'not asked' } satisfies Record<
      BenchOffer,
      string
    >,
    name: 'Name of the profile',
    keep: 'Keep as a profile',
    kept: (name: string) => `“${name}” is kept.`,
  },
}
