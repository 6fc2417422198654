import type { Problem } from '../backend/bindings'

export interface Toast {
  id: number
  message: string
  hint: string | null
  bad: boolean
  /** The change that the toast offers to take back. */
  entry: number | null
}

/** How long a toast stays that offers nothing. */
const STAY_MS = 5000

/** Short messages at the foot of the window. */
export class Toasts {
  shown = $state.raw<Toast[]>([])
  #last = 0

  say(message: string): void {
    const id = this.#show({ message, hint: null, bad: false, entry: null })
    setTimeout(() => this.dismiss(id), STAY_MS)
  }

  /** Stays until it is dismissed: what went wrong must not vanish unread. */
  complain(problem: Problem): void {
    this.#show({ message: problem.message, hint: problem.hint, bad: true, entry: null })
  }

  /** Stays for as long as that change is the newest. */
  changed(message: string, entry: number): void {
    this.shown = this.shown.filter((t) => t.entry === null)
    this.#show({ message, hint: null, bad: false, entry })
  }

  dismiss(id: number): void {
    this.shown = this.shown.filter((t) => t.id !== id)
  }

  /** Takes away offers that are out of date. */
  keepOnly(newestEntry: number | undefined): void {
    this.shown = this.shown.filter(
      (t) => t.entry === null || newestEntry === undefined || t.entry >= newestEntry,
    )
  }

  #show(toast: Omit<Toast, 'id'>): number {
    const id = ++this.#last
    this.shown = [...this.shown.slice(-2), { ...toast, id }]
    return id
  }
}
