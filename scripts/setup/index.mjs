// Everything that must be there before something can be built. What is there is not touched, so this is
// quick the second time.
import { prepareLinux } from './linux.mjs'
import { prepareMacos } from './macos.mjs'
import { preparePackages } from './node.mjs'
import { prepareRust } from './rust.mjs'
import { prepareWindows } from './windows.mjs'

const systems = { linux: prepareLinux, darwin: prepareMacos, win32: prepareWindows }

/** `tests`: also what only the tests need. */
export function prepare({ tests = false } = {}) {
  prepareRust({ tests })
  systems[process.platform]?.({ tests })
  preparePackages()
}
