import { startEmbeddedStore, uriOfRunning } from '#server/embedded-store/startEmbeddedStore.ts'
import { StoreInUseError } from '#server/embedded-store/storeErrors.ts'
import { type Config, readConfig } from '#server/platform/config.ts'

export interface ReachedStore {
  readonly uri: string
  /** `mongodb`: of MONGODB_URI; `running`: the embedded store of a server that runs now; `own`: opened by us, nobody else has it. */
  readonly kind: 'mongodb' | 'running' | 'own'
  close(): Promise<void>
}

/**
 * Reaches what the product keeps its data in, whether the server runs or not.
 *
 * Throws: the embedded store's named errors.
 */
export async function reachStore(config: Pick<Config, 'mongodbUri' | 'dataDir'>): Promise<ReachedStore> {
  if (config.mongodbUri !== null) return { uri: config.mongodbUri, kind: 'mongodb', close: async () => undefined }
  try {
    const { uri, close } = await startEmbeddedStore({ dir: config.dataDir })
    return { uri, kind: 'own', close }
  } catch (fault) {
    const uri = fault instanceof StoreInUseError ? uriOfRunning(config.dataDir) : undefined
    if (uri === undefined) throw fault
    return { uri, kind: 'running', close: async () => undefined }
  }
}

/** The settings of the environment; ends the process when one is bad, naming all of them. */
export function settingsOrExit(): Config {
  const read = readConfig(process.env, process.cwd())
  if (read.ok) return read.config
  for (const bad of read.bad) console.error(`設定 ${bad.name}: ${bad.mend}`)
  process.exit(2)
}

/** Runs a command of `npm run`; what fails is one line and a bad exit code. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    console.error(`できませんでした。/ Failed: ${cause instanceof Error ? cause.message : String(cause)}`)
    process.exitCode = 1
  }
}
