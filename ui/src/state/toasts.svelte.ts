import type { Problem } from '../backend/bindings'

/** A change that can be taken back: of the GOENV file, a switch of toolchains, a cleaning, a profile that went, or a fix of the doctor's. */
export type Undo =
  | { kind: 'entry' | 'switch'; id: number }
  | { kind: 'cleaning'; id: string }
  | { kind: 'profile'; text: string }
  | { kind: 'deed' }

export interface Toast {
  id: number
  message: string
  hint: string | null
  bad: boolean
  /** The change that the toast offers to take back. */
  undo: Undo | null
  /** What taking it back does, in one sentence. */
  undoMeans?: string
}

/** How long a toast stays that offers nothing. */
const STAY_MS = 5000

/** Short messages at the foot of the window. */
export class Toasts {
  shown = $state.raw<Toast[]>([])
  #last = 0

  say(message: string, hint: string | null = null): void {
    const id = this.#show({ message, hint, bad: false, undo: null })
    setTimeout(() => this.dismiss(id), STAY_MS)
  }

  /** Stays until it is dismissed: what went wrong must not vanish unread. */
  complain(problem: Problem): void {
    this.#show({ message: problem.message, hint: problem.hint, bad: true, undo: null })
  }

  /** Stays for as long as that change is the newest. */
  changed(message: string, undo: Undo, undoMeans?: string): void {
    this.shown = this.shown.filter((t) => t.undo === null)
    this.#show({ message, hint: null, bad: false, undo, undoMeans })
  }

  dismiss(id: number): void {
    this.shown = this.shown.filter((t) => t.id !== id)
  }

  /** Takes away offers that are out of date: `newest` is what can be taken back now, undefined while not known. */
  keepOnly(kind: 'entry' | 'switch', newest: number | null | undefined): void {
    if (newest === undefined) return
    this.shown = this.shown.filter(
      ({ undo }) => undo?.kind !== kind || (newest !== null && undo.id >= newest),
    )
  }

  /** The same of a cleaning: what came back, or was given up, is offered no longer. */
  dropCleaning(id: string): void {
    this.shown = this.shown.filter(({ undo }) => undo?.kind !== 'cleaning' || undo.id !== id)
  }

  #show(toast: Omit<Toast, 'id'>): number {
    const id = ++this.#last
    this.shown = [...this.shown.slice(-2), { ...toast, id }]
    return id
  }
}
