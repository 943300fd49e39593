import { readFileSync } from 'node:fs'
import { sourceFiles } from './sourceFiles.ts'

const RULE_LINE = /^- (?:~~)?\*\*([A-Z]{2}\d+(?:\.\d+)?)\*\*/gm
/** The first string of a call, so that `test.each(…)(` is found too. */
const TEST_TITLE = /\(\s*[`'"]((?:\[[A-Z]{2}\d+(?:\.\d+)?\]\s*)+)/g
const RULE_ID = /[A-Z]{2}\d+(?:\.\d+)?/g

function idsIn(files: readonly string[], pattern: RegExp): Map<string, string> {
  const found = new Map<string, string>()
  for (const path of files) {
    for (const match of readFileSync(path, 'utf8').matchAll(pattern)) {
      for (const id of match[1]?.match(RULE_ID) ?? []) found.set(id, path)
    }
  }
  return found
}

function repeatedRules(files: readonly string[]): readonly string[] {
  const ids = files.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(RULE_LINE)].map((match) => match[1] ?? ''),
  )
  return ids.filter((id, index) => ids.indexOf(id) !== index)
}

/** Every promise of `docs/rules` is named by a test, every test names a promise, and no number is used twice. */
export function checkRules(): void {
  const ruleFiles = sourceFiles((path) => /^docs\/rules\/.*\.md$/.test(path))
  const rules = idsIn(ruleFiles, RULE_LINE)
  const tests = idsIn(
    sourceFiles((path) => /\.test\.tsx?$/.test(path)),
    TEST_TITLE,
  )
  const faults = [
    ...[...rules].filter(([id]) => !tests.has(id)).map(([id, path]) => `${path}: ${id} is named by no test`),
    ...[...tests].filter(([id]) => !rules.has(id)).map(([id, path]) => `${path}: ${id} is no rule of docs/rules`),
    ...repeatedRules(ruleFiles).map((id) => `docs/rules: ${id} stands twice`),
  ]
  for (const fault of faults) console.error(fault)
  console.log(`rules: ${rules.size} promises, ${faults.length} faults`)
  if (rules.size === 0 || faults.length > 0) process.exitCode = 1
}

if (import.meta.main) checkRules()
