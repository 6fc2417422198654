import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { en } from '../../ui/src/i18n/en'
import { i18n } from '../../ui/src/i18n/index.svelte'
import { zhCN } from '../../ui/src/i18n/zh-CN'

type Text = string | ((...args: never[]) => string)

/** Every text with its way through the catalogue. */
function texts(part: object, path = ''): [string, Text][] {
  return Object.entries(part).flatMap(([key, value]: [string, Text | object]) =>
    typeof value === 'object' ? texts(value, `${path}${key}.`) : [[path + key, value] as [string, Text]],
  )
}

/** A text with something in each of its gaps. */
function spoken(text: Text): string {
  return typeof text === 'string' ? text : text(...(Array.from({ length: text.length }, () => 3) as never[]))
}

test('both catalogues say the same things', () => {
  expect(texts(zhCN).map(([path]) => path)).toEqual(texts(en).map(([path]) => path))
})

const TECHNICAL =
  /^(app\.name|time\.on|settings\.version|detail\.copyForms\..*|compare\.pastePlaceholder|edit\.emptyChoice|history\.authors\..*|layers\.process\.login-shell|origins\.process\.login-shell|detail\.sinceVersion|environment\.noneInFilterHint\.all|removal\.amount|caches\.freeFor|jobs\.of|jobs\.rate|doctor\.between|doctor\.states\.waiting|doctor\.speeds\.fast|report\.forms\..*)$/

test('Chinese is Chinese: full-width punctuation, and a space between the scripts', () => {
  const wrong = texts(zhCN)
    .filter(([path]) => !TECHNICAL.test(path))
    .map(([path, text]) => [path, spoken(text)] as const)
    .filter(([, said]) => {
      const prose = said.replace(/`[^`]*`/g, 'X')
      const half = /[\u4e00-\u9fff]\s*[,;:?!()]/.test(prose)
      const tight = /[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/.test(prose)
      return half || tight || !/[\u4e00-\u9fff]/.test(prose)
    })
  expect(wrong).toEqual([])
})

test('a name that is put into Chinese gets its spaces, in code as well', () => {
  expect(zhCN.overview.askerFailed('`zsh` 终端')).toBe('`zsh` 终端的环境未能得知')
  expect(zhCN.overview.askerFailed('`zsh`')).toBe('`zsh` 的环境未能得知')
  expect(zhCN.detail.lookAs('Burrow 自身')).toBe('切换到 Burrow 自身')
  expect(zhCN.detail.lookAs('桌面程序')).toBe('切换到桌面程序')
})

test('no text shouts, pleads or praises', () => {
  const loud = [...texts(en), ...texts(zhCN)].filter(([, text]) =>
    /!|！|please|successfully|请您|成功/i.test(spoken(text)),
  )
  expect(loud).toEqual([])
})

test('every text is used', () => {
  const root = join(import.meta.dirname, '../../ui/src')
  const code = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((f) => /\.(svelte|ts)$/.test(f) && !/i18n[/\\](en|zh-CN)/.test(f) && !f.includes('fake'))
    .map((f) => readFileSync(join(root, f), 'utf8'))
    .join('\n')
  // Tables by an id of the wire are asked as a whole: `groups[id]`.
  const tables =
    /^(groups|kinds|layers|origins|pages)\.|\.(askers|askerMeans|found|authors|differences|verdicts|copyForms|filters|filterMeans|noneInFilter|noneInFilterHint|themes|shadowedBy|shown|how|columns|hopKinds|databaseStates|vias|credentials|offers|names|titles|means|figures|severities|states|speeds|forms)\./
  const unused = texts(en)
    .map(([path]) => path)
    .filter((path) => !tables.test(path))
    .filter((path) => !new RegExp(`\\.${path.split('.').at(-1) ?? ''}\\b`).test(code))
  expect(unused).toEqual([])
})

const now = new Date(2026, 10, 21, 9, 12, 30).getTime()
const SECOND = 1000

beforeEach(() => (i18n.language = 'en'))

test.each([
  [0, 'just now', '刚刚'],
  [5 * SECOND, '5 s ago', '5 秒前'],
  [125 * SECOND, '2 min ago', '2 分钟前'],
  [3 * 3600 * SECOND, 'today 06:12', '今天 06:12'],
  [12 * 3600 * SECOND, 'yesterday 21:12', '昨天 21:12'],
  [10 * 86_400 * SECOND, 'Nov 11, 09:12', '11月11日 09:12'],
  [400 * 86_400 * SECOND, 'Oct 17, 2025, 09:12', '2025年10月17日 09:12'],
])('an age of %i ms is written as a person would', (age, english, chinese) => {
  expect(i18n.ago(now - age, now)).toBe(english)
  i18n.language = 'zh-CN'
  expect(i18n.ago(now - age, now)).toBe(chinese)
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1234, '1.2 kB'],
  [62_040_000, '62.0 MB'],
  [99_950_000, '100 MB'],
  [268_435_102, '268 MB'],
  [999_600_000, '1.0 GB'],
  [23_400_000_000, '23.4 GB'],
])('%i bytes are written as disks count them', (bytes, written) => {
  expect(i18n.bytes(bytes)).toBe(written)
})
