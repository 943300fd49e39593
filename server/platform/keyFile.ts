import { randomBytes } from 'node:crypto'
import { link, open, readFile, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { keepNames } from './keepNames.ts'
import { makeFolder } from './makeFolder.ts'

/** Unit: bytes of the master key. */
const KEY_BYTES = 32
/** Reading and writing by the owner, and nothing for anybody else. */
const OWNER_ONLY = 0o600
const PERMISSION_BITS = 0o777

/** The master key cannot be used; the message says how to mend it, in Japanese and in English, and never shows the key. */
export class KeyFileError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'KeyFileError'
  }
}

/** Who can read a file of this mode: Windows keeps rights elsewhere, and every file seems to be everybody’s there. */
export function readersOf(mode: number): 'owner' | 'others' | 'unknown' {
  if (process.platform === 'win32') return 'unknown'
  return (mode & PERMISSION_BITS) === OWNER_ONLY ? 'owner' : 'others'
}

/** Where a new key lies while it is put in the place of the one there is. */
export const nextKeyFileOf = (path: string): string => `${path}.new`

/**
 * The master key in a file; made, durably, when there is none yet and `mayMake` allows it. Everything kept is readable with this
 * key only.
 *
 * Throws: `KeyFileError` when the file has another size than 32 bytes, can be read by others than its owner, or is not there
 * and must not be made.
 */
export async function readOrMakeKeyFile(path: string, mayMake: () => Promise<boolean> = async () => true) {
  const found = await readKeyFile(path)
  if (found !== null) return found
  if (await mayMake()) return makeKeyFile(path)
  throw new KeyFileError(
    'データを書いた鍵 KEY_FILE がありません。控えた鍵を同じ場所に戻してください。/ KEY_FILE is not there, and what is kept was written with it: put its copy back',
  )
}

async function readKeyFile(path: string): Promise<Uint8Array | null> {
  const found = await stat(path).catch((cause: unknown) => {
    if (isNotThere(cause)) return null
    throw cause
  })
  if (found === null) return null
  if (!found.isFile()) {
    throw new KeyFileError('KEY_FILE がファイルではありません。鍵のファイルを指定してください。/ KEY_FILE is no file')
  }
  if (readersOf(found.mode) === 'others') {
    throw new KeyFileError(
      `鍵 KEY_FILE をほかの人も読めます（${(found.mode & PERMISSION_BITS).toString(8)}）。chmod 600 で持ち主だけにしてください。/ KEY_FILE must be readable by its owner only: chmod 600`,
    )
  }
  const key = await readFile(path)
  if (key.byteLength !== KEY_BYTES) {
    throw new KeyFileError(
      `鍵 KEY_FILE の大きさが違います（${key.byteLength} バイト）。控えた鍵を戻してください。/ KEY_FILE must hold ${KEY_BYTES} bytes: restore it from its copy`,
    )
  }
  return new Uint8Array(key)
}

/** Linking into place means that a crash leaves no half key, and that of two starters one makes the key and the other reads it. */
async function makeKeyFile(path: string): Promise<Uint8Array> {
  makeFolder(dirname(path))
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  await writeDurably(draft, randomBytes(KEY_BYTES))
  await link(draft, path).catch((cause: unknown) => {
    if (!isAlreadyThere(cause)) throw cause
  })
  await rm(draft)
  await keepNames(dirname(path))
  const key = await readKeyFile(path)
  if (key === null)
    throw new KeyFileError('鍵 KEY_FILE を作りましたが、また消えました。/ KEY_FILE was made and is gone again')
  return key
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', OWNER_ONLY)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : null)
const isNotThere = (cause: unknown): boolean => codeOf(cause) === 'ENOENT'
const isAlreadyThere = (cause: unknown): boolean => codeOf(cause) === 'EEXIST'
