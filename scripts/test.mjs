#!/usr/bin/env node
// `npm test`: everything, stage by stage. Words after `--` choose the stages whose names hold one of them:
// `npm test -- rust`. With CI set, all SDKs and all generated cases are taken; else three SDKs and fewer cases.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { cargo, everything, has } from './lib/cargo.mjs'
import { checkFormat, checkRust, checkUi } from './lib/checks.mjs'
import {
  cleanCaches,
  foretellRoutes,
  judgePatterns,
  judgeProjects,
  compareChoices,
  compareWithGo,
  editModules,
  examineMachines,
  fetchSdks,
  findInHomes,
  judgeNeeds,
  loseNothing,
  readPrograms,
  switchProfiles,
  switchToolchains,
  thorough,
  verifyCaches,
} from './lib/oracle.mjs'
import { root } from './lib/paths.mjs'
import { npm, run } from './lib/run.mjs'
import { note } from './lib/say.mjs'
import { seed } from './lib/seed.mjs'
import { runStages } from './lib/stages.mjs'
import { testWindow } from './lib/window.mjs'
import { prepare } from './setup/index.mjs'
import { buildUi } from './setup/node.mjs'

/** Named one by one: given the folder, Node would take this file for a test too. */
function testScripts() {
  const names = readdirSync(join(root, 'scripts'), { recursive: true })
  const tests = names.filter((name) => name.endsWith('.test.mjs')).map((name) => join('scripts', name))
  run(process.execPath, ['--test', '--test-reporter=dot', ...tests])
}

function testRust() {
  // By the name under which proptest looks for it.
  if (seed !== null) process.env.PROPTEST_RNG_SEED ??= seed
  if (has('nextest')) cargo(['nextest', 'run', ...everything, '--no-tests=pass', '--no-fail-fast'])
  else cargo(['test', ...everything, '--no-fail-fast'])
}

const stages = [
  { name: 'set-up', run: () => prepare({ tests: true }) },
  { name: 'ui: lint, format, types', needs: ['set-up'], run: checkUi },
  { name: 'ui: tests', needs: ['set-up'], run: () => npm(['run', '--silent', 'ui:test']) },
  { name: 'scripts: tests', run: testScripts },
  { name: 'ui: build', needs: ['set-up'], run: buildUi },
  { name: 'rust: format', needs: ['set-up'], run: checkFormat },
  { name: 'rust: clippy', needs: ['ui: build'], run: checkRust },
  { name: 'go: fetch SDKs', needs: ['set-up'], run: () => fetchSdks() },
  // After the SDKs: some of these tests run real go.
  { name: 'rust: tests', needs: ['ui: build', 'go: fetch SDKs'], run: testRust },
  // The programs themselves; the tests have compiled nearly all of it.
  { name: 'app: build', needs: ['ui: build'], run: () => cargo(['build', ...everything]) },
  { name: 'go: compare', needs: ['app: build', 'go: fetch SDKs'], run: compareWithGo },
  { name: 'go: edit modules', needs: ['app: build', 'go: fetch SDKs'], run: editModules },
  { name: 'go: what projects need', needs: ['app: build', 'go: fetch SDKs'], run: judgeNeeds },
  { name: 'go: which projects build', needs: ['app: build', 'go: fetch SDKs'], run: judgeProjects },
  { name: 'go: which one runs', needs: ['app: build', 'go: fetch SDKs'], run: compareChoices },
  { name: 'go: switch toolchains', needs: ['app: build', 'go: fetch SDKs'], run: switchToolchains },
  { name: 'go: switch profiles', needs: ['app: build', 'go: fetch SDKs'], run: switchProfiles },
  { name: 'go: doctor', needs: ['app: build', 'go: fetch SDKs'], run: examineMachines },
  { name: 'go: lose nothing', needs: ['app: build', 'go: fetch SDKs'], run: loseNothing },
  { name: 'go: find SDKs', needs: ['app: build', 'go: fetch SDKs'], run: findInHomes },
  { name: 'go: programs', needs: ['app: build', 'go: fetch SDKs'], run: readPrograms },
  { name: 'go: verify caches', needs: ['app: build', 'go: fetch SDKs'], run: verifyCaches },
  { name: 'go: routes', needs: ['app: build', 'go: fetch SDKs'], run: foretellRoutes },
  { name: 'go: patterns', needs: ['app: build', 'go: fetch SDKs'], run: judgePatterns },
  { name: 'go: caches', needs: ['app: build', 'go: fetch SDKs'], run: cleanCaches },
  { name: 'app: end to end', needs: ['app: build', 'go: fetch SDKs'], run: () => testWindow() },
]

const words = process.argv.slice(2)
const chosen = stages.filter(
  ({ name }) => name === 'set-up' || words.length === 0 || words.some((word) => name.includes(word)),
)
if (!thorough) note('three Go SDKs and fewer generated cases; with CI=true all of them')
process.exitCode = (await runStages(chosen)) ? 0 : 1
