// Runs the stages of a test run one after the other, times each, and closes with a table.
import { Skipped, bad, note, step } from './say.mjs'

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`

async function attempt(stage, failed) {
  const missing = (stage.needs ?? []).filter((name) => failed.has(name))
  if (missing.length > 0) return ['skipped', `needs “${missing[0]}”`]
  try {
    await stage.run()
    return ['passed', '']
  } catch (error) {
    return error instanceof Skipped ? ['skipped', error.message] : ['failed', error.message]
  }
}

function table(results) {
  const width = Math.max(...results.map(({ name }) => name.length))
  const total = results.reduce((sum, { ms }) => sum + ms, 0)
  const row = (name, ms, words) => `${name.padEnd(width)}  ${seconds(ms).padStart(9)}  ${words}`.trimEnd()
  console.log('')
  for (const { name, ms, outcome, reason } of results) {
    console.log(row(name, ms, reason ? `${outcome}: ${reason}` : outcome))
  }
  console.log(row('in all', total, ''))
}

/**
 * A stage is `{ name, run, needs }`: one whose needs failed, or were skipped for a failure, is not tried.
 * The others run on, so that one run shows everything that is wrong. Answers whether all is well.
 */
export async function runStages(stages) {
  const results = []
  const failed = new Set()
  for (const stage of stages) {
    step(stage.name)
    const begin = performance.now()
    const [outcome, reason] = await attempt(stage, failed)
    const ms = performance.now() - begin
    results.push({ name: stage.name, ms, outcome, reason })
    if (outcome === 'failed') bad(`${stage.name}: ${reason}`)
    if (outcome === 'skipped') note(`skipped: ${reason}`)
    const unmet = (stage.needs ?? []).some((name) => failed.has(name))
    if (outcome === 'failed' || unmet) failed.add(stage.name)
    note(`${stage.name}: ${seconds(ms)}`)
  }
  table(results)
  const count = (wanted) => results.filter(({ outcome }) => outcome === wanted).length
  const skipped = count('skipped') > 0 ? `, ${count('skipped')} skipped` : ''
  console.log(`\n${count('passed')} passed, ${count('failed')} failed${skipped}`)
  return count('failed') === 0
}
