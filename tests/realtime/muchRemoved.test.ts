import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { systemTimers } from '#server/platform/timers.ts'
import { plainText } from '#shared/document/plainText.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { type CollabRig, memberNumber, type RigOptions, startCollab } from '#tests/support/collabRig.ts'
import type { Participant } from '#tests/support/participant.ts'
import { rowOf } from '#tests/support/twoWhoDestroy.ts'

const [WRITER, OTHER, THIRD] = [1, 2, 3]
const WORDS = '住居の契約は月末まで。通院は週に一度、保護司が付き添う。'

/** A note that was written within the last ten minutes: no version of it was made by itself. */
async function justWritten(
  options: RigOptions = {},
): Promise<{ readonly rig: CollabRig; readonly other: Participant }> {
  // All of it happens within ten seconds, however busy the machine is.
  const timers = { ...systemTimers, elapsedMs: () => 0 }
  const rig = await startCollab({ ports: { timers }, ...options })
  const [writer, other] = [rig.join(WRITER), rig.join(OTHER)]
  await Promise.all([writer.settled(), other.settled()])
  for (let line = 0; line < 10; line++) writer.type(WORDS)
  await writer.settled()
  await other.reads(WORDS.repeat(10))
  return { rig, other }
}

async function versionsOf(rig: CollabRig) {
  const row = await rowOf(rig)
  const versions = await rig.store.versions.list(row)
  return Promise.all(
    versions.map(async ({ kind, number }) => {
      const body = await rig.store.versions.bodyOf(row, number)
      return { kind, text: body === null ? null : plainText(body) }
    }),
  )
}

const told = (rig: CollabRig) => rig.audited.filter(({ kind }) => kind === 'muchRemoved')
const toldOf = (rig: CollabRig) => told(rig).map(({ by }) => by)

test('[LD6.14] S-16: who takes out most of a note at once, written minutes ago, takes out nothing that is in no version, and is in the trail', async () => {
  const { rig, other } = await justWritten()
  const whole = other.text

  bodyOf(other.doc).delete(0, bodyOf(other.doc).length)
  await other.settled()

  expect(other.text).toBe('')
  expect(await versionsOf(rig)).toEqual([{ kind: 'beforeRemoval', text: whole }])
  expect(told(rig)).toEqual([{ kind: 'muchRemoved', by: memberNumber(OTHER), objectIds: [rig.documentId] }])
  await rig.stop()
})

test('[LD6.14] what is taken out piece by piece within ten seconds counts together, and few versions are made for it', async () => {
  const { rig, other } = await justWritten()
  const { length } = other.text

  for (let pieces = 0; pieces < 40; pieces++) {
    other.erase(5)
    await other.settled()
  }

  const versions = await versionsOf(rig)
  expect(versions.map(({ kind }) => kind)).toEqual(['beforeRemoval', 'beforeRemoval'])
  expect(versions[0]?.text?.length).toBeGreaterThan(length * 0.6)
  expect(told(rig)).toHaveLength(1)
  await rig.stop()
})

test('[LD6.14] what was brought back and goes again a moment later is kept again', async () => {
  const { rig, other } = await justWritten()
  const clear = () => bodyOf(other.doc).delete(0, bodyOf(other.doc).length)
  clear()
  await other.settled()
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText('書き直した文。'.repeat(30))])
  bodyOf(other.doc).insert(0, [paragraph])
  await other.settled()

  clear()
  await other.settled()

  expect((await versionsOf(rig)).at(-1)).toEqual({ kind: 'beforeRemoval', text: '書き直した文。'.repeat(30) })
  await rig.stop()
})

test('[LD6.14] a sentence taken out, and a long one moved to another place, make no version and no record', async () => {
  const { rig, other } = await justWritten()

  other.erase(WORDS.length)
  await other.settled()
  other.doc.transact(() => {
    other.erase(WORDS.length * 6)
    other.type(WORDS.repeat(6))
  })
  await other.settled()

  expect([await versionsOf(rig), told(rig)]).toEqual([[], []])
  await rig.stop()
})

test('[LD6.16] whoever takes out most of what a first has left, a moment later, is in the trail too, once each, and so is everybody of several who take out a third together', async () => {
  const { rig, other } = await justWritten()
  const third = rig.join(THIRD)
  await third.reads(WORDS.repeat(10))
  const erasing = async (who: Participant, ...sizes: readonly number[]) => {
    for (const size of sizes) {
      who.erase(size * WORDS.length)
      await who.settled()
    }
  }

  await erasing(other, 5, 1)
  await third.reads(WORDS.repeat(4))
  await erasing(third, 2, 1, 1)

  expect(toldOf(rig)).toEqual([OTHER, THIRD].map(memberNumber))
  await rig.stop()

  const together = await justWritten()
  const second = together.rig.join(THIRD)
  await second.reads(WORDS.repeat(10))
  await erasing(together.other, 2)
  await second.reads(WORDS.repeat(8))
  await erasing(second, 2)
  expect(toldOf(together.rig)).toEqual([OTHER, THIRD].map(memberNumber))
  await together.rig.stop()
})

test('[LD6.16] who takes out a sentence beside somebody who takes out a page is not in the trail for it', async () => {
  const { rig, other } = await justWritten()
  const third = rig.join(THIRD)
  await third.reads(WORDS.repeat(10))
  third.erase(WORDS.length / 2)
  await third.settled()

  bodyOf(other.doc).delete(0, bodyOf(other.doc).length)
  await other.settled()

  expect(toldOf(rig)).toEqual([memberNumber(OTHER)])
  await rig.stop()
})

test('[LD6.14] where no version can be kept, what is taken out is taken out all the same, and nobody waits', async () => {
  const { rig, other } = await justWritten({
    alterStore: (store) => ({
      ...store,
      versions: { ...store.versions, list: () => Promise.reject(new Error('the store is away')) },
    }),
  })

  bodyOf(other.doc).delete(0, bodyOf(other.doc).length)
  await other.settled()

  expect([other.text, told(rig).length]).toEqual(['', 1])
  await rig.stop()
})
