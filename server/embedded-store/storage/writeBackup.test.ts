import fs, { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { Database } from './database.ts'
import { writeBackup } from './writeBackup.ts'

const { linkSync } = fs

function setLink(link: typeof linkSync): void {
  fs.linkSync = link
  syncBuiltinESMExports()
}

afterEach(() => setLink(linkSync))

test('[OP2.21] a backup is written to a disk that knows no second name for a file, as a memory stick', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-stick-'))
  const copy = join(dir, 'copy.sqlite')
  const database = new Database(join(dir, 'store.sqlite'))
  setLink(() => {
    throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' })
  })
  try {
    expect(writeBackup(database, copy)).toBeGreaterThan(0)
    expect(readdirSync(dir).filter((name) => name.startsWith('copy'))).toEqual(['copy.sqlite'])
    expect(() => writeBackup(database, copy)).toThrow('over a file that is there')
  } finally {
    database.close()
    rmSync(dir, { recursive: true })
  }
})
