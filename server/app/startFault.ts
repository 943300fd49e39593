import { StoreFormatError, StoreInUseError, StoreUnwritableError } from '#server/embedded-store/storeErrors.ts'

const codeOf = (cause: unknown): string | null =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null

/** One line that says why the server did not start and what would mend it, Japanese first. */
export function startFaultLine(cause: unknown): string {
  if (cause instanceof StoreInUseError) {
    const holder = cause.holder === undefined ? '' : `（プロセス ${cause.holder.pid}、${cause.holder.host}）`
    return `このデータのフォルダーは、ほかのつなぎが使っています${holder}。先にそちらを止めてください。/ ${cause.message}`
  }
  if (cause instanceof StoreUnwritableError) {
    return `データのフォルダーに書き込めません。空き容量と権限を確かめてください。/ ${cause.message}`
  }
  if (cause instanceof StoreFormatError) return `データが新しい版で作られています。/ ${cause.message}`
  if (codeOf(cause) === 'EADDRINUSE') {
    return 'このポートはほかのプログラムが使っています。PORT を変えてください。/ The port is in use; set PORT to another.'
  }
  if (codeOf(cause) === 'EACCES') {
    return 'このポートを開く権限がありません。1024 以上の PORT にしてください。/ No right to open the port; set PORT to 1024 or more.'
  }
  const message = cause instanceof Error ? cause.message : 'unknown fault'
  return `始められませんでした。/ Could not start: ${message}`
}
