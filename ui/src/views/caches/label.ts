/** How wide a text is, in pixels. */
export type Measure = (text: string) => number

const measured = new Map<string, number>()
let canvas: CanvasRenderingContext2D | null | undefined

/** Measures as the window draws, and by a rule of thumb where nothing is drawn. */
export function measure(font: string): Measure {
  canvas ??= typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d')
  return (text) => {
    const key = `${font}\n${text}`
    const known = measured.get(key)
    if (known !== undefined) return known
    let width = text.length * 6.6
    if (canvas) {
      canvas.font = font
      width = canvas.measureText(text).width
    }
    if (measured.size > 5000) measured.clear()
    measured.set(key, width)
    return width
  }
}

/** A name in at most so many lines: broken where a path or a word ends, and shortened at its beginning, where it says least. */
export function fit(name: string, width: number, lines: number, wide: Measure): string[] {
  if (lines < 1 || width < 16) return []
  const whole = wrap(name, width, lines, wide)
  if (whole) return whole
  const path = name.split('/')
  for (let from = 1; from < path.length; from++) {
    const shorter = wrap(`…/${path.slice(from).join('/')}`, width, lines, wide)
    if (shorter) return shorter
  }
  return [cut(path.at(-1) ?? name, width, wide)].filter(Boolean)
}

/** Null: it does not fit. */
function wrap(text: string, width: number, lines: number, wide: Measure): string[] | null {
  const pieces = text.match(/[^/\- ]*[/\- ]?/g)?.filter(Boolean) ?? []
  const out: string[] = []
  let line = ''
  for (const piece of pieces) {
    if (wide((line + piece).trimEnd()) <= width) {
      line += piece
      continue
    }
    if (wide(piece.trimEnd()) > width) return null
    out.push(line.trimEnd())
    line = piece
    if (out.length >= lines) return null
  }
  out.push(line.trimEnd())
  return out.length <= lines ? out : null
}

/** One line, its end cut off. Empty where not even three letters fit. */
export function cut(text: string, width: number, wide: Measure): string {
  if (wide(text) <= width) return text
  let end = text.length
  while (end > 0 && wide(`${text.slice(0, end)}…`) > width) end--
  return end < 3 ? '' : `${text.slice(0, end)}…`
}
