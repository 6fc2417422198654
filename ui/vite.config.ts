import { availableParallelism } from 'node:os'
import { gzipSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))
const repository = fileURLToPath(new URL('..', import.meta.url))

/**
 * The most JavaScript, gzipped, that the window may load before its first paint, and with every page and dialog. Above
 * that the build fails: a slow start is a bug.
 */
const BUDGET_BYTES = { first: 110_000, all: 180_000 }

/** Prints how much JavaScript the window loads and holds it to the budget. */
function budget(): Plugin {
  return {
    name: 'burrow-budget',
    apply: 'build',
    writeBundle(_, bundle) {
      const sizes = new Map<string, { bytes: number; imports: string[]; entry: boolean }>()
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue
        const bytes = gzipSync(file.code).length
        sizes.set(file.fileName, { bytes, imports: file.imports, entry: file.isEntry })
      }
      const first = new Set([...sizes].filter(([, { entry }]) => entry).map(([name]) => name))
      for (const name of first) sizes.get(name)?.imports.forEach((next) => first.add(next))
      const sum = (names: Iterable<string>) =>
        [...names].reduce((n, name) => n + (sizes.get(name)?.bytes ?? 0), 0)
      const found = { first: sum(first), all: sum(sizes.keys()) }
      const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
      const figure = `JavaScript, gzipped: ${kB(found.first)} at first (budget ${kB(BUDGET_BYTES.first)}), ${kB(found.all)} in all (budget ${kB(BUDGET_BYTES.all)})`
      console.log(figure)
      if (found.first > BUDGET_BYTES.first || found.all > BUDGET_BYTES.all) this.error(figure)
    },
  }
}

/** Lucide’s icons are drawn by Burrow’s own component: the library’s costs 2 kB for what nobody asks of it. */
function icons(): Plugin {
  return {
    name: 'burrow-icons',
    enforce: 'pre',
    resolveId(source, importer) {
      const asked = source === '../Icon.svelte' && importer?.includes('/@lucide/svelte/')
      return asked ? `${root}src/components/Icon.svelte` : null
    },
  }
}

export default defineConfig(({ mode }) => ({
  root,
  // The built page is loaded from the app's own protocol, not from a server's root.
  base: './',
  clearScreen: false,
  plugins: [
    icons(),
    svelte({ configFile: `${root}svelte.config.js` }),
    svelteTesting(),
    mode !== 'fake' && budget(),
  ],
  build: {
    outDir: `${root}${mode === 'fake' ? 'dist-fake' : 'dist'}`,
    emptyOutDir: true,
    target: ['es2022', 'safari16.4'],
    // Inlined scripts and assets would need a looser content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Each file costs the web view a question to the app: what the first paint needs comes as one. So does all the rest,
    // which is a quarter larger when each dialog is compressed by itself.
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'], priority: 1 }, { name: 'rest' }] },
      },
    },
  },
  server: { port: 1420, strictPort: true },
  // The app's own policy, so that a browser shows what it forbids.
  preview: {
    port: 1421,
    strictPort: true,
    headers: {
      'Content-Security-Policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
    },
  },
  test: {
    root: repository,
    include: ['tests/ui/**/*.test.ts'],
    environment: 'happy-dom',
    setupFiles: [`${repository}tests/ui/setup.ts`],
    restoreMocks: true,
    // A machine that is busy with a Rust build takes its time.
    testTimeout: 30_000,
    // Tests wait for timers a fifth of their time: one worker more than there are processors.
    maxWorkers: availableParallelism() + 1,
  },
}))
