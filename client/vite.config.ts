import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const SERVER = 'http://localhost:3000'

const PACKED = [
  ['gz', promisify(gzip)],
  ['br', promisify(brotliCompress)],
] as const

/** Beside each file of text the same as small as it gets: packed once here, and not by the server at each visit. */
const packed = (): Plugin => ({
  name: 'packed',
  apply: 'build',
  async writeBundle({ dir = '' }, bundle) {
    const texts = Object.keys(bundle).filter((name) => /\.(?:js|css|svg)$/.test(name))
    await Promise.all(
      texts.map(async (name) => {
        const bytes = await readFile(join(dir, name))
        for (const [ending, pack] of PACKED) await writeFile(join(dir, `${name}.${ending}`), await pack(bytes))
      }),
    )
  },
})

interface Modules {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null
}

/** A library that the first page does without. */
const LATER_LIBRARY = /node_modules[\\/](?!(?:react|react-dom|react-router|react-i18next|i18next|@tanstack)[\\/])/

const isOurs = (id: string) => !/node_modules|\0/.test(id)

function bringsLibrary(id: string, modules: Modules, seen = new Set<string>()): boolean {
  if (seen.has(id)) return false
  seen.add(id)
  if (LATER_LIBRARY.test(id)) return true
  return isOurs(id) && (modules.getModuleInfo(id)?.importedIds ?? []).some((one) => bringsLibrary(one, modules, seen))
}

/** What several screens show and no further library stands behind: it weighs little, and comes at once with the first of them. */
const sharedByScreens = (id: string, modules: Modules): string | null =>
  isOurs(id) && !bringsLibrary(id, modules) ? 'shared' : null

export default defineConfig({
  plugins: [react(), tailwindcss(), packed()],
  build: {
    // The policy of the pages allows no data: address, so nothing is put into the style sheet as one.
    assetsInlineLimit: 0,
    // The page that asks for a chunk is ours and current; a list of modules to fetch early would need an inline script in old browsers.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // One file for everything the first page needs, and one for what screens share: thirty small ones are thirty turns on a slow office line.
      output: {
        codeSplitting: {
          groups: [
            { name: 'entry', tags: ['$initial'], priority: 2 },
            { name: sharedByScreens, debugName: 'shared', minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
  optimizeDeps: {
    // Named so that the first visit to a screen in development does not reload the page when Vite finds them.
    include: [
      'react',
      'react-dom/client',
      'react-router',
      'react-router/dom',
      '@tanstack/react-query',
      'i18next',
      'react-i18next',
      'yjs',
      'y-websocket',
      'y-protocols/awareness',
    ],
    entries: ['src/**/*.tsx'],
  },
  server: {
    port: 5173,
    proxy: {
      '/api': { target: SERVER },
      '/sync': { target: SERVER, ws: true },
      '/hints': { target: SERVER, ws: true },
    },
  },
})
