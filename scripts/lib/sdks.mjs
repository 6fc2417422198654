// The real Go toolchains that Burrow is compared with.
import { run } from './run.mjs'

/** Whether this is a run that must show everything, or one on a person's machine. */
export const thorough = Boolean(process.env.CI)

/** Fetches what is not in the cache yet: all of them, or three. */
export function fetchSdks({ all = thorough } = {}) {
  run(process.execPath, ['tests/sdks/fetch.mjs', ...(all ? [] : ['--few'])])
}
