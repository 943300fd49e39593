import { readFileSync, statSync } from 'node:fs'

/** Unit: bytes, as they travel to a browser that takes gzip, of everything the first page loads: shell, sign-in, error page. */
const ENTRY_LIMIT_BYTES = 150_000

/** Files that the built page names: its script, what that imports statically, its style sheets. */
const page = readFileSync('client/dist/index.html', 'utf8')
const files = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map((found) => found[1] ?? '')
const bytes = files.map((file) => statSync(`client/dist/${file}.gz`).size)
const total = bytes.reduce((sum, size) => sum + size, 0)

console.log(
  `bundle: ${files.length} files of the first page, ${(total / 1000).toFixed(1)} kB gzip of at most ${ENTRY_LIMIT_BYTES / 1000}`,
)
if (files.length === 0 || total > ENTRY_LIMIT_BYTES) process.exitCode = 1
