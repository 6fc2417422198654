import type { Stores } from '../state'
import { PAGES } from '../state/navigation.svelte'

/** Whether a key typed here belongs to a field. */
function inField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}

/** The keys that work everywhere. A dialog keeps all but the palette's to itself. */
export function handleKey(event: KeyboardEvent, stores: Stores): void {
  if (event.defaultPrevented) return
  const { navigation } = stores
  const command = (event.ctrlKey || event.metaKey) && !event.altKey
  const key = event.key.toLowerCase()

  if (command && key === 'k') {
    event.preventDefault()
    if (navigation.overlay?.kind === 'palette') navigation.close()
    else navigation.open({ kind: 'palette' })
    return
  }
  if (navigation.overlay) {
    if (event.key === 'Escape') {
      event.preventDefault()
      navigation.close()
    }
    return
  }
  if (command ? commanded(key, event, stores) : plain(event, stores)) event.preventDefault()
}

function commanded(key: string, event: KeyboardEvent, stores: Stores): boolean {
  const { navigation } = stores
  const page = PAGES[Number(key) - 1]
  if (page) {
    navigation.go(page)
    return true
  }
  if (key === 'f' && !event.shiftKey) {
    navigation.search()
    return true
  }
  // In a field the keys take back what was typed there.
  if (key === 'z' && !event.shiftKey && !inField(event.target)) {
    // A key that is held down means one change.
    if (!event.repeat) void stores.undoLast()
    return true
  }
  return false
}

function plain(event: KeyboardEvent, { navigation }: Stores): boolean {
  if (inField(event.target) || event.altKey) return false
  if (event.key === '/') {
    navigation.search()
    return true
  }
  if (event.key === '?') {
    navigation.open({ kind: 'shortcuts' })
    return true
  }
  const list = ({ environment: 'list', projects: 'projects' } as const)[navigation.page as string]
  if (event.key === 'Escape' && navigation.narrow && list && navigation.detail) {
    navigation.detail = false
    navigation.focus = list
    return true
  }
  return false
}
