import { afterEach, beforeEach, expect, test } from 'vitest'
import { CLOSE_CODES } from '#shared/protocol/closeCodes.ts'
import { encodeUpdate } from '#shared/protocol/frames.ts'
import { type CollabRig, startCollab, tokenOf } from '#tests/support/collabRig.ts'
import { type HeldJournal, heldJournal } from '#tests/support/heldJournal.ts'
import { NodePage } from '#tests/support/nodePage.ts'
import type { Participant } from '#tests/support/participant.ts'
import { RawClient } from '#tests/support/rawClient.ts'
import { characters, element, rawUpdate, text } from '#tests/support/rawUpdate.ts'
import { until } from '#tests/support/until.ts'

let rig: CollabRig
let other: Participant
let held: HeldJournal
let pages: NodePage[] = []

beforeEach(async () => {
  rig = await startCollab({
    ports: { compareAfterMs: 1_300 },
    alterStore: (store) => {
      held = heldJournal(store.journal)
      return { ...store, journal: held.journal }
    },
  })
  other = rig.join(2)
  await other.settled()
})
afterEach(async () => {
  for (const page of pages) page.leave()
  pages = []
  await rig.stop()
})

/** A page of the first member. */
async function ownPage(): Promise<NodePage> {
  const page = new NodePage({ ...rig.doorOf(1), token: tokenOf(1) })
  pages.push(page)
  await page.opened()
  return page
}

const idOf = (page: NodePage): number => page.connection.body.doc?.clientID ?? Number.NaN

/** A tab and its duplicate: both have the document, and both would write under one id. */
async function twins(): Promise<readonly [NodePage, NodePage]> {
  const [first, second] = [await ownPage(), await ownPage()]
  first.type('複製の前。')
  await first.saved()
  await second.reads('複製の前。')
  second.type('もう一枚から。')
  await Promise.all([second.saved(), first.reads('もう一枚から。')])
  if (second.connection.body.doc !== null) second.connection.body.doc.clientID = idOf(first)
  return [first, second]
}

test('[KS3] R-23: of two members who write under one id in one moment, the first is heard and the other goes, and everybody has one document', async () => {
  const [one, two] = [new RawClient(rig.doorOf(11)), new RawClient(rig.doorOf(12))]
  await Promise.all([one.comeIn(), two.comeIn()])
  const line = (words: string) =>
    encodeUpdate(
      rawUpdate([
        {
          ...{ client: 777, clock: 0 },
          structs: [element('paragraph', {}), text({ parent: [777, 0] }), characters(words, { parent: [777, 1] })],
        },
      ]),
    )

  held.hold()
  other.type('同じ時に。')
  await held.appendWaits()
  one.send(line('一人目の言葉'))
  await one.roundTrip()
  two.send(line('二人目の言葉'))
  await two.roundTrip()
  held.letThrough()
  await other.reads('一人目の言葉')

  expect([(await two.ended).code, one.isOpen]).toEqual([CLOSE_CODES.badFrame, true])
  const reader = rig.join(3)
  await reader.settled()
  expect([reader.text, other.text.includes('二人目')]).toEqual([other.text, false])
  for (const client of [one, two]) client.leave()
})

/** The id that its presence says it writes under. */
const saidId = ({ connection }: NodePage) => connection.provider.awareness.getLocalState()?.writer

test('[KS28] R-23: a duplicate of one’s own tab that hears of the other has a new id before its first word, and nothing differs', async () => {
  const [first, second] = await twins()

  first.type('続き。')
  await second.reads('続き。')
  second.type('複製から。')
  expect(second.connection.unsentText()).toBe('複製から。')
  await Promise.all([first.saved(), second.saved(), first.reads('複製から。'), other.reads('複製から。')])

  expect([first.text, second.text, idOf(second) === idOf(first)]).toEqual([other.text, other.text, false])
  expect([first, second].map(saidId)).toEqual([first, second].map(idOf))
  expect(rig.live.figures().divergences).toBe(0)
})

test('[KS14] R-23: of two own tabs that wrote under one id unheard of each other, the one that the server has not is found and has its words to enter again', async () => {
  const [first, second] = await twins()
  second.connection.provider.disconnect()
  first.type('本当の続き。')
  second.type('複製の続き。')
  await first.saved()

  second.connection.provider.connect()
  await until(() => second.connection.provider.synced, 'the duplicate is in again')
  // Pages compare after a change, and the duplicate was away after the one before. It takes a new id as it hears of this one.
  first.type('その後。')
  await until(() => second.connection.state().isForeign, 'the duplicate knows that it differs', 20_000)

  expect([rig.live.figures().divergences >= 1, first.connection.state().isForeign]).toEqual([true, false])
  expect(second.connection.ownText()).toContain('複製の続き。')
  expect([first.text, other.text.includes('本当の続き。'), other.text.includes('複製の続き。')]).toEqual([
    other.text,
    true,
    false,
  ])
})
