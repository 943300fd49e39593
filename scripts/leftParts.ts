import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Nobody writes a backup for so long without adding to it. */
const LEFT_MS = 60 * 60_000
const SQLITE = 'SQLite format 3\0'

/** What backups that were killed left in the folders of these files: as large as a backup, and nobody's any more. */
export function leftPartsBeside(files: readonly string[], now: number): readonly string[] {
  const folders = new Set(files.map((file) => dirname(file)))
  return [...folders].flatMap((folder) => partsIn(folder).filter((file) => isLeft(file, now)))
}

function partsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.part'))
      .map((name) => join(folder, name))
  } catch {
    // A place that is not there any more, as a stick that was put away, holds nothing back.
    return []
  }
}

function isLeft(file: string, now: number): boolean {
  try {
    return statSync(file).mtimeMs < now - LEFT_MS && beginsAsData(file)
  } catch {
    // Gone meanwhile, or nothing of ours.
    return false
  }
}

function beginsAsData(file: string): boolean {
  const begin = Buffer.alloc(SQLITE.length)
  const opened = openSync(file, 'r')
  try {
    readSync(opened, begin)
    return begin.toString('latin1') === SQLITE
  } finally {
    closeSync(opened)
  }
}
