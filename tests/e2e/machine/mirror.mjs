// A download mirror on loopback: the list of releases and archives of real SDKs, as slow as a test wants.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const CHUNK = 64 * 1024

/** A build of a program needs neither Go's own commands, but for the file that names them, nor tests. */
const isBuiltFrom = (file) => !/\/src\/cmd\/(?!go\.mod$)|\/testdata(\/|$)|_test\.go$/.test(file)

export class Mirror {
  #server
  #files = new Map()
  #releases = []
  /** Bytes a second; null is as fast as it goes. */
  rate = null
  /** The paths that were asked for, in order. */
  asked = []

  /** Serves until `close`. `goroots`: the SDKs that it has. `whole`: with the standard library, so that they build. */
  static async with(...goroots) {
    const options = typeof goroots.at(-1) === 'object' ? goroots.pop() : {}
    const mirror = new Mirror()
    goroots.forEach((goroot) => mirror.#pack(goroot, options))
    mirror.#server = createServer((request, response) => void mirror.#answer(request, response))
    await new Promise((done) => mirror.#server.listen(0, '127.0.0.1', done))
    return mirror
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}`
  }

  close() {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  /** Of an SDK what it takes to be one: the whole would be packed for longer than the test takes. */
  #pack(goroot, { whole = false }) {
    const folder = mkdtempSync(join(tmpdir(), 'burrow-mirror-'))
    try {
      for (const part of [
        'bin',
        'VERSION',
        'go.env',
        'pkg/tool',
        ...(whole ? ['src', 'pkg/include'] : ['src/go.mod', 'src/cmd/go.mod', 'src/fmt']),
      ]) {
        mkdirSync(dirname(join(folder, 'go', part)), { recursive: true })
        cpSync(join(goroot, part), join(folder, 'go', part), { recursive: true, filter: isBuiltFrom })
      }
      const version = basename(goroot)
      const filename = `${version}.linux-${process.arch === 'x64' ? 'amd64' : 'arm64'}.tar.gz`
      const args = ['--use-compress-program=gzip -1', '-cf', join(folder, filename), '-C', folder, 'go']
      const { status, stderr } = spawnSync('tar', args, { encoding: 'utf8' })
      if (status !== 0) throw new Error(`tar: ${stderr}`)
      const bytes = readFileSync(join(folder, filename))
      this.#files.set(`/${filename}`, bytes)
      const [, os, arch] = /\.([a-z]+)-([a-z0-9]+)\.tar/.exec(filename)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const file = { filename, os, arch, version, sha256, size: bytes.length, kind: 'archive' }
      this.#releases.push({ version, stable: true, files: [file] })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  async #answer(request, response) {
    const { pathname } = new URL(request.url, 'http://mirror')
    this.asked.push(pathname)
    if (pathname === '/') {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(this.#releases))
      return
    }
    const bytes = this.#files.get(pathname)
    if (!bytes) {
      response.writeHead(404).end('not found\n')
      return
    }
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const headers = { etag: '"one"', 'accept-ranges': 'bytes', 'content-length': bytes.length - from }
    if (from > 0) headers['content-range'] = `bytes ${from}-${bytes.length - 1}/${bytes.length}`
    response.writeHead(from > 0 ? 206 : 200, headers)
    for (let at = from; at < bytes.length && !response.destroyed; at += CHUNK) {
      response.write(bytes.subarray(at, at + CHUNK))
      if (this.rate !== null) await sleep((CHUNK / this.rate) * 1000)
    }
    response.end()
  }
}
