import type { Comparison, CopyForm } from '../bindings'
import { environment } from './resolve'
import { problem, type World } from './world'

/** This machine against a pasted `go env -json`. */
export function compare(world: World, text: string): Comparison {
  let there: Record<string, string>
  try {
    there = JSON.parse(text) as Record<string, string>
  } catch {
    throw problem('not-json', 'This is not the output of `go env -json`', 'Copy everything from `{` to `}`.')
  }
  const here = Object.fromEntries(environment(world).variables.map((v) => [v.name, v]))
  const names = [...new Set([...Object.keys(here), ...Object.keys(there)])].sort()
  return {
    thereVersion: there.GOVERSION ?? null,
    variables: names.map((name) => {
      const mine = here[name]
      const a = mine?.value ?? null
      const b = there[name] ?? null
      const machine = mine?.group === 'places'
      const difference =
        a === b
          ? 'same'
          : b === null
            ? 'only-here'
            : a === null
              ? 'only-there'
              : machine
                ? 'expected'
                : 'differs'
      return {
        name,
        here: a,
        there: b,
        difference,
        adoptable: difference === 'differs' && (mine?.editable ?? false),
      }
    }),
  }
}

/** A variable as a line for each shell. */
export function copyForms(name: string, value: string): CopyForm[] {
  const quoted = `'${value.replaceAll("'", "'\\''")}'`
  return [
    { form: 'value', text: value },
    { form: 'go-env-w', text: `go env -w ${name}=${quoted}` },
    { form: 'posix', text: `export ${name}=${quoted}` },
    { form: 'fish', text: `set -gx ${name} ${quoted}` },
    { form: 'powershell', text: `$Env:${name} = ${quoted}` },
    { form: 'cmd', text: `set ${name}=${value}` },
    { form: 'setx', text: `setx ${name} "${value}"` },
  ]
}
