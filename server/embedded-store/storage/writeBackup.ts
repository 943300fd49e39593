import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, isAbsolute } from 'node:path'
import { MongoError } from '../mongoError.ts'
import { reasonOf } from '../storeErrors.ts'
import { type Database, isDiskFull } from './database.ts'

const OWNER_ONLY = 0o600

/**
 * Writes a whole, compact, consistent copy of the data file; a copy that is not complete never bears the name.
 *
 * Unit: bytes of the copy. Refuses: a relative path, and a file that is there already. Cost: the store answers nothing
 * meanwhile, about one second for each 100 MB.
 */
export function writeBackup(database: Database, file: string): number {
  if (!isAbsolute(file)) throw new MongoError('BadValue', 'the path of a backup must be absolute')
  refuseTaken(file)
  // What came before in this turn: a disk that refuses it refuses more than the copy.
  database.commit()
  const part = `${file}.part`
  let ours = part
  try {
    rmSync(part, { force: true })
    // Empty, ours and closed to others before the first byte is written into it.
    closeSync(openSync(part, 'wx', OWNER_ONLY))
    database.copyInto(part)
    sync(part)
    // Not a link and a removal, which memory sticks and shares of other systems refuse: FAT and exFAT know one name for a file.
    refuseTaken(file)
    renameSync(part, file)
    ours = file
    syncFolder(dirname(file))
    return statSync(file).size
  } catch (fault) {
    rmSync(ours, { force: true })
    throw new MongoError(
      isDiskFull(fault) ? 'OutOfDiskSpace' : 'BadValue',
      `the backup was not written: ${reasonOf(fault)}`,
    )
  }
}

function refuseTaken(file: string): void {
  if (existsSync(file)) throw new MongoError('BadValue', 'a backup is not written over a file that is there already')
}

function sync(path: string): void {
  const opened = openSync(path, 'r')
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}

/** Shares of other systems keep the names in a folder by themselves, and refuse to be asked. */
const KEEPS_BY_ITSELF: readonly unknown[] = ['EINVAL', 'ENOTSUP']

function syncFolder(path: string): void {
  try {
    sync(path)
  } catch (fault) {
    if (!(fault instanceof Error && 'code' in fault && KEEPS_BY_ITSELF.includes(fault.code))) throw fault
  }
}
