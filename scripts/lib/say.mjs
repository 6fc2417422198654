// What the scripts print of their own: a mark for each step, so that it stands out from the tools' output.

const colour = process.stdout.isTTY && !process.env.NO_COLOR
const paint = (code, text) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text)

/** Something begins. */
export const step = (text) => console.log(paint('1;36', `▸ ${text}`))

/** A fact worth knowing. */
export const note = (text) => console.log(paint('2', `  ${text}`))

/** Something went wrong; the reason follows the tool's own output. */
export const bad = (text) => console.error(paint('1;31', `✕ ${text}`))

/** What a person must do themselves before this can go on. Its message is all they need to see. */
export class Needed extends Error {}

/** This cannot be done here, and that is no fault. */
export class Skipped extends Error {}

/** Runs a script's work; a failure ends in one line and exit status 1, never in a stack of calls. */
export async function main(work) {
  try {
    await work()
  } catch (error) {
    if (error instanceof Skipped) {
      note(`skipped: ${error.message}`)
      return
    }
    bad(error instanceof Needed || process.env.BURROW_DEBUG === undefined ? error.message : error.stack)
    process.exitCode = 1
  }
}
