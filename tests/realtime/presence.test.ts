import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { type CollabRig, startCollab } from '#tests/support/collabRig.ts'
import { OpenPages } from '#tests/support/openPages.ts'
import { Participant } from '#tests/support/participant.ts'
import { RawClient } from '#tests/support/rawClient.ts'
import { rawPresence } from '#tests/support/rawPresence.ts'
import { until } from '#tests/support/until.ts'

let rig: CollabRig

beforeAll(async () => {
  rig = await startCollab()
})
afterAll(() => rig.stop())

const seenBy = (reader: Participant, of: Participant): unknown =>
  reader.provider.awareness.getStates().get(of.doc.clientID)?.user

test('[KS10] a name, an organisation, a role and a colour are the server’s, whatever the client says', async () => {
  const memberA = rig.join(1)
  const memberB = rig.join(2)
  await Promise.all([memberA.settled(), memberB.settled()])

  memberB.provider.awareness.setLocalState({
    user: { name: '会長', color: 'red;background:url(//evil.example)' },
    composing: true,
  })
  const shown = () => memberA.provider.awareness.getStates().get(memberB.doc.clientID)
  await until(() => shown()?.composing === true, 'A sees what B is about')

  expect(shown()).toEqual({
    user: {
      memberId: fixedId('member', 2),
      name: '2さん',
      organisationName: 'つなぎ市（架空）',
      role: 'staff',
      colour: expect.stringMatching(/^#[0-9a-f]{6}$/),
    },
    cursor: null,
    composing: true,
  })
})

test('[KS10] nobody can speak for another’s id, silence it with a high clock, or fill the list', async () => {
  const memberA = rig.join(3)
  const memberB = rig.join(4)
  await Promise.all([memberA.settled(), memberB.settled()])
  await until(() => seenBy(memberA, memberB) !== undefined, 'A sees B')
  const forger = new RawClient(rig.doorOf(5))
  await forger.comeIn()
  forger.send(rawPresence([[505, 1, {}]]))

  const idOfB = memberB.doc.clientID
  forger.send(rawPresence([[idOfB, 2 ** 30, { user: { name: '偽' } }]]))
  forger.send(rawPresence([[idOfB, 2 ** 30, null]]))
  forger.send(rawPresence(Array.from({ length: 2_000 }, (_, index) => [600 + index, 1, {}] as const)))
  await forger.roundTrip()
  memberB.provider.awareness.setLocalStateField('composing', true)
  await until(() => memberA.provider.awareness.getStates().get(idOfB)?.composing === true, 'B is heard')

  const ids = [...memberA.provider.awareness.getStates().keys()]
  expect(ids.filter((id) => id >= 600 && id < 2_600)).toEqual([])
  expect(seenBy(memberA, memberB)).toMatchObject({ name: '4さん' })
  expect(forger.isOpen).toBe(true)
  forger.leave()
})

test('[KS10] who leaves is seen no more at once, and who comes back is seen at once, clients being stock', async () => {
  const memberA = rig.join(6)
  const memberB = rig.join(7)
  await Promise.all([memberA.settled(), memberB.settled()])
  await until(() => seenBy(memberA, memberB) !== undefined && seenBy(memberB, memberA) !== undefined, 'both are seen')

  memberB.provider.disconnect()
  await until(() => seenBy(memberA, memberB) === undefined, 'B is gone')
  memberB.provider.connect()
  await until(() => seenBy(memberA, memberB) !== undefined, 'B is back')
  await until(() => seenBy(memberB, memberA) !== undefined, 'B sees A again')
})

test('[KS10] who comes back under their id before the server knows that they were gone is not cut off, and is told nothing of themselves', async () => {
  const other = rig.join(8)
  const before = rig.join(9)
  await Promise.all([other.settled(), before.settled()])
  await until(() => seenBy(other, before) !== undefined, 'they are seen')
  const again = new Participant(rig.doorOf(9), { connect: false })
  const { awareness } = again.provider
  again.doc.clientID = before.doc.clientID
  awareness.clientID = before.doc.clientID
  awareness.setLocalState({ composing: false })

  again.provider.connect()
  await again.settled()
  await until(() => seenBy(again, other) !== undefined, 'they see who is here')
  const own = awareness.getLocalState()
  awareness.setLocalState({ composing: true })
  await until(() => other.provider.awareness.getStates().get(again.doc.clientID)?.composing === true, 'they are heard')
  await again.roundTrip()

  expect([own, again.lastClose]).toEqual([{ composing: false }, null])
  again.leave()
})

test('[LD5.35] a page behind another, whose timers the browser runs once a minute, stays in the others’ lists', async () => {
  const pages = new OpenPages(rig)
  const [hidden, seen] = [await pages.open(1), await pages.open(2)]
  const { awareness } = hidden.connection.provider
  const { meta } = seen.connection.provider.awareness
  await until(() => meta.has(awareness.clientID), 'they are in the list')
  // In the place of its own timer's turn, which comes too late: half of the time after which others strike it off.
  clearInterval(awareness._checkInterval)
  const { clock = 0 } = awareness.meta.get(awareness.clientID) ?? {}
  awareness.meta.set(awareness.clientID, { clock, lastUpdated: Date.now() - 15_000 })
  const before = meta.get(awareness.clientID)?.clock ?? Number.NaN

  seen.type('別の画面を見ている間に。')
  await hidden.reads('別の画面を見ている間に。')

  await until(() => Number(meta.get(awareness.clientID)?.clock) > before, 'they have said again that they are here')
  pages.leave()
})

test('[KS10] whoever is back under their id before their old connection is gone stays in the list when it goes', async () => {
  const reader = rig.join(8)
  await reader.settled()
  const [before, back] = [new RawClient(rig.doorOf(9)), new RawClient(rig.doorOf(9))]
  for (const one of [before, back]) {
    await one.comeIn()
    one.send(rawPresence([[909, 1, {}]]))
    await one.roundTrip()
  }
  const ids = () => [...reader.provider.awareness.getStates().keys()]
  await until(() => ids().includes(909), 'the reader sees them')
  const sockets = rig.live.figures().sockets

  before.leave()
  await until(() => rig.live.figures().sockets === sockets - 1, 'the old connection is gone')
  const other = rig.join(10)
  await other.settled()
  await until(() => other.provider.awareness.getStates().has(909), 'who comes sees them too')

  back.leave()
})

test('[KS10] nobody takes another’s id as their own by showing it first thing', async () => {
  const [reader, owner] = [rig.join(11), rig.join(12)]
  await Promise.all([reader.settled(), owner.settled()])
  await until(() => seenBy(reader, owner) !== undefined, 'the reader sees whose it is')
  const forger = new RawClient(rig.doorOf(13))
  await forger.comeIn()

  forger.send(rawPresence([[owner.doc.clientID, 2, {}]]))
  await forger.roundTrip()
  const other = rig.join(14)
  await other.settled()
  await until(() => seenBy(other, owner) !== undefined, 'who comes sees whose it is')

  expect([seenBy(other, owner), seenBy(reader, owner)]).toMatchObject([{ name: '2さん' }, { name: '2さん' }])
  forger.leave()
})
