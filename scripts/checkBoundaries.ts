import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { ZONES, type Zone } from './boundaries.ts'
import { sourceFiles } from './sourceFiles.ts'

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g
const ALIASES: readonly (readonly [string, string])[] = [
  ['#client/', 'client/src/'],
  ['#shared/', 'shared/'],
  ['#server/', 'server/'],
  ['#scripts/', 'scripts/'],
  ['#tests/', 'tests/'],
]

/** The path of ours an import names, or null when it names a package. */
function ownPath(from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier))
  const alias = ALIASES.find(([prefix]) => specifier.startsWith(prefix))
  return alias === undefined ? null : alias[1] + specifier.slice(alias[0].length)
}

const packageOf = (specifier: string) =>
  specifier.startsWith('node:')
    ? 'node:'
    : specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/')

function importFault(path: string, zone: Zone, specifier: string): string | null {
  const target = ownPath(path, specifier)
  if (target === null) {
    const name = packageOf(specifier)
    const allowed = zone.packages.includes('*') || zone.packages.includes(name)
    return allowed ? null : `imports the package ${name}`
  }
  const own = zone.folder.exec(path)?.[0] ?? ''
  const group = zone.folder.exec(path)?.[1] ?? ''
  const folders = zone.mayImport.map((folder) => `${folder.replace('$1', group)}/`)
  return target.startsWith(own) || folders.some((folder) => target.startsWith(folder)) ? null : `imports ${target}`
}

/** What is wrong with one file, each fault in a few words. A test beside a file may use what any test may. */
export function faultsOf(path: string, text: string): readonly string[] {
  const zone = ZONES.find((candidate) => candidate.folder.test(path))
  if (zone === undefined) return ['belongs to no zone of scripts/boundaries.ts']
  if (/\.test\.tsx?$/.test(path)) return []
  const imports = [...text.matchAll(IMPORT)].map((found) => found[1] ?? found[2] ?? found[3] ?? '')
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
  return [
    ...imports.flatMap((specifier) => importFault(path, zone, specifier) ?? []),
    ...zone.forbids.filter((word) => word.test(code)).map((word) => `matches ${word.source}`),
  ]
}

export function checkBoundaries(): void {
  const files = sourceFiles((path) => /\.(ts|tsx)$/.test(path) && !path.startsWith('tests/bench/peers/'))
  const faults = files.flatMap((path) => faultsOf(path, readFileSync(path, 'utf8')).map((fault) => `${path} ${fault}`))
  for (const fault of faults) console.error(fault)
  console.log(`boundaries: ${files.length} files in ${ZONES.length} zones, ${faults.length} faults`)
  if (files.length === 0 || faults.length > 0) process.exitCode = 1
}

if (import.meta.main) checkBoundaries()
