import { MongoServerError } from 'mongodb'
import {
  StoreDamagedError,
  StoreFormatError,
  StoreInUseError,
  StoreStoppedError,
  StoreUnwritableError,
} from '#server/embedded-store/storeErrors.ts'

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
  if (cause instanceof MongoServerError && cause.codeName === 'DataCorruptionDetected') {
    return `要る記録が壊れています。npm run doctor で確かめ、控えから戻してください。/ What is needed is damaged; restore a backup: ${message}`
  }
  if (cause instanceof MongoServerError && cause.codeName === 'CommandNotFound') {
    return `動いているつなぎが別の版です。始め直してから、もう一度してください。/ The server that runs is of another version; start it anew first: ${message}`
  }
  if (cause instanceof StoreStoppedError) {
    return `データを開けないまま止まりました。ディスクが答えているか確かめてください。/ ${message}`
  }
  return null
}
