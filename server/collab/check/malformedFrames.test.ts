import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { digestChunks } from '#shared/document/digest.ts'
import { decodeClientFrame, encodeUpdate } from '#shared/protocol/frames.ts'
import { characters, rawUpdate, values } from '#tests/support/rawUpdate.ts'
import { SEED, type SeededRandom, seededRandom } from '#tests/support/seededRandom.ts'
import { aNote, aReplica, MEMBER_A, MEMBER_B, receive } from '#tests/support/sharedNote.ts'

const ROUNDS = 300

/** Updates an honest member writes, for spoiling. */
function honestUpdates(): readonly Uint8Array[] {
  const { doc, sent, text } = aReplica(aNote(), MEMBER_B)
  text().insert(0, '今日の会議の記録')
  text().format(2, 3, { bold: {} })
  text().delete(1, 2)
  doc.transact(() => {
    text().insert(3, '中')
    text().delete(0, 1)
  })
  return sent
}

const HONEST = honestUpdates()
const valid = (random: SeededRandom) => random.pick(HONEST)
const joined = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))

/** The twelve kinds of S-01; a kind that may by chance stay a good frame says so. */
const KINDS: readonly {
  readonly kind: string
  readonly mayBeGood?: true
  readonly frame: (random: SeededRandom) => Uint8Array
}[] = [
  { kind: 'empty', frame: () => new Uint8Array() },
  { kind: 'text instead of binary', frame: (random) => new TextEncoder().encode(`hello ${random.below(1e6)}`) },
  { kind: 'unknown type', frame: (random) => joined(Uint8Array.of(2 + random.below(250)), random.bytes(20)) },
  { kind: 'bad number', frame: (random) => Uint8Array.of(0, 2, ...Array(3 + random.below(9)).fill(255)) },
  {
    kind: 'truncated struct',
    frame: (random) => {
      const update = encodeStructsOnly(valid(random))
      return encodeUpdate(update.slice(0, 1 + random.below(update.length - 2)))
    },
  },
  { kind: 'truncated delete set', frame: (random) => encodeUpdate(cutEnd(valid(random))) },
  { kind: 'trailing bytes', frame: (random) => joined(encodeUpdate(valid(random)), random.bytes(1 + random.below(9))) },
  {
    kind: 'wrong inner length',
    frame: (random) => {
      const frame = encodeUpdate(valid(random)).slice()
      frame[2] = ((frame[2] ?? 0) + 1 + random.below(60)) % 128
      return frame
    },
  },
  { kind: 'random bytes', frame: (random) => joined(Uint8Array.of(0, 2), random.bytes(random.below(200))) },
  {
    kind: 'one bit flipped',
    mayBeGood: true,
    frame: (random) => {
      const update = valid(random).slice()
      const at = random.below(update.length)
      update[at] = (update[at] ?? 0) ^ (1 << random.below(8))
      return encodeUpdate(update)
    },
  },
  {
    kind: 'deep value',
    frame: (random) => {
      const depth = 10 + random.below(5_000)
      const value = JSON.parse(`${'['.repeat(depth)}1${']'.repeat(depth)}`)
      const structs = [values([value], { parent: [1, 0], attribute: 'title' }), characters('x', {})]
      return encodeUpdate(rawUpdate([{ client: MEMBER_B, clock: 0, structs }]))
    },
  },
  { kind: 'format V2', frame: (random) => encodeUpdate(Y.convertUpdateFormatV1ToV2(valid(random))) },
]

const encodeStructsOnly = (update: Uint8Array): Uint8Array => update.slice(0, update.length - 1)
const cutEnd = (update: Uint8Array): Uint8Array => update.slice(0, update.length - 1)

for (const { kind, mayBeGood, frame } of KINDS) {
  test(`[KS3] S-01 ${kind}: ${ROUNDS} frames, none takes the server down or changes what it should not (seed ${SEED})`, () => {
    const random = seededRandom(SEED)
    const verdicts = Array.from({ length: ROUNDS }, () => verdictOf(frame(random)))

    expect(verdicts.filter((verdict) => verdict === 'poisoned')).toEqual([])
    if (mayBeGood !== true) expect(verdicts.filter((verdict) => verdict !== 'refused')).toEqual([])
  })
}

/** What becomes of a frame in a fresh note that member A is writing in. `poisoned`: taken, and then the note cannot be opened again. */
function verdictOf(frame: Uint8Array): 'refused' | 'taken' | 'poisoned' {
  const decoded = decodeClientFrame(frame)
  if (!decoded.ok) return 'refused'
  if (decoded.frame.kind !== 'update') return 'taken'
  const server = aNote()
  const memberA = aReplica(server, MEMBER_A)
  memberA.text().insert(0, '書いている')
  for (const update of memberA.sent) receive(server, update, [MEMBER_A])
  const before = digestChunks(server)
  const { verdict } = receive(server, decoded.frame.update, [MEMBER_B])
  if (verdict === 'refused') {
    expect(digestChunks(server)).toEqual(before)
    return 'refused'
  }
  const reopened = new Y.Doc()
  Y.applyUpdate(reopened, Y.encodeStateAsUpdate(server))
  const isWhole = reopened.store.pendingStructs === null && reopened.store.pendingDs === null
  return isWhole ? 'taken' : 'poisoned'
}
