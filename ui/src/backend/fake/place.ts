import type { Language, Place, Problem } from '../bindings'

export const HOME = '/home/you'

export function place(file: string, line: number | null = null): Place {
  const short = file.startsWith(HOME) ? `~${file.slice(HOME.length)}` : file
  return { file, line, display: line === null ? short : `${short}:${line}` }
}

export function problem(
  code: string,
  message: string,
  hint: string | null = null,
  subject: string | null = null,
): Problem {
  return { code, message, subject, hint }
}

/** What the core would say in this language. */
export function say(language: Language, en: string, zh: string): string {
  return language === 'en' ? en : zh
}
