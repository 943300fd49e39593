import { execFileSync } from 'node:child_process'
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { expect, test } from 'vitest'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'

/** A small disk of its own, which only root may mount. */
function mountSmallDisk(): string | undefined {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', dir], { stdio: 'ignore' })
    return dir
  } catch {
    // Said by the test, which is then skipped.
    rmSync(dir, { recursive: true })
    return undefined
  }
}

/** Takes all the space that is left; returns how to give it back. */
function fill(dir: string): () => void {
  const file = openSync(join(dir, 'ballast'), 'w')
  const block = Buffer.alloc(4_096, 1)
  try {
    while (true) writeSync(file, block)
  } catch {
    // Full, which is what was wanted.
  }
  return () => {
    ftruncateSync(file, 0)
    closeSync(file)
  }
}

test('[OP1.6] a full disk acknowledges nothing, and writing goes on by itself when there is space', async ({
  skip,
}) => {
  const dir = mountSmallDisk()
  if (dir === undefined) return skip('only root can mount a small disk: writing to a full disk was NOT tested')
  const store = await startEmbeddedStore({ dir })
  const client = await MongoClient.connect(store.uri)
  const rows = client.db('x').collection<{ _id: number; text: string }>('rows')
  const text = 'x'.repeat(20_000)
  await rows.insertOne({ _id: 0, text })

  const giveBack = fill(dir)
  const tried = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  const acknowledged = new Set<number>([0])
  const codes: unknown[] = []
  for (const _id of tried) {
    await rows.insertOne({ _id, text }).then(
      () => acknowledged.add(_id),
      (fault: { code: number }) => codes.push(fault.code),
    )
  }
  const stored = await rows.find({}, { projection: { _id: 1 } }).toArray()
  const startFull = await startEmbeddedStore({ dir: join(dir, 'other') }).catch((fault: unknown) => fault)
  giveBack()
  await rows.insertOne({ _id: 99, text })

  expect(codes.length).toBeGreaterThan(0)
  expect(codes.every((code) => code === 14_031)).toBe(true)
  expect(stored.map(({ _id }) => _id)).toEqual([...acknowledged])
  expect(startFull).toMatchObject({ name: 'StoreUnwritableError' })
  expect(await rows.countDocuments()).toBe(acknowledged.size + 1)
  await client.close()
  await store.close()
  execFileSync('umount', [dir])
  rmSync(dir, { recursive: true })
})
