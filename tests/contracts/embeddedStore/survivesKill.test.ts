import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MongoClient } from 'mongodb'
import { expect, test } from 'vitest'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'

const WRITER = fileURLToPath(new URL('./writingProcess.ts', import.meta.url))
const KILLS = Number(process.env.STORE_KILLS ?? 5)

/** Starts the writer, kills it `afterMs` behind its first words, and returns what it was told is saved. */
function acknowledgedUntilKilled(dir: string, first: number, afterMs: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [WRITER, dir, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  return new Promise((onEnd) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (said === '') setTimeout(() => child.kill('SIGKILL'), afterMs)
      said += chunk.toString()
    })
    child.on('close', () => onEnd(said.split('\n').slice(0, -1)))
  })
}

async function storedIds(dir: string): Promise<ReadonlySet<string>> {
  const store = await startEmbeddedStore({ dir })
  const client = await MongoClient.connect(store.uri)
  const rows = client.db('crash').collection<{ _id: string; unique?: string }>('rows')
  const ids = (await rows.find().toArray()).map(({ _id }) => _id)
  const byIndex = await rows.find({ unique: { $gt: '' } }).toArray()
  expect(byIndex.length).toBe(ids.filter((id) => id.startsWith('single')).length)
  await client.close()
  await store.close()
  return new Set(ids)
}

test(
  `[OP1.2] killed at a random moment, the store has every acknowledged write and no half transaction`,
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tsunagi-kill-'))
    const seed = Number(process.env.SEED ?? Date.now() % 100_000)
    console.log(`survivesKill: SEED=${seed}, ${KILLS} kills`)
    let random = seed
    const acknowledged: string[] = []

    for (let kill = 0; kill < KILLS; kill += 1) {
      random = (random * 48_271 + 11) % 2_147_483_647
      acknowledged.push(...(await acknowledgedUntilKilled(dir, (kill + 1) * 1_000_000, random % 500)))
    }

    const stored = await storedIds(dir)
    const singles = acknowledged.filter((line) => line.startsWith('single'))
    const pairs = acknowledged.filter((line) => line.startsWith('pair')).map((line) => line.slice('pair '.length))
    expect(singles.filter((id) => !stored.has(id))).toEqual([])
    expect(pairs.filter((id) => !stored.has(`left ${id}`) || !stored.has(`right ${id}`))).toEqual([])
    const lefts = [...stored].filter((id) => id.startsWith('left')).map((id) => id.slice('left '.length))
    const rights = [...stored].filter((id) => id.startsWith('right')).map((id) => id.slice('right '.length))
    expect(lefts.toSorted()).toEqual(rights.toSorted())
    expect(singles.length).toBeGreaterThan(0)
    rmSync(dir, { recursive: true })
  },
  60_000 + KILLS * 3_000,
)
