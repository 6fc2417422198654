#!/usr/bin/env node
// `npm run e2e`: builds the app and works it in a real window. Words after `--` choose the files of tests.
import { cargo, everything } from './lib/cargo.mjs'
import { main } from './lib/say.mjs'
import { testWindow } from './lib/window.mjs'
import { prepare } from './setup/index.mjs'
import { buildUi } from './setup/node.mjs'

await main(() => {
  prepare({ tests: true })
  buildUi()
  cargo(['build', ...everything, '--quiet'])
  testWindow(process.argv.slice(2))
})
