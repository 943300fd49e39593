import { StoreFormatError, StoreInUseError, StoreUnwritableError } from '#server/embedded-store/storeErrors.ts'
import { UnfinishedImportError } from '#server/platform/unfinishedImport.ts'

interface SystemFault {
  readonly code: string
  /** What the system was asked to do: open, mkdir, listen. */
  readonly syscall: string
}

function systemFaultOf(cause: unknown): SystemFault | null {
  if (!(cause instanceof Error) || !('code' in cause) || typeof cause.code !== 'string') return null
  return { code: cause.code, syscall: 'syscall' in cause && typeof cause.syscall === 'string' ? cause.syscall : '' }
}

/** Faults of the place where data or keys are to be kept. */
const UNWRITABLE = ['ENOSPC', 'EROFS', 'EDQUOT', 'ENOTDIR', 'EACCES', 'EPERM']

function lineOfSystemFault({ code, syscall }: SystemFault, message: string): string | null {
  if (code === 'EADDRINUSE') {
    return 'このポートはほかのプログラムが使っています。PORT を変えてください。/ The port is in use; set PORT to another.'
  }
  if (syscall === 'listen' && code === 'EACCES') {
    return 'このポートを開く権限がありません。1024 以上の PORT にしてください。/ No right to open the port; set PORT to 1024 or more.'
  }
  if (syscall === 'mkdir') {
    return `データのフォルダーを作れません。DATA_DIR と KEY_FILE を確かめてください。/ The data folder cannot be made: ${message}`
  }
  if (UNWRITABLE.includes(code)) {
    return `データのフォルダーに書き込めません。空き容量と権限を確かめてください。/ The data folder cannot be written: ${message}`
  }
  return null
}

function knownLine(cause: unknown, message: string): string | null {
  if (cause instanceof StoreInUseError) {
    const holder = cause.holder === undefined ? '' : `（プロセス ${cause.holder.pid}、${cause.holder.host}）`
    return `このデータのフォルダーは、ほかのつなぎが使っています${holder}。先にそちらを止めてください。/ ${message}`
  }
  if (cause instanceof StoreUnwritableError) {
    return `データのフォルダーに書き込めません。空き容量と権限を確かめてください。/ ${message}`
  }
  if (cause instanceof StoreFormatError) return `データが新しい版で作られています。/ ${message}`
  if (cause instanceof Error && cause.name === 'MongooseServerSelectionError') {
    return `MongoDB につながりません。MONGODB_URI と、MongoDB が動いているかを確かめてください。/ MongoDB cannot be reached: ${message}`
  }
  if (cause instanceof UnfinishedImportError) return message
  const fault = systemFaultOf(cause)
  return fault === null ? null : lineOfSystemFault(fault, message)
}

/** One line that says why the server did not start and what would mend it, Japanese first. */
export function startFaultLine(cause: unknown): string {
  const [message = ''] = (cause instanceof Error ? cause.message : 'unknown fault').split('\n')
  return knownLine(cause, message) ?? `始められませんでした。/ Could not start: ${message}`
}
