import { MongoServerError } from 'mongodb'
import {
  StoreDamagedError,
  StoreFormatError,
  StoreInUseError,
  StoreStoppedError,
  StoreUnwritableError,
} from '#server/embedded-store/storeErrors.ts'

/** MongoDB's number; of a batch of writes the driver hands on no name. */
const OUT_OF_DISK_SPACE = 14_031

/** What is wrong with the embedded store and what would mend it, Japanese first; null when that is not where the fault lies. */
export function storeFaultLine(cause: unknown, message: string): string | null {
  if (cause instanceof StoreInUseError) {
    const holder = cause.holder === undefined ? '' : `（プロセス ${cause.holder.pid}、${cause.holder.host}）`
    return `このデータのフォルダーは、ほかのつなぎが使っています${holder}。先にそちらを止めてください。/ ${message}`
  }
  if (cause instanceof StoreUnwritableError) {
    return `データのフォルダーに書き込めません。空き容量と権限を確かめてください。/ ${message}`
  }
  if (cause instanceof StoreFormatError) {
    return `データが新しい版で作られています。新しい版のつなぎで始めるか、更新の前の控えを戻してください。/ ${message}`
  }
  if (cause instanceof StoreDamagedError) {
    return `データのファイルが壊れているか、つなぎのものではありません。控えから戻してください。/ ${message}`
  }
  if (cause instanceof MongoServerError) return answerLine(cause, message)
  if (cause instanceof StoreStoppedError) {
    return `データを開けないまま止まりました。ディスクが答えているか確かめてください。/ ${message}`
  }
  return null
}

/** What the store itself answered. */
function answerLine({ code, codeName }: MongoServerError, message: string): string | null {
  if (codeName === 'DataCorruptionDetected') {
    return `要る記録が壊れています。npm run doctor で確かめ、控えから戻してください。/ What is needed is damaged; restore a backup: ${message}`
  }
  if (code === OUT_OF_DISK_SPACE) {
    return `データのディスクに空きがありません。空きを作って、もう一度してください。/ The disk of the data is full: ${message}`
  }
  if (codeName === 'CommandNotFound') {
    return `動いているつなぎが別の版です。始め直してから、もう一度してください。/ The server that runs is of another version; start it anew first: ${message}`
  }
  return null
}
