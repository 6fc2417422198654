#!/usr/bin/env node
// `npm run check`: lints, types and formatting of everything, no tests.
import { checkFormat, checkRust, checkUi } from './lib/checks.mjs'
import { runStages } from './lib/stages.mjs'
import { prepare } from './setup/index.mjs'
import { buildUi } from './setup/node.mjs'

const well = await runStages([
  { name: 'set-up', run: () => prepare({ tests: true }) },
  { name: 'ui: lint, format, types', needs: ['set-up'], run: checkUi },
  { name: 'ui: build', needs: ['set-up'], run: buildUi },
  { name: 'rust: format', needs: ['set-up'], run: checkFormat },
  { name: 'rust: clippy', needs: ['ui: build'], run: checkRust },
])
process.exitCode = well ? 0 : 1
