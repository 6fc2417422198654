import type { Place, Sdk } from '../../backend/bindings'
import { i18n } from '../../i18n/index.svelte'

/** What an SDK is called where it has to be told from others: its version, or where it is. */
export function sdkName(sdk: Pick<Sdk, 'version' | 'goroot'>): string {
  return sdk.version ?? sdk.goroot.display
}

/** How it was found, each way once. */
export function foundAs(sdk: Sdk): string[] {
  return [...new Set(sdk.ways.map((w) => w.label))]
}

/** A project by its folder and the folder around it: what a person calls it. */
export function projectName({ display }: Place): string {
  const parts = display.split(/[/\\]/).filter(Boolean)
  if (/^go\.(mod|work)(:\d+)?$/.test(parts.at(-1) ?? '')) parts.pop()
  return (
    parts
      .slice(-2)
      .filter((p) => p !== '~')
      .join('/') || display
  )
}

/** The first of several, and how many more. */
export function firstAndMore(names: string[]): string {
  const [first = '', ...rest] = names
  return i18n.t.toolchains.andMore(first, rest.length)
}
