// What macOS must have: it brings its own WebKit, only the compiler is missing on a new machine.
import { read } from '../lib/run.mjs'
import { Needed } from '../lib/say.mjs'

export function prepareMacos({ tests }) {
  if (read('xcode-select', ['-p']) === null) {
    throw new Needed('missing: the Xcode command line tools. Install with:  xcode-select --install')
  }
  if (tests && read('python3', ['-m', 'pip', '--version']) === null) {
    throw new Needed('missing: Python with pip, which fetches the Go toolchains of the tests')
  }
}
