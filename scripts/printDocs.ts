import { readFileSync, writeFileSync } from 'node:fs'
import { printableRules } from '#shared/access/policy.ts'
import { ZONES } from './boundaries.ts'

/** Pages that are printed from code, so that they cannot say anything else than the code does. */
const PAGES: readonly { readonly path: string; readonly print: () => string }[] = [
  { path: 'docs/architecture.md', print: architecture },
  { path: 'docs/permissions.md', print: permissions },
]

function architecture(): string {
  const rows = ZONES.map((zone) => {
    const may = zone.mayImport.map((folder) => `\`${folder}\``).join(' ')
    const packages = zone.packages.map((name) => (name === '*' ? 'any' : `\`${name}\``)).join(' ')
    return `| \`${zone.name}\` | ${zone.purpose} | ${may || '–'} | ${packages || '–'} |`
  })
  return [
    '# Architecture',
    '',
    'Printed by `npm run docs` from `scripts/boundaries.ts`, which `npm run check` enforces. A file that belongs to no row is a fault.',
    'The meaning of council work is pure and lives in `shared/`; the server is a set of features around one live-document',
    'engine; the client is the same set of features around one editor. Everything that touches the world is handed in by',
    '`server/app/compose.ts`. A feature never imports a feature: they meet in `shared/domain`, through a port, or on a page.',
    '',
    '| folder | what it is | may import besides itself | packages |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

function permissions(): string {
  return [
    '# だれが何をできるか / Permissions',
    '',
    '`shared/access/policy.ts` から `npm run docs` で印刷したものです。行の条件がすべて満たされたときにだけ許されます。表にないことは許されません。',
    'Printed from `shared/access/policy.ts`. Every condition of a row must hold; what is not in the table is not allowed.',
    '',
    '| action | 条件 |',
    '|---|---|',
    ...printableRules().map(({ action, checks }) => `| \`${action}\` | ${checks.join(' ∧ ')} |`),
    '',
  ].join('\n')
}

const isCheck = process.argv.includes('--check')
for (const { path, print } of PAGES) {
  const text = print()
  if (!isCheck) writeFileSync(path, text)
  else if (readFileSync(path, 'utf8') !== text) {
    console.error(`${path} is not what the code says: run npm run docs`)
    process.exitCode = 1
  }
}
console.log(`docs: ${PAGES.length} printed pages`)
