const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** The time as far as texts like `12 s ago` need it: it wakes only when such a text changes, and never unseen. */
export class Clock {
  now = $state(Date.now())
  #youngest: number | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  /** The moment whose age is on screen. */
  watch(at: number | null): void {
    this.#youngest = at
    this.tick()
  }

  tick(): void {
    clearTimeout(this.#timer)
    this.now = Date.now()
    if (this.#youngest === null || document.hidden) return
    this.#timer = setTimeout(() => this.tick(), untilOlder(this.now - this.#youngest))
  }

  run(): () => void {
    const seen = () => this.tick()
    document.addEventListener('visibilitychange', seen)
    return () => {
      clearTimeout(this.#timer)
      document.removeEventListener('visibilitychange', seen)
    }
  }
}

/** How long a text about this age stays right. */
function untilOlder(age: number): number {
  if (age < 10 * SECOND) return SECOND
  if (age < MINUTE) return 10 * SECOND
  if (age < HOUR) return MINUTE
  return HOUR
}
