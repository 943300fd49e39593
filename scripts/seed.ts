import { startServer } from '#server/app/startServer.ts'
import type { Config } from '#server/platform/config.ts'
import { silentLog } from '#server/platform/log.ts'
import { DEMO_SIZES, type DemoSize } from '#shared/fixtures/demoCases.ts'
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

if (import.meta.main) {
  const given = process.argv.find((argument) => argument.startsWith('--size='))?.slice('--size='.length) ?? 'demo'
  const size = DEMO_SIZES.find((one) => one === given)
  if (size === undefined) {
    console.error(`npm run seed -- --size=${DEMO_SIZES.join('|')}`)
    process.exit(2)
  }
  await runCommand(async () => {
    await seed(settingsOrExit(), size)
    console.log('見本の協議会を入れました。npm start で始められます。/ The made-up council is in; npm start begins.')
  })
}
