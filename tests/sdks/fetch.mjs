#!/usr/bin/env node
// Fetches the real Go SDKs that the tests run against, once, into a cache outside git, and prints their folders.
//
//   node tests/sdks/fetch.mjs [--few] [--platform linux-x64]
//
//   --few        three of them instead of all (what a person's machine takes)
//   --platform   for another system than this one, named as Node does; folders then end in .<platform>
//
// Folders (GOROOTs, one a line, oldest first) go to standard output, everything else to standard error.
// They lie in $BURROW_SDKS, else in burrow-sdks in the user's cache folder. An SDK that is there is not touched.
// Needs Python 3 with pip. Where apt offers it, Debian's build of Go 1.19 is taken too; where not, it is left out.

import { execFile } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'

const run = promisify(execFile)
const here = dirname(fileURLToPath(import.meta.url))
const lock = JSON.parse(readFileSync(join(here, 'lock.json'), 'utf8'))
const thisPlatform = `${process.platform}-${process.arch}`

/** What a person must do before this can work; shown without a stack. */
class Missing extends Error {}

function say(text) {
  process.stderr.write(`sdks: ${text}\n`)
}

function cacheFolder() {
  const { BURROW_SDKS, XDG_CACHE_HOME, LOCALAPPDATA } = process.env
  if (BURROW_SDKS) return BURROW_SDKS
  if (process.platform === 'win32')
    return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'burrow-sdks')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'burrow-sdks')
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'burrow-sdks')
}

async function answers(program, args) {
  try {
    await run(program, args)
    return true
  } catch {
    return false
  }
}

/** A Python 3 that has pip, as the words that start it. */
async function findPython() {
  let withoutPip
  for (const [program, ...args] of [['python3'], ['python'], ['py', '-3']]) {
    if (!(await answers(program, [...args, '-c', 'import sys; sys.exit(sys.version_info < (3, 8))'])))
      continue
    if (await answers(program, [...args, '-m', 'pip', '--version'])) return [program, ...args]
    withoutPip ??= program
  }
  const hint = process.platform === 'linux' ? ' (Debian, Ubuntu: apt-get install python3-pip)' : ''
  throw new Missing(
    withoutPip
      ? `${withoutPip} has no pip, which fetches the Go SDKs: install it${hint}`
      : `Python 3 with pip is missing, which fetches the Go SDKs: install it${hint}`,
  )
}

/** Fills a temporary folder beside `folder` and renames it, so that `folder` is there wholly or not at all. */
async function atomically(folder, fill) {
  const scratch = mkdtempSync(join(dirname(folder), '.unpacking-'))
  try {
    await fill(scratch, join(scratch, 'whole'))
    try {
      renameSync(join(scratch, 'whole'), folder)
    } catch (error) {
      if (!existsSync(folder)) throw error // else another run was faster
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function fetchWheel([python, ...pythonArgs], version, platform, folder) {
  const { tag, sha256 } = lock.sdks[version][platform]
  await atomically(folder, async (scratch, whole) => {
    const wanted = join(scratch, 'requirements.txt')
    writeFileSync(wanted, `${lock.package}==${version} --hash=sha256:${sha256}\n`)
    const pip = [
      '-m',
      'pip',
      '--disable-pip-version-check',
      'download',
      '-q',
      '--no-deps',
      '--require-hashes',
    ]
    const which = ['--only-binary=:all:', '--platform', tag, '-d', scratch, '-r', wanted]
    await run(python, [...pythonArgs, ...pip, ...which])
    const wheel = readdirSync(scratch).find((name) => name.endsWith('.whl'))
    await run(python, [...pythonArgs, join(here, 'unpack.py'), join(scratch, wheel), whole])
  })
}

/** Where Debian's packages put the SDK, below wherever they are unpacked; also the GOROOT compiled into its go. */
const debianGoroot = join('usr', 'lib', 'go-1.19')
const debianPackages = ['golang-1.19-go', 'golang-1.19-src']

async function debianOffers() {
  const policy = async () =>
    (await run('apt-cache', ['policy', debianPackages[0]])).stdout.match(/Candidate: (\d\S*)/)?.[1]
  try {
    let version = await policy()
    if (!version && process.getuid() === 0) {
      await run('apt-get', ['update', '-qq']) // a fresh machine has no lists
      version = await policy()
    }
    return version && (await answers('dpkg-deb', ['--version']))
  } catch {
    return false // not a Debian
  }
}

async function fetchDebian(folder) {
  await atomically(folder, async (scratch, whole) => {
    // Run by root, apt would hand the download to a user that cannot write here, and warn.
    await run('apt-get', ['download', '-qq', '-o', 'APT::Sandbox::User=root', ...debianPackages], {
      cwd: scratch,
    })
    mkdirSync(whole)
    for (const name of readdirSync(scratch).filter((name) => name.endsWith('.deb'))) {
      await run('dpkg-deb', ['-x', join(scratch, name), whole])
    }
  })
}

/** Debian's 1.19 as a job: its folder, and how to get it. Null where it cannot be had. */
async function debianJob(cache, few, platform) {
  if (few || platform !== thisPlatform || process.platform !== 'linux') return null
  const folder = join(cache, 'debian-go1.19')
  if (!existsSync(folder) && !(await debianOffers())) {
    say("Debian's golang-1.19 is not offered by apt here: left out")
    return null
  }
  return {
    name: "Debian's go1.19",
    folder,
    goroot: join(folder, debianGoroot),
    fetch: () => fetchDebian(folder),
  }
}

function wheelJobs(cache, few, platform, python) {
  const versions = few ? lock.few : Object.keys(lock.sdks)
  return versions.map((version) => {
    if (!lock.sdks[version][platform]) throw new Missing(`no Go ${version} is known for ${platform}`)
    const folder = join(cache, platform === thisPlatform ? `go${version}` : `go${version}.${platform}`)
    const fetch = async () => fetchWheel(await python(), version, platform, folder)
    return { name: `go${version}`, folder, goroot: folder, fetch }
  })
}

async function main() {
  const { values } = parseArgs({
    options: {
      few: { type: 'boolean', default: false },
      platform: { type: 'string', default: thisPlatform },
    },
  })
  const cache = cacheFolder()
  mkdirSync(cache, { recursive: true })
  let found // one search for all, and none when nothing is to be fetched
  const python = () => (found ??= findPython())
  const debian = await debianJob(cache, values.few, values.platform)
  const jobs = [...(debian ? [debian] : []), ...wheelJobs(cache, values.few, values.platform, python)]
  for (const job of jobs.filter((job) => !existsSync(job.folder))) {
    say(`fetching ${job.name}`)
    await job.fetch()
  }
  process.stdout.write(jobs.map((job) => `${job.goroot}\n`).join(''))
}

main().catch((error) => {
  say(error instanceof Missing ? error.message : `failed: ${error.stderr?.trim() || error.stack}`)
  process.exitCode = 1
})
