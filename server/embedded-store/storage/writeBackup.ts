import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { reasonOf } from '../storeErrors.ts'
import { COPY_MARK } from './database.ts'
import type { Still } from './stillFile.ts'
import { syncFile, syncFolder } from './syncFolder.ts'

const OWNER_ONLY = 0o600
const OF_TWO_MOMENTS =
  '途中でデータが変わったか、サーバーが止まりました。もう一度取ってください / the data changed, or the server ended, meanwhile: make it again'
/** So much is on the disk before more is written: a slow one is seen to go on. Unit: bytes. */
const CHUNK_BYTES = 8 * 1024 * 1024

export interface Writing {
  /** Told with each part that is on the disk. */
  readonly onProgress: () => void
  /** Lets the data file go; false, or a fault of a store that has ended, when what was read of it may be of two moments. */
  readonly letGo: () => Promise<boolean>
}

/**
 * Writes a whole, consistent copy of a data file that somebody holds still; a copy that is not complete never bears the name.
 *
 * Not in a process that has the file open, whose lock on it would end. Unit: bytes of the copy. Refuses: a file that is there already.
 */
export async function writeBackup(still: Still, file: string, { onProgress, letGo }: Writing): Promise<number> {
  refuseTaken(file)
  refuseWithoutRoom(still, file)
  const part = `${file}.part`
  let ours = [part, ...besideOf(part)]
  try {
    remove(ours)
    copyFile(still.file, part, statSync(still.file).size, onProgress)
    if (still.logBytes > 0) copyFile(`${still.file}-wal`, `${part}-wal`, still.logBytes, onProgress)
    markAsCopy(part)
    syncFile(part)
    onProgress()
    if (!(await letGo().catch(() => false))) throw new Error(OF_TWO_MOMENTS)
    // Not a link and a removal, which memory sticks and shares of other systems refuse: FAT and exFAT know one name for a file.
    refuseTaken(file)
    renameSync(part, file)
    ours = [file]
    syncFolder(dirname(resolve(file)))
    return statSync(file).size
  } catch (fault) {
    remove(ours)
    throw new Error(`the backup was not written: ${reasonOf(fault)}`, { cause: fault })
  }
}

/** Whoever fills a disk to its end and fails keeps everybody from saving meanwhile, where it is the disk of the data too. */
function refuseWithoutRoom(still: Still, file: string): void {
  const { blocks, bavail, bsize } = statfsSync(dirname(file))
  const bytes = statSync(still.file).size + still.logBytes
  // A share that does not say how large it is says nothing of its room either.
  if (blocks === 0 || bavail * bsize > bytes) return
  throw new Error(`the backup was not written: ENOSPC, ${bytes} bytes have no room there`)
}

/** What SQLite may lay beside a file. */
const besideOf = (file: string) => [`${file}-wal`, `${file}-journal`]

function remove(files: readonly string[]): void {
  for (const file of files) rmSync(file, { force: true })
}

/** The first `bytes` of a file, in one that is ours and closed to others before the first byte is written into it. */
function copyFile(from: string, to: string, bytes: number, onProgress: () => void): void {
  const source = openSync(from, 'r')
  const target = openSync(to, 'wx', OWNER_ONLY)
  try {
    const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, bytes))
    for (let at = 0; at < bytes; ) {
      const read = readSync(source, chunk, 0, Math.min(chunk.length, bytes - at), at)
      if (read === 0) throw new Error(`${from} ends before ${bytes} bytes`)
      for (let done = 0; done < read; ) done += writeSync(target, chunk, done, read - done)
      fsyncSync(target)
      onProgress()
      at += read
    }
  } finally {
    closeSync(source)
    closeSync(target)
  }
}

/** One file, which has no log any more and says that it is a copy. */
function markAsCopy(part: string): void {
  using copy = new DatabaseSync(part)
  // Nothing beside the copy, which has not got its name yet, may outlive a kill.
  copy.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; PRAGMA application_id = ${COPY_MARK}`)
}

function refuseTaken(file: string): void {
  if (!existsSync(file)) return
  throw new Error(
    `${file} はもうあります。別の名前にしてください / a backup is not written over a file that is there already`,
  )
}
