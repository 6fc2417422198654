import type { Language } from '../backend/bindings'
import { en, type Catalogue } from './en'
import { zhCN } from './zh-CN'

const CATALOGUES: Record<Language, Catalogue> = { en, 'zh-CN': zhCN }

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** The window's language: its texts, and how it writes numbers, lists and times. */
class I18n {
  language = $state<Language>('en')

  /** Every text, in the language of the moment. */
  get t(): Catalogue {
    return CATALOGUES[this.language]
  }

  readonly #number = $derived(new Intl.NumberFormat(this.language))
  readonly #list = $derived(new Intl.ListFormat(this.language, { type: 'conjunction', style: 'long' }))
  readonly #exact = $derived(
    new Intl.DateTimeFormat(this.language, { dateStyle: 'full', timeStyle: 'medium' }),
  )
  readonly #time = $derived(
    new Intl.DateTimeFormat(this.language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  )
  readonly #weekday = $derived(new Intl.DateTimeFormat(this.language, { weekday: 'long' }))
  readonly #day = $derived(new Intl.DateTimeFormat(this.language, { month: 'short', day: 'numeric' }))
  readonly #date = $derived(new Intl.DateTimeFormat(this.language, { dateStyle: 'medium' }))

  number(value: number): string {
    return this.#number.format(value)
  }

  /** `532 B`, `1.2 kB`, `268 MB`, `23.4 GB`: decimal, as disks are sold. */
  bytes(value: number): string {
    const at = UNITS.findIndex((_, i) => value < 1000 ** (i + 1) * (i === 0 ? 1 : 0.9995))
    const i = at < 0 ? UNITS.length - 1 : at
    const amount = value / 1000 ** i
    const digits = i > 0 && amount < 99.95 ? 1 : 0
    return `${amount.toLocaleString(this.language, { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${UNITS[i] ?? ''}`
  }

  /** `0.4 ms`, `48 ms`, `1.2 s`. */
  ms(value: number): string {
    const second = value >= 999.5
    const amount = second ? value / SECOND : value
    const digits = amount < 9.95 && !(value === Math.round(value) && !second) ? 1 : 0
    return `${amount.toLocaleString(this.language, { maximumFractionDigits: digits })} ${second ? 's' : 'ms'}`
  }

  list(items: string[]): string {
    return this.#list.format(items)
  }

  /** `Nov 28`: a day of this year or another, without the time. */
  day(at: number): string {
    const thisYear = new Date(at).getFullYear() === new Date().getFullYear()
    return (thisYear ? this.#day : this.#date).format(at)
  }

  /** `Tuesday`: a day of the last week. */
  weekday(at: number): string {
    return this.#weekday.format(at)
  }

  /** The whole truth about a moment, for a tooltip. */
  exact(at: number): string {
    return this.#exact.format(at)
  }

  /** `just now`, `12 s ago`, `4 min ago`, then the time of day, then the date. */
  ago(at: number, now: number): string {
    const passed = Math.max(0, now - at)
    if (passed < 2 * SECOND) return this.t.time.justNow
    if (passed < MINUTE) return this.t.time.secondsAgo(Math.floor(passed / SECOND))
    if (passed < HOUR) return this.t.time.minutesAgo(Math.floor(passed / MINUTE))
    const days = startOfDay(now) - startOfDay(at)
    const time = this.#time.format(at)
    if (days <= 0) return this.t.time.today(time)
    if (days <= 25 * HOUR) return this.t.time.yesterday(time)
    const thisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
    return this.t.time.on((thisYear ? this.#day : this.#date).format(at), time)
  }
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}

export const i18n = new I18n()
