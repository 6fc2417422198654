// The real Go toolchains that Burrow is compared with.
import { program } from './paths.mjs'
import { read, run } from './run.mjs'
import { seed } from './seed.mjs'

/** Whether this is a run that must show everything, or one on a person's machine. */
export const thorough = Boolean(process.env.CI)

/**
 * Fetches what is not in the cache yet, all of them or three, and answers their folders, oldest first.
 * `platform`: of another system than this one, as Node names it.
 */
export function fetchSdks({ all = thorough, platform } = {}) {
  const few = all ? [] : ['--few']
  const of = platform ? ['--platform', platform] : []
  const folders = read(process.execPath, ['tests/sdks/fetch.mjs', ...few, ...of], { errors: 'inherit' })
  if (folders === null) throw new Error('the Go SDKs could not be fetched')
  return folders.split('\n')
}

function oracle(args, { profile = 'debug', all } = {}) {
  const sdks = fetchSdks({ all }).flatMap((folder) => ['--sdk', folder])
  const seeded = seed === null ? [] : ['--seed', seed]
  run(program(profile, 'burrow-oracle'), [...args, ...seeded, ...sdks])
}

/** Burrow beside real go in generated environments. Prints its seed, and each difference with the way to see it again. */
export const compareWithGo = () => oracle([])

/** `burrow sdk which` beside what real go runs, or asks a server for. */
export const compareChoices = () => oracle(['which'])

/** `burrow env set`, killed at random moments beside `go env -w`. */
export const loseNothing = () => oracle(['loss', '--rounds', thorough ? '1000' : '100'])

/** Homes as version managers leave them, with broken SDKs among whole ones: `burrow sdk list` finds them all. */
export const findInHomes = () => oracle(['homes'])

/** The toolchain line of generated go.mod and go.work files, set by Burrow and by `go mod edit`. */
export const editModules = () => oracle(['gomod'])

/** What projects are built with and need, in generated worlds of modules, beside `go list -m all`. */
export const judgeNeeds = () => oracle(['needs'])

/** Whether generated projects build, now and after a download, beside `go build`, `go vet` and `go mod download`. */
export const judgeProjects = () => oracle(['projects', '--projects', '200'])

/** What Burrow reads of Go programs, damaged ones too, beside `go version -m`; installed ones from end to end. */
export const readPrograms = () => oracle(['programs'])

/** `burrow cache verify` in damaged module caches beside `go mod verify`, and what go makes of what it repaired. */
export const verifyCaches = () => oracle(['verify'])

/** `burrow sdk use` and `sdk remove` beside real go and real shells, also killed at random moments. */
export const switchToolchains = () => oracle(['switch'])

/** `burrow profile` beside real go: the same bytes, every built-in one taken, none lost beside `go env -w`. */
export const switchProfiles = () => oracle(['profiles'])

/** Machines made wrong for real: `burrow doctor` finds it, its fix makes real go agree, undo brings it back. */
export const examineMachines = () => oracle(['doctor'])

/** Caches that real go has filled, cleaned by Burrow in every way, also beside builds and killed at random moments. */
export const cleanCaches = () => oracle(['caches'])

/** What `burrow proxy route` foretells, beside what real go asks of servers on loopback. */
export const foretellRoutes = () => oracle(['routes'])

/** Private patterns and credentials, beside whom real go asks and what it sends along. */
export const judgePatterns = () => oracle(['patterns'])

/** Resolving the environments of all SDKs against running `go env -json` for each, as ratios. */
export const timeResolving = () => oracle(['bench'], { profile: 'release', all: true })
