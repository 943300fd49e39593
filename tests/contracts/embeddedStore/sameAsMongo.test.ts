import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedStore, startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { ALL_SEQUENCES } from './allSequences.ts'
import { isRefusal } from './normalAnswer.ts'
import { startRealServer } from './realServer.ts'
import { differences, digestOf, readRecorded } from './recordedAnswers.ts'
import { runAll } from './runSequence.ts'

let store: EmbeddedStore
let ours: unknown[][]

beforeAll(async () => {
  store = await startEmbeddedStore({ memory: true })
  ours = await runAll(store.uri, ALL_SEQUENCES)
})

afterAll(() => store.close())

test('[OP1.1] every command of the tables is answered as MongoDB answered it, or refused', () => {
  const recorded = readRecorded()

  const wrong = ALL_SEQUENCES.flatMap((sequence, at) => {
    const theirs = recorded.get(sequence.title) ?? []
    return differences(sequence, ours[at] ?? [], { theirs, isEqual: (our, their) => digestOf(our) === their })
  })

  expect(wrong).toEqual([])
  expect(ALL_SEQUENCES.length).toBeGreaterThanOrEqual(150)
  expect(ours.flat().filter(isRefusal).length).toBeLessThan(110)
})

test('[OP1.1] the real server of MONGOD_BINARY and the store answer the tables alike', async ({ skip }) => {
  const real = await startRealServer()
  if (!real) return skip('MONGOD_BINARY names no mongod: the comparison with a real server was NOT run')

  const theirs = await runAll(real.uri, ALL_SEQUENCES).finally(() => real.stop())

  const isEqual = (our: unknown, their: unknown) => JSON.stringify(our) === JSON.stringify(their)
  const wrong = ALL_SEQUENCES.flatMap((sequence, at) =>
    differences(sequence, ours[at] ?? [], { theirs: theirs[at] ?? [], isEqual }),
  )
  expect(wrong).toEqual([])
}, 120_000)
