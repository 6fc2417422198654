import type { Finding, FindingSeverity } from '../../backend/bindings'
import type { Tone } from '../../components/Sign.svelte'
import type { Navigation } from '../../state/navigation.svelte'

export const TONES: Record<FindingSeverity, Tone> = { error: 'bad', warning: 'warn', note: 'note' }

/** Leads to the page that shows more of a finding. */
export function showFound(navigation: Navigation, { shows }: Finding): void {
  switch (shows?.kind) {
    case 'variable': {
      navigation.showVariable(shows.name)
      return
    }
    case 'toolchains': {
      navigation.showSdks()
      return
    }
    case 'programs': {
      navigation.showPrograms()
      return
    }
    case 'caches': {
      navigation.showCaches()
      return
    }
    case 'proxies': {
      navigation.go('proxies')
      return
    }
  }
}

/** Up and down lead from one finding to the next, to the button that tells why. */
export function move(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const here = (event.target as Element).closest('[data-finding]')
  if (!step || !here || event.ctrlKey || event.metaKey || event.altKey) return
  const rows = [...document.querySelectorAll('main [data-finding]')]
  const next = rows[rows.indexOf(here) + step]
  next?.querySelector<HTMLElement>('[aria-expanded]')?.focus()
  if (next) event.preventDefault()
}
