import { statSync } from 'node:fs'
import { storeFileOf } from '#server/embedded-store/startEmbeddedStore.ts'

/** False where a copying went to another place, or was cut off before its first byte. */
export const isStoreThere = (dataDir: string): boolean =>
  (statSync(storeFileOf(dataDir), { throwIfNoEntry: false })?.size ?? 0) > 0

/** Whoever puts a backup back would find another council in its place, and believe that all is lost. */
export class NothingPutBackError extends Error {
  constructor() {
    super(
      'DATA_DIR に控えがありません。控えを store.sqlite という名前でそこへ写してから、もう一度始めてください。/ there is no backup in DATA_DIR: copy it there as store.sqlite, and start again',
    )
    this.name = 'NothingPutBackError'
  }
}
