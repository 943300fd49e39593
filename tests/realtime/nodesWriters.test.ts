import { afterAll, beforeAll, expect, test } from 'vitest'
import { twoWriters } from '#tests/support/nodeFaults/twoWriters.ts'
import { SEED } from '#tests/support/seededRandom.ts'
import { startTestStore, type TestStore } from '#tests/support/testStore.ts'

let store: TestStore

beforeAll(async () => {
  store = await startTestStore()
})
afterAll(() => store.close())

test('[KS20] R-09: two nodes that write at once, lose answers and have compactions cut off lose nothing and double nothing', async () => {
  // Models of its own, so that a second try is not refused for those of the first.
  const connection = store.connection.useDb(store.connection.name)
  const report = await twoWriters({ connection, frames: 150, cutOffs: 6, seed: SEED })

  expect([report.wrong, report.isEqual, SEED]).toEqual([[], true, SEED])
  expect(report.droppedAnswers).toBeGreaterThan(0)
})
