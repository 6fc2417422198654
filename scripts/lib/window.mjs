// The end-to-end run: the real app in a real window.
import { join } from 'node:path'
import { program, root } from './paths.mjs'
import { run } from './run.mjs'
import { Skipped } from './say.mjs'

/** Works the app of the debug build; `words` choose the files of tests. */
export function testWindow(words = []) {
  if (process.platform !== 'linux') throw new Skipped('the window is driven on Linux only')
  run(process.execPath, [join(root, 'tests', 'e2e', 'run.mjs'), program('debug', 'burrow-app'), ...words])
}
