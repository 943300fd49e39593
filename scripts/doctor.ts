import { fileURLToPath } from 'node:url'
import { checkExample, checkKeyFile, checkNode, checkPort, checkSettings, readExample } from './doctor/checkMachine.ts'
import { checkStore } from './doctor/checkStore.ts'
import { type Finding, lineOf } from './doctor/finding.ts'

const EXAMPLE = fileURLToPath(new URL('../.env.example', import.meta.url))

/** Looks at everything the product stands on; changes nothing. Cost: under three seconds on a small store. */
export async function examine(environment: NodeJS.ProcessEnv, folder: string): Promise<readonly Finding[]> {
  const { config, findings } = checkSettings(environment, folder)
  const machine = [checkNode(process.versions.node), ...findings, checkExample(readExample(EXAMPLE))]
  if (config === null) return machine
  const [port, store] = await Promise.all([checkPort(config), checkStore(config)])
  return [...machine, checkKeyFile(config), port, ...store]
}

if (import.meta.main) {
  const startedAt = performance.now()
  const findings = await examine(process.env, process.cwd())
  for (const finding of findings) console.log(lineOf(finding))
  const count = (level: Finding['level']) => findings.filter((one) => one.level === level).length
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  console.log(
    `良い ${count('good')}、知らせ ${count('notice')}、直すもの ${count('bad')}（${seconds} 秒）/ good, to know, to mend`,
  )
  process.exit(count('bad') === 0 ? 0 : 1)
}
