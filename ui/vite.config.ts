import { gzipSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))
const repository = fileURLToPath(new URL('..', import.meta.url))

/** The most JavaScript the window may load, gzipped. Above it the build fails: a slow start is a bug. */
const BUDGET_BYTES = 120_000

/** Prints how much JavaScript the window loads and holds it to the budget. */
function budget(): Plugin {
  return {
    name: 'burrow-budget',
    apply: 'build',
    writeBundle(_, bundle) {
      let bytes = 0
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') bytes += gzipSync(file.code).length
      }
      const figure = `JavaScript: ${(bytes / 1000).toFixed(1)} kB gzipped (budget ${String(BUDGET_BYTES / 1000)} kB)`
      console.log(figure)
      if (bytes > BUDGET_BYTES) this.error(figure)
    },
  }
}

export default defineConfig(({ mode }) => ({
  root,
  // The built page is loaded from the app's own protocol, not from a server's root.
  base: './',
  clearScreen: false,
  plugins: [svelte({ configFile: `${root}svelte.config.js` }), svelteTesting(), budget()],
  build: {
    outDir: `${root}${mode === 'fake' ? 'dist-fake' : 'dist'}`,
    emptyOutDir: true,
    target: ['es2022', 'safari16.4'],
    // Inlined scripts and assets would need a looser content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
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
  },
}))
