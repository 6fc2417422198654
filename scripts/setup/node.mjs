// The npm packages, exactly those of the lock file, and the window's files built from ui/.
import { digest, once } from '../lib/stamp.mjs'
import { npm } from '../lib/run.mjs'
import { Needed, step } from '../lib/say.mjs'

const lock = () => digest(['package-lock.json'], [process.version, process.platform, process.arch])

export function preparePackages() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Needed(`Node ${process.versions.node} is too old: 20.19 or later is needed`)
  }
  once('packages', lock(), 'node_modules/svelte/package.json', () => {
    step('installing npm packages')
    npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  })
}

/** Builds ui/dist unless it was built from the very same files. */
export function buildUi() {
  once('ui', digest(['ui'], [lock()]), 'ui/dist/index.html', () => {
    step('building the window’s files')
    npm(['run', '--silent', 'ui:build'])
  })
}
