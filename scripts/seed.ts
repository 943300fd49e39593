import { startServer } from '#server/app/startServer.ts'
import type { Config } from '#server/platform/config.ts'
import { silentLog } from '#server/platform/log.ts'
import { DEMO_SIZES, type DemoSize } from '#shared/fixtures/demoCases.ts'
import { exitWith } from './oneWord.ts'
import { runCommand, settingsOrExit } from './reachStore.ts'

/**
 * Fills an empty store with the made-up council; the same ids every time.
 *
 * Throws: in production, and when there is a council already; then nothing is written.
 */
export async function seed(config: Config, size: DemoSize): Promise<void> {
  if (config.mode === 'production') throw new Error('本番では使えません / refused in production')
  const server = await startServer(
    { ...config, port: 0 },
    {
      ...{ log: silentLog, demo: size, isThrowAway: false, say: () => undefined },
      onStoreLost: () => process.exit(1),
    },
  )
  await server.stop()
  if (!server.isSeeded)
    throw new Error('協議会がもうあります。何も書いていません / there is a council already; nothing was written')
}

/** The demo's without a word; undefined for what says no size. */
function sizeIn(words: readonly string[]): DemoSize | undefined {
  if (words.length === 0) return 'demo'
  return DEMO_SIZES.find((size) => words.length === 1 && words[0] === `--size=${size}`)
}

if (import.meta.main) {
  const words = process.argv.slice(2)
  const size = sizeIn(words) ?? exitWith(`npm run seed -- --size=${DEMO_SIZES.join('|')}`, words)
  await runCommand(async () => {
    await seed(settingsOrExit(), size)
    console.log('見本の協議会を入れました。npm start で始められます。/ The made-up council is in; npm start begins.')
  })
}
