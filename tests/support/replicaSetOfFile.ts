import { afterAll, beforeAll } from 'vitest'
import { isWithoutMongod, ReplicaSet } from './replicaSet.ts'

/** A set for all tests of a file, begun before the first and ended after the last; none on a machine without a `mongod`. */
export function replicaSetOfFile(): () => ReplicaSet {
  let set: ReplicaSet | null = null
  beforeAll(async () => {
    if (!isWithoutMongod()) set = await ReplicaSet.start()
  }, 120_000)
  afterAll(() => set?.stop(), 60_000)
  return () => {
    if (set === null) throw new Error('the set is begun before the first test')
    return set
  }
}
