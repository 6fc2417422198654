import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Skipped } from './say.mjs'
import { runStages } from './stages.mjs'

/** Runs stages and answers what was printed, without the times. */
async function printed(stages) {
  const lines = []
  const [log, error] = [console.log, console.error]
  console.log = console.error = (line) => lines.push(line)
  try {
    return { well: await runStages(stages), lines }
  } finally {
    Object.assign(console, { log, error })
  }
}

const fine = (name, needs) => ({ name, needs, run: () => undefined })
const broken = (name, needs) => ({
  name,
  needs,
  run: () => {
    throw new Error('it broke')
  },
})

test('a run in which all is well says so in its last line', async () => {
  const { well, lines } = await printed([fine('one'), fine('two', ['one'])])
  assert.equal(well, true)
  assert.equal(lines.at(-1), '\n2 passed, 0 failed')
})

test('a failed stage fails the run, and the stages that do not need it still run', async () => {
  const { well, lines } = await printed([broken('one'), fine('two')])
  assert.equal(well, false)
  assert.equal(lines.at(-1), '\n1 passed, 1 failed')
  assert.ok(lines.some((line) => line.startsWith('one') && line.endsWith('failed: it broke')))
})

test('what needs a failed stage is not tried, nor what needs that', async () => {
  const { lines } = await printed([broken('one'), broken('two', ['one']), broken('three', ['two'])])
  assert.equal(lines.at(-1), '\n0 passed, 1 failed, 2 skipped')
})

test('a stage that cannot be done here is skipped with its reason and fails nothing', async () => {
  const absent = {
    name: 'one',
    run: () => {
      throw new Skipped('no driver on this system')
    },
  }
  const { well, lines } = await printed([absent, fine('two', ['one'])])
  assert.equal(well, true)
  assert.equal(lines.at(-1), '\n1 passed, 0 failed, 1 skipped')
  assert.ok(lines.some((line) => line.endsWith('skipped: no driver on this system')))
})
