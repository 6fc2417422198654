// System libraries on Linux. On Debian and its children they are installed where that needs no password;
// everywhere else the exact command is said.
import { onPath, read, runQuietly } from '../lib/run.mjs'
import { Needed, step } from '../lib/say.mjs'
import { toBuild, toTest } from './needs.mjs'

const missing = (needs) => needs.filter(({ found }) => !found())
const names = (needs, manager) => [...new Set(needs.flatMap((need) => need[manager].split(' ')))]

const managers = [
  { program: 'apt-get', key: 'apt', command: 'apt-get install -y' },
  { program: 'dnf', key: 'dnf', command: 'dnf install' },
  { program: 'pacman', key: 'pacman', command: 'pacman -S --needed' },
]

/** The words that make a command run as root without asking, or null. */
function asRoot() {
  if (process.getuid() === 0) return []
  return read('sudo', ['-n', 'true']) === null ? null : ['sudo', '-n']
}

function apt(prefix, args) {
  const [program, ...rest] = [
    ...prefix,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-qq',
    '-o',
    'DPkg::Lock::Timeout=300',
    ...args,
  ]
  runQuietly(program, rest)
}

/** What a person must do: the exact command where the package manager is known. */
export function byHand(needs, { manager, root }) {
  const lacking = needs.map(({ what }) => what).join(', ')
  const known = managers.find(({ program }) => program === manager)
  if (known) {
    const command = `${root ? '' : 'sudo '}${known.command} ${names(needs, known.key).join(' ')}`
    return new Needed(`missing: ${lacking}. Install with:  ${command}`)
  }
  const lists = managers.map(({ key }) => `${key}: ${names(needs, key).join(' ')}`).join('; ')
  return new Needed(`missing: ${lacking}. Install them with your package manager (${lists})`)
}

/** Makes sure of the system libraries; does and prints nothing when all are there. */
export function prepareLinux({ tests }) {
  const wanted = tests ? [...toBuild, ...toTest] : toBuild
  const lacking = missing(wanted)
  if (lacking.length === 0) return
  const prefix = asRoot()
  const here = {
    manager: managers.find(({ program }) => onPath(program))?.program,
    root: process.getuid() === 0,
  }
  if (here.manager !== 'apt-get' || prefix === null) throw byHand(lacking, here)
  const packages = names(lacking, 'apt')
  step(`installing with apt, about a minute: ${packages.join(' ')}`)
  apt(prefix, ['update'])
  apt(prefix, ['install', '-y', '--no-install-recommends', ...packages])
  const still = missing(wanted)
  if (still.length > 0) throw byHand(still, here)
}
