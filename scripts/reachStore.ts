import { storeFaultLine } from '#server/app/storeFaultLine.ts'
import { startEmbeddedStore, uriOfRunning } from '#server/embedded-store/startEmbeddedStore.ts'
import { StoreInUseError } from '#server/embedded-store/storeErrors.ts'
import { type Config, readConfig } from '#server/platform/config.ts'
import { mongoFaultLine } from '#server/platform/mongoFault.ts'

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

/** What the system says of a file or folder, for who has named it. */
const FAULTS_OF_FILES: readonly (readonly [code: string, says: string])[] = [
  ['ENOENT', 'そのファイルかフォルダーがありません'],
  ['ENOTDIR', 'フォルダーではありません'],
  ['EISDIR', 'ファイルではありません'],
  ['EACCES', '読み書きする権限がありません'],
  ['EPERM', '読み書きする権限がありません'],
  ['EROFS', '書き込めない場所です'],
  ['ENOSPC', 'ディスクに空きがありません'],
]

/** Japanese first: what failed where, in the words of ours, of the store's faults, or of the system's. */
export function failureLine(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  // The store hands the system's words on in its own, without the code beside them.
  const says = FAULTS_OF_FILES.find(([code]) => new RegExp(`\\b${code}\\b`).test(message))?.[1]
  return (
    storeFaultLine(cause, message) ?? mongoFaultLine(cause) ?? (says === undefined ? message : `${says} / ${message}`)
  )
}

/** Runs a command of `npm run`; what fails is one line and a bad exit code. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    console.error(`できませんでした。${failureLine(cause)}`)
    process.exitCode = 1
  }
}
