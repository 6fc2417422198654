import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const CSS = readFileSync(join(import.meta.dirname, '../../ui/src/styles/tokens.css'), 'utf8')

type Colour = [red: number, green: number, blue: number, alpha: number]

/** The tokens of a theme, as numbers. */
function tokens(theme: 'light' | 'dark'): Map<string, Colour> {
  const [light = '', dark = ''] = CSS.split(':root[data-theme=')
  const found = (theme === 'light' ? light : dark).matchAll(/--(k-[\w-]+):\s*([^;]+);/g)
  return new Map([...found].map(([, name = '', value = '']) => [name, colour(value.trim())]))
}

function colour(text: string): Colour {
  const hex = /^#(..)(..)(..)$/.exec(text)
  if (hex) return [1, 2, 3].map((i) => parseInt(hex[i] ?? '', 16) / 255).concat(1) as Colour
  const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number)
  return [r / 255, g / 255, b / 255, a]
}

function luminance([r, g, b]: Colour): number {
  const line = (v: number) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  return 0.2126 * line(r) + 0.7152 * line(g) + 0.0722 * line(b)
}

function contrast(a: Colour, b: Colour): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

function over([r, g, b, a]: Colour, below: Colour): Colour {
  const mix = (x: number, y: number) => x * a + y * (1 - a)
  return [mix(r, below[0]), mix(g, below[1]), mix(b, below[2]), 1]
}

const KINDS = ['build', 'test', 'fuzz', 'modules', 'downloads', 'vcs', 'sumdb', 'toolchains', 'other']
const STRONG = ['build', 'modules', 'toolchains']

test.each((['light', 'dark'] as const).flatMap((theme) => KINDS.map((kind) => [theme, kind] as const)))(
  'in the %s theme the text on a cell of %s can be read, on the hatch too',
  (theme, kind) => {
    const all = tokens(theme)
    const tone = STRONG.includes(kind) ? 'strong' : 'soft'
    const [cell, ink, hatch] = [all.get(`k-${kind}`), all.get(`k-ink-${tone}`), all.get(`k-hatch-${tone}`)]
    if (!cell || !ink || !hatch) throw new Error(`no token for ${kind}`)
    expect(contrast(ink, cell)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(ink, over(hatch, cell))).toBeGreaterThanOrEqual(4.5)
  },
)
