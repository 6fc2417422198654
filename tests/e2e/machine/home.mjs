// A home of its own for every test: shell files, a Go, an environment, and nothing of the real one.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { spawnSync } from 'node:child_process'

const goroot = process.env.BURROW_E2E_GOROOT
const system = ['/usr/local/bin', '/usr/bin', '/bin']

export class Home {
  #env = {}

  /**
   * `go`: false is no Go on this machine, `own` a copy of it below the home. `files`: path below the home → text.
   * `env`: what the session has set.
   */
  constructor({ go = true, files = {}, env = {} } = {}) {
    this.dir = mkdtempSync(join(tmpdir(), 'burrow-e2e-'))
    const folder = go === 'own' ? this.path('sdk', basename(goroot)) : goroot
    if (go === 'own') cpSync(goroot, folder, { recursive: true })
    this.go = go ? join(folder, 'bin', 'go') : null
    const path = go ? [join(folder, 'bin'), ...system] : system
    this.#env = { PATH: path.join(delimiter), ...env }
    for (const [name, text] of Object.entries(files)) this.write(name, text)
    // As on a machine where Go is set up: terminals and the desktop have it on their PATH too.
    if (!('.bash_profile' in files)) this.write('.bash_profile', `export PATH='${path.join(delimiter)}'\n`)
    this.write('.config/environment.d/10-path.conf', `PATH=${path.join(delimiter)}\n`)
  }

  /** What the app and `go` are started with. Of the real environment only what the screen and the bus need. */
  get env() {
    const { DISPLAY, DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR } = process.env
    return {
      DISPLAY,
      DBUS_SESSION_BUS_ADDRESS,
      XDG_RUNTIME_DIR,
      HOME: this.dir,
      USER: process.env.USER ?? 'root',
      SHELL: '/bin/bash',
      LANG: 'C.UTF-8',
      // The accessibility bus is started per window and slow; screen readers are not what is tested here.
      NO_AT_BRIDGE: '1',
      GDK_BACKEND: 'x11',
      ...this.#env,
    }
  }

  set(name, value) {
    this.#env[name] = value
  }

  path(...names) {
    return join(this.dir, ...names)
  }

  /** Where `go env -w` writes. */
  get goenv() {
    return this.path('.config', 'go', 'env')
  }

  write(name, text, { executable = false } = {}) {
    const file = this.path(name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    if (executable) chmodSync(file, 0o755)
    return file
  }

  /** Runs the real `go` in this home. */
  run(...args) {
    const { stdout, stderr, status } = spawnSync(this.go, args, {
      cwd: this.dir,
      env: this.env,
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`go ${args.join(' ')}: ${stderr}`)
    return stdout
  }

  /** What real Go says of its environment here. */
  goEnv() {
    return JSON.parse(this.run('env', '-json'))
  }

  /** What the app has logged. */
  log() {
    const folder = this.path('.local', 'state', 'burrow', 'logs')
    if (!existsSync(folder)) return 'no log'
    return readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('')
  }

  remove() {
    chmodSync(this.dir, 0o755)
    // Go keeps what it has unpacked from being written to.
    if (existsSync(this.path('go'))) spawnSync('chmod', ['-R', 'u+w', this.path('go')])
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}
