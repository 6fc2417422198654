// Caches as real go fills them: modules from a file proxy, build results, and what only weighs.
import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { Home } from './home.mjs'

/** Each with its versions; the last is what the project builds with. */
const modules = {
  'example.com/kept': ['v1.0.0', 'v1.2.0'],
  'example.com/Large': ['v0.9.0', 'v1.0.0'],
  'example.com/unused/v2': ['v2.1.0'],
}
const day = 24 * 60 * 60

/**
 * A home with a project `src/shop` that was built, module versions that it no longer needs, and `entries` old records
 * in the build cache. `home`: one that is there already, with settings of its own.
 */
export function cached({ entries = 200, home: given } = {}) {
  const home = given ?? new Home()
  for (const [module, versions] of Object.entries(modules)) {
    for (const version of versions) serve(home, module, version)
  }
  home.set('GOPROXY', `file://${home.path('proxy')}`)
  home.set('GOSUMDB', 'off')
  const needed = { 'example.com/kept': 'v1.2.0', 'example.com/Large': 'v1.0.0' }
  const lines = Object.entries(needed).map(([module, version]) => `require ${module} ${version}\n`)
  home.write('src/shop/go.mod', `module example.com/shop\n\ngo 1.21\n\n${lines.join('')}`)
  const imports = Object.keys(needed).map((module) => `import _ "${module}"\n`)
  home.write('src/shop/main.go', `package main\n\n${imports.join('')}\nfunc main() { println("shop") }\n`)
  for (const [module, versions] of Object.entries(modules)) {
    for (const version of versions) home.run('mod', 'download', `${module}@${version}`)
  }
  home.run('-C', home.path('src', 'shop'), 'mod', 'tidy')
  home.run('-C', home.path('src', 'shop'), 'build', '-o', home.path('shop'), '.')
  weigh(home, entries)
  // What is asked for from now on would come from a server. Nobody listens there, and nobody has to.
  home.set('GOPROXY', given ? undefined : 'http://127.0.0.1:9')
  home.set('GOSUMDB', given ? undefined : 'off')
  if (!given) {
    const settings = 'export GOPROXY=http://127.0.0.1:9 GOSUMDB=off'
    home.write('.bash_profile', `export PATH='${home.env.PATH}'\n${settings}\n`)
  }
  return home
}

/** Where real go has its build cache and its modules in this home. */
export function folders(home) {
  const { GOCACHE, GOMODCACHE } = home.goEnv()
  return { gocache: GOCACHE, gomodcache: GOMODCACHE }
}

/** What lies in a folder, as `du --apparent-size` counts files. */
export function weight(folder) {
  let bytes = 0
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isDirectory()) bytes += lstatSync(join(entry.parentPath, entry.name)).size
  }
  return bytes
}

/** Entries of the build cache, and a module, that nobody has used for a month. */
function weigh(home, entries) {
  const { gocache, gomodcache } = folders(home)
  const old = Date.now() / 1000 - 30 * day
  for (let i = 0; i < entries; i += 1) {
    const id = createHash('sha256').update(`entry ${i}`).digest('hex')
    const file = join(gocache, id.slice(0, 2), `${id}-d`)
    writeFileSync(file, Buffer.alloc(1000 + (i % 50) * 100, 'x'))
    utimesSync(file, old, old)
  }
  const downloads = join(gomodcache, 'cache', 'download', 'example.com', 'unused', 'v2', '@v')
  for (const name of readdirSync(downloads)) utimesSync(join(downloads, name), old, old)
  utimesSync(join(gomodcache, 'example.com', 'unused', 'v2@v2.1.0'), old, old)
}

/** Puts a version into the file proxy. */
export function serve(home, module, version) {
  const escaped = module.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`)
  const at = `proxy/${escaped}/@v`
  const mod = `module ${module}\n\ngo 1.21\n`
  const name = module
    .replace(/\/v\d+$/, '')
    .split('/')
    .at(-1)
    .toLowerCase()
  const weighs = module.includes('Large') ? 400_000 : 4_000
  const files = {
    'go.mod': mod,
    [`${name}.go`]: `package ${name}\n`,
    'testdata/ballast.txt': `${version} `.repeat(weighs / version.length),
  }
  home.write(`${at}/${version}.mod`, mod)
  home.write(`${at}/${version}.info`, JSON.stringify({ Version: version, Time: '2024-05-01T00:00:00Z' }))
  home.write(`${at}/${version}.zip`, zip(`${module}@${version}/`, files))
}

/** A zip file whose entries are stored as they are. */
function zip(prefix, files) {
  const parts = []
  const directory = []
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const [path, data] = [Buffer.from(prefix + name), Buffer.from(text)]
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(path.length, 22)
    parts.push(Buffer.from('PK\x03\x04'), common, path, data)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), common, rest, path)
    offset += 4 + common.length + path.length + data.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  const count = Object.keys(files).length
  end.writeUInt16LE(count, 4)
  end.writeUInt16LE(count, 6)
  end.writeUInt32LE(listed.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, listed, Buffer.from('PK\x05\x06'), end])
}
