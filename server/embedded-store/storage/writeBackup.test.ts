import fs, { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { Database } from './database.ts'
import { writeBackup } from './writeBackup.ts'

const { linkSync, fsyncSync } = fs

const backUp = (database: Database, file: string): Promise<number> => {
  const still = database.hold(0)
  return writeBackup(still, file, { onProgress: () => undefined, letGo: async () => database.letGo(still.hold) })
}

function setLink(link: typeof linkSync): void {
  fs.linkSync = link
  syncBuiltinESMExports()
}

/** As a share does that keeps its names by itself and refuses to be asked. */
function refuseFolders(code: string): void {
  setSync((opened) => {
    if (!fs.fstatSync(opened).isDirectory()) return fsyncSync(opened)
    throw Object.assign(new Error(`${code}: fsync`), { code })
  })
}

function setSync(sync: typeof fsyncSync): void {
  fs.fsyncSync = sync
  syncBuiltinESMExports()
}

afterEach(() => {
  setSync(fsyncSync)
  setLink(linkSync)
})

test('[OP2.21] a backup is written to a disk that knows no second name for a file, as a memory stick', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-stick-'))
  const copy = join(dir, 'copy.sqlite')
  const database = new Database(join(dir, 'store.sqlite'))
  setLink(() => {
    throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' })
  })
  try {
    expect(await backUp(database, copy)).toBeGreaterThan(0)
    expect(readdirSync(dir).filter((name) => name.startsWith('copy'))).toEqual(['copy.sqlite'])
    await expect(backUp(database, copy)).rejects.toThrow('over a file that is there')
  } finally {
    database.close()
    rmSync(dir, { recursive: true })
  }
})

test('[OP2.21] a backup in a folder that takes no order to keep its names is a backup, and one that lost them is none', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-share-'))
  const database = new Database(join(dir, 'store.sqlite'))
  try {
    refuseFolders('EINVAL')
    expect(await backUp(database, join(dir, 'copy.sqlite'))).toBeGreaterThan(0)
    refuseFolders('EIO')
    await expect(backUp(database, join(dir, 'other.sqlite'))).rejects.toThrow('the backup was not written')
  } finally {
    database.close()
    rmSync(dir, { recursive: true })
  }
})

test('[OP1.25] a backup whose name the disk did not keep is not there, and is written by the next try', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-lost-name-'))
  const copy = join(dir, 'copy.sqlite')
  const database = new Database(join(dir, 'store.sqlite'))
  try {
    refuseFolders('EIO')
    await expect(backUp(database, copy)).rejects.toThrow('the backup was not written')
    expect(readdirSync(dir).filter((name) => name.startsWith('copy'))).toEqual([])
    setSync(fsyncSync)
    expect(await backUp(database, copy)).toBeGreaterThan(0)
  } finally {
    database.close()
    rmSync(dir, { recursive: true })
  }
})

test('[OP1.25] a file that somebody else put there while a backup was being made is left to them', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-taken-'))
  const copy = join(dir, 'copy.sqlite')
  const database = new Database(join(dir, 'store.sqlite'))
  try {
    setSync((opened) => {
      writeFileSync(copy, 'of somebody else')
      fsyncSync(opened)
    })
    await expect(backUp(database, copy)).rejects.toThrow('over a file that is there')
    expect(readFileSync(copy, 'utf8')).toBe('of somebody else')
    expect(existsSync(`${copy}.part`)).toBe(false)
  } finally {
    database.close()
    rmSync(dir, { recursive: true })
  }
})

test('[OP1.42] a backup in whose time the server ended is none, and says so', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-ended-'))
  const copy = join(dir, 'copy.sqlite')
  const database = new Database(join(dir, 'store.sqlite'))
  const letGo = async () => {
    throw new Error('connect ENOENT store.sock')
  }
  try {
    const told = writeBackup(database.hold(0), copy, { onProgress: () => undefined, letGo })
    await expect(told).rejects.toThrow('サーバーが止まりました')
    expect(readdirSync(dir).filter((name) => name.startsWith('copy'))).toEqual([])
  } finally {
    database.close()
    rmSync(dir, { recursive: true })
  }
})
