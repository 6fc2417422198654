#!/usr/bin/env node
// Draws the icon set that Tauri wants from the two SVG sources in icons/. Run by hand after changing a source
// (`npm run icons`); the results are committed, so that a build needs no SVG renderer.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './lib/paths.mjs'

const icons = join(root, 'icons')

/** The detailed picture turns to mud below 64 pixels: those sizes have a drawing of their own. */
const source = (size) => join(icons, size < 64 ? 'burrow-small.svg' : 'burrow.svg')

const cache = new Map()
function png(size) {
  if (!cache.has(size)) {
    const args = ['--width', String(size), '--height', String(size), source(size)]
    cache.set(size, execFileSync('rsvg-convert', args, { maxBuffer: 1 << 26 }))
  }
  return cache.get(size)
}

/** Windows: a directory of images, each a whole PNG (understood since Vista). 0 stands for 256. */
function ico(sizes) {
  const images = sizes.map(png)
  const head = Buffer.alloc(6 + 16 * sizes.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(sizes.length, 4)
  let offset = head.length
  sizes.forEach((size, i) => {
    const at = 6 + 16 * i
    head.writeUInt8(size % 256, at)
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4) // planes
    head.writeUInt16LE(32, at + 6) // bits per pixel
    head.writeUInt32LE(images[i].length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += images[i].length
  })
  return Buffer.concat([head, ...images])
}

/** macOS: chunks of a four-letter type, a length that counts its own header, and a PNG. */
function icns(entries) {
  const chunks = entries.map(([type, size]) => {
    const image = png(size)
    const head = Buffer.alloc(8)
    head.write(type, 0, 'ascii')
    head.writeUInt32BE(image.length + 8, 4)
    return Buffer.concat([head, image])
  })
  const head = Buffer.alloc(8)
  head.write('icns', 0, 'ascii')
  head.writeUInt32BE(8 + chunks.reduce((sum, chunk) => sum + chunk.length, 0), 4)
  return Buffer.concat([head, ...chunks])
}

const write = (name, bytes) => writeFileSync(join(icons, name), bytes)
write('32x32.png', png(32))
write('128x128.png', png(128))
write('128x128@2x.png', png(256))
write('icon.png', png(512))
write('icon.ico', ico([16, 24, 32, 48, 64, 256]))
write(
  'icon.icns',
  icns([
    ['icp4', 16],
    ['icp5', 32],
    ['ic07', 128],
    ['ic08', 256],
    ['ic09', 512],
    ['ic11', 32],
    ['ic12', 64],
    ['ic13', 256],
    ['ic14', 512],
  ]),
)
