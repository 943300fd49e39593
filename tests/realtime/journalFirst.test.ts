import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CollabRig, startCollab } from '#tests/support/collabRig.ts'
import { type HeldJournal, heldJournal } from '#tests/support/heldJournal.ts'

let rig: CollabRig
let held: HeldJournal

beforeAll(async () => {
  rig = await startCollab({
    alterStore: (store) => {
      held = heldJournal(store.journal)
      return { ...store, journal: held.journal }
    },
  })
})
afterAll(async () => {
  held.letThrough()
  await rig.stop()
})

test('[KS4] nobody is acknowledged and nobody sees an edit before the journal holds it', async () => {
  const memberA = rig.join(1)
  const memberB = rig.join(2)
  await Promise.all([memberA.settled(), memberB.settled()])
  const ackedBefore = memberA.acks.at(-1)
  held.hold()

  memberA.type('就労先の調整')
  await held.appendWaits()
  await Promise.all([memberA.roundTrip(), memberB.roundTrip()])
  expect([memberA.acks.at(-1), memberB.text.includes('就労先')]).toEqual([ackedBefore, false])

  const late = rig.join(3)
  await late.synced()
  expect(late.text).not.toContain('就労先')

  held.letThrough()
  await memberA.settled()
  await Promise.all([memberB.reads('就労先の調整'), late.reads('就労先の調整')])
})

test('[KS4] edits that arrive while a write is in flight share the next one', async () => {
  const members = [1, 2, 3, 4].map((number) => rig.join(number))
  await Promise.all(members.map((member) => member.settled()))
  const appends = rig.live.figures().appends
  held.hold()

  for (const [index, member] of members.entries()) {
    member.type(`発言${index}`)
    if (index === 0) await held.appendWaits()
    await member.roundTrip()
  }
  held.letThrough()
  await Promise.all(members.map((member) => member.settled()))

  expect(rig.live.figures().appends - appends).toBe(2)
  await Promise.all(members.map((member) => member.reads('発言3')))
  expect(new Set(members.map((member) => member.text)).size).toBe(1)
})
