import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Where edits lie until the store has them. */
export const aheadFolderOf = (dataDir: string): string => join(dataDir, 'journal')

/** True when edits lie beside the store that a killed server had no time to bring over. */
export const isLeftBeside = ({ dataDir }: { readonly dataDir: string }): boolean =>
  existsSync(aheadFolderOf(dataDir)) && readdirSync(aheadFolderOf(dataDir)).some((name) => name.endsWith('.log'))

/** What was put back is from before the edits that lie beside it: among those of the backup they would leave holes. */
export class LeftBesideError extends Error {
  constructor() {
    super(
      '控えより後の編集が DATA_DIR の journal に残っています。journal を別の場所へ移してください。戻した後に一度始めていたときは、移さずに --restored なしで始めてください。/ the folder journal holds edits of after the backup: move it away; if this was started since it was put back, leave it there and start without --restored',
    )
    this.name = 'LeftBesideError'
  }
}
