import { setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import { CLOSE_CODES } from '#shared/protocol/closeCodes.ts'
import { encodeUpdate } from '#shared/protocol/frames.ts'
import { memberNumber, startCollab } from '../collabRig.ts'
import { RawClient } from '../rawClient.ts'
import { characters, collected, type RawStruct, rawUpdate, skip } from '../rawUpdate.ts'

export interface ForgedAuthorReport {
  readonly sentences: number
  readonly forgers: number
  /** Forgers whose session went on after the first frame, or ended as something else. */
  readonly survived: number
  /** Forgers whom the trail does not name exactly once. */
  readonly unnamed: number
  /** Frames kept beyond those of the author. */
  readonly kept: number
  /** True when whoever comes afterwards reads every sentence, and nothing else. */
  readonly isWhole: boolean
}

/** Unit: milliseconds. */
const CLOSED_WITHIN_MS = 2_000
const LENGTH = 1_000_000
/** Each is longer than what the author has behind its clock: of what is known already, nothing is looked at. */
const FORGED: readonly RawStruct[] = [characters('偽の文。', { parent: 'body' }), collected(LENGTH), skip(LENGTH)]
/** Where the author's clock stands, and so much behind or ahead of it. */
const AHEAD = [-1, 0, 5, 1_000]
const [AUTHOR, READER, FIRST_FORGER] = [1, 2, 100]

/** While somebody types, others write under their id: text, what was collected and gaps, behind, at and ahead of their clock (S-03). */
export async function forgedAuthor(sentences: number, forgers: number): Promise<ForgedAuthorReport> {
  const rig = await startCollab()
  const author = rig.join(AUTHOR)
  await author.settled()
  const appendsBefore = rig.live.figures().appends
  const forge = async (number: number): Promise<boolean> => {
    const client = new RawClient(rig.doorOf(FIRST_FORGER + number))
    await client.comeIn()
    const ahead = AHEAD[number % AHEAD.length] ?? 0
    const struct = FORGED[Math.floor(number / AHEAD.length) % FORGED.length]
    const clock = Y.getState(author.doc.store, author.doc.clientID) + ahead
    const structs = struct === undefined ? [] : [struct]
    client.send(encodeUpdate(rawUpdate([{ client: author.doc.clientID, clock, structs }])))
    const ending = await Promise.race([client.ended, pause(CLOSED_WITHIN_MS, null)])
    client.leave()
    return ending?.code !== CLOSE_CODES.badFrame
  }

  const words = Array.from({ length: sentences }, (_, number) => `${number}つ目の文。`)
  let [survived, sent] = [0, 0]
  for (const [number, sentence] of words.entries()) {
    author.type(sentence)
    for (; sent < ((number + 1) * forgers) / sentences; sent++) if (await forge(sent)) survived++
  }
  await author.settled()
  const reader = rig.join(READER)
  await reader.settled()
  const named = Array.from({ length: forgers }, (_, number) =>
    rig.audited.filter(({ by, because }) => by === memberNumber(FIRST_FORGER + number) && because === 'foreignAuthor'),
  )
  const kept = Math.max(0, rig.live.figures().appends - appendsBefore - sentences)
  const isWhole = reader.text === author.text && reader.text.includes(words.join(''))
  await rig.stop()
  return { sentences, forgers, survived, unnamed: named.filter(({ length }) => length !== 1).length, kept, isWhole }
}
