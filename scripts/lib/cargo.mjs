// How cargo is called. Every call on the workspace selects the same packages, targets and features: cargo
// unifies features over what is selected, and a different selection would compile Tauri a second time.
import { read, run } from './run.mjs'

/** What the checks, the tests and the end-to-end run all build. */
export const everything = ['--workspace', '--all-targets', '--features', 'burrow/custom-protocol', '--locked']

/**
 * In continuous integration nothing is compiled a second time, and nobody steps through it: what incremental builds
 * remember, and line numbers of what is called, are not worth writing.
 */
const env = process.env.CI ? { CARGO_INCREMENTAL: '0', CARGO_PROFILE_DEV_DEBUG: '0' } : {}

export const cargo = (args) => run('cargo', args, { env })

/** Whether a cargo subcommand (`clippy`, `nextest`) is installed. */
export const has = (subcommand) => read('cargo', [subcommand, '--version']) !== null
