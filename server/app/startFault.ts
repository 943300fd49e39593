import { LeftBesideError } from '#server/collab/write-ahead/leftBeside.ts'
import { StoreLeftBesideError } from '#server/embedded-store/storeErrors.ts'
import type { Config } from '#server/platform/config.ts'
import { KeyFileError } from '#server/platform/keyFile.ts'
import { mongoFaultLine } from '#server/platform/mongoFault.ts'
import { UnfinishedImportError } from '#server/platform/unfinishedImport.ts'
import { LedgerError } from './fileLedger.ts'
import { NothingPutBackError } from './nothingPutBack.ts'
import { storeFaultLine } from './storeFaultLine.ts'

interface SystemFault {
  readonly code: string
  /** What the system was asked to do: open, mkdir, listen. */
  readonly syscall: string
  /** On which file or folder. */
  readonly path: string
}

const textOf = (cause: object, name: string): string => {
  const value: unknown = Reflect.get(cause, name)
  return typeof value === 'string' ? value : ''
}

function systemFaultOf(cause: unknown): SystemFault | null {
  if (!(cause instanceof Error) || textOf(cause, 'code') === '') return null
  return { code: textOf(cause, 'code'), syscall: textOf(cause, 'syscall'), path: textOf(cause, 'path') }
}

/** The setting that names this file. */
function settingOf(path: string, { keyFile, tls }: Config): string | null {
  if (path === tls?.certFile) return 'TLS_CERT'
  if (path === tls?.keyFile) return 'TLS_KEY'
  return path === keyFile ? 'KEY_FILE' : null
}

function lineOfSetting({ code, path }: SystemFault, message: string, config: Config): string | null {
  const setting = settingOf(path, config)
  if (setting !== null) {
    return `${setting} のファイルを読めません。場所と、つなぎを動かす利用者に読む権限があることを確かめてください。/ The file of ${setting} cannot be read: ${message}`
  }
  if (code.startsWith('ERR_OSSL')) {
    return `TLS_CERT と TLS_KEY が証明書とその鍵の組になっていません。ファイルを確かめてください。/ TLS_CERT and TLS_KEY are no certificate and its key: ${message}`
  }
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(code)) {
    return `HOST のアドレスはこの機械にありません。HOST を確かめてください。/ HOST is no address of this machine: ${message}`
  }
  return null
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

/** Their messages say how to mend it, in both languages. */
const SAY_IT_THEMSELVES = [
  UnfinishedImportError,
  LedgerError,
  KeyFileError,
  LeftBesideError,
  StoreLeftBesideError,
  NothingPutBackError,
]

function knownLine(cause: unknown, message: string, config: Config): string | null {
  const storeFault = storeFaultLine(cause, message)
  if (storeFault !== null) return storeFault
  if (SAY_IT_THEMSELVES.some((kind) => cause instanceof kind)) return message
  const mongoFault = config.mongodbUri === null ? null : mongoFaultLine(cause)
  if (mongoFault !== null) return mongoFault
  const fault = systemFaultOf(cause)
  return fault === null ? null : (lineOfSetting(fault, message, config) ?? lineOfSystemFault(fault, message))
}

/** One line that says why the server did not start and what would mend it, Japanese first. */
export function startFaultLine(cause: unknown, config: Config): string {
  const [message = ''] = (cause instanceof Error ? cause.message : 'unknown fault').split('\n')
  return knownLine(cause, message, config) ?? `始められませんでした。/ Could not start: ${message}`
}
