// The checks that run nothing of Burrow: style, types, lints.
import { cargo, everything } from './cargo.mjs'
import { npm } from './run.mjs'

export function checkUi() {
  npm(['run', '--silent', 'ui:lint'])
  npm(['run', '--silent', 'ui:check'])
}

export const checkFormat = () => cargo(['fmt', '--all', '--check'])

export const checkRust = () => cargo(['clippy', ...everything, '--quiet', '--', '--deny', 'warnings'])
