import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeId } from '#shared/core/ids.ts'
import { plainText } from '#shared/document/plainText.ts'
import { readBody } from '#shared/document/readBody.ts'
import { reviseBody } from '#shared/document/reviseBody.ts'
import { type CollabRig, memberNumber, type RigOptions, startCollab } from '#tests/support/collabRig.ts'
import { heldDay } from '#tests/support/heldDay.ts'
import { makeNamed } from '#tests/support/rigNote.ts'
import { destroyTrailOf } from '#tests/support/twoWhoDestroy.ts'
import { until } from '#tests/support/until.ts'

let rig: CollabRig
const day = heldDay()

beforeAll(async () => {
  rig = await startCollab({ ports: { clock: day.clock, timers: day.timers } })
})
afterAll(() => rig.stop())

/** A rig in which somebody wrote and left, and hours have passed. */
async function leftYesterday(words: string, alterStore?: RigOptions['alterStore']): Promise<CollabRig> {
  const ports = { clock: day.clock, timers: day.timers, idleMs: 50 }
  const fresh = await startCollab(alterStore === undefined ? { ports } : { ports, alterStore })
  const first = fresh.join(1)
  await first.settled()
  first.type(words)
  await first.settled()
  first.leave()
  await until(() => fresh.live.rooms.size === 0, 'the room is gone')
  day.pass(60 * 20)
  return fresh
}

const versionsOf = async ({ store, documentId }: CollabRig) => {
  const row = await store.documents.find(documentId)
  if (row === null) throw new Error('the rig has a document')
  return { row, list: await store.versions.list(row) }
}

test('[LD6.1] ten minutes of work make one version, with whoever wrote in it, those who only deleted too', async () => {
  const [author, eraser] = [rig.join(1), rig.join(2)]
  await Promise.all([author.settled(), eraser.settled()])
  author.type('十分間の仕事。')
  await author.settled()
  await eraser.reads('十分間の仕事。')
  eraser.erase(2)
  await eraser.settled()
  await until(() => day.count() > 0, 'the version is waited for')

  day.pass(9)
  const early = await versionsOf(rig)
  day.pass(1)
  await until(async () => (await versionsOf(rig)).list.length > 0, 'the version is there')
  author.type('そのすぐ後。')
  await author.settled()
  await rig.live.rooms.read(rig.documentId, (room) => rig.live.keeper.ends(room))

  const { list } = await versionsOf(rig)
  expect(early.list).toEqual([])
  expect(list.map(({ number, kind, contributors }) => [number, kind, contributors.toSorted()])).toEqual([
    [1, 'automatic', [memberNumber(1), memberNumber(2)]],
  ])
  author.leave()
  eraser.leave()
})

test('[LD6.2] contributors are known after the journal’s entries have gone into a snapshot', async () => {
  const fresh = await startCollab({ ports: { clock: day.clock, timers: day.timers, idleMs: 50 } })
  const author = fresh.join(3)
  await author.settled()
  author.type('すぐに片付けられる。')
  await author.settled()
  author.leave()
  await until(() => fresh.live.rooms.size === 0, 'the room is gone')
  const compacted = await versionsOf(fresh)

  const made = await fresh.live.rooms.read(fresh.documentId, (room) =>
    fresh.live.keeper.make(room, { kind: 'named', name: '途中', by: memberNumber(4) }),
  )

  expect([compacted.row.snapshotSequence, compacted.list]).toEqual([expect.any(Number), []])
  expect(compacted.row.snapshotSequence).toBeGreaterThan(1)
  expect([made.contributors, made.madeBy, made.name]).toEqual([[memberNumber(3)], memberNumber(4), '途中'])
  await fresh.stop()
})

test('[LD6.1] what was left without a version gets one before the next person begins', async () => {
  const fresh = await leftYesterday('昨日の文。')

  const second = fresh.join(2)
  await second.settled()
  await until(async () => (await versionsOf(fresh)).list.length > 0, 'yesterday has a version')

  const { row, list } = await versionsOf(fresh)
  const body = await fresh.store.versions.bodyOf(row, 1)
  expect([list[0]?.contributors, body === null ? '' : plainText(body)]).toEqual([
    [memberNumber(1)],
    expect.stringContaining('昨日の文。'),
  ])
  await fresh.stop()
})

test('[LD6.1] whoever takes everything out in the moment of coming in cannot be quicker than the version before it', async () => {
  const held = Promise.withResolvers<void>()
  const fresh = await leftYesterday('昨日の文。', (store) => ({
    ...store,
    versions: {
      ...store.versions,
      async append(...given) {
        await held.promise
        return store.versions.append(...given)
      },
    },
  }))

  const second = fresh.join(2)
  await second.synced()
  second.erase(5)
  await second.roundTrip()
  const isKeptBefore = second.acks.at(-1) === second.sent
  held.resolve()
  await second.settled()

  const { row, list } = await versionsOf(fresh)
  const body = await fresh.store.versions.bodyOf(row, 1)
  expect([isKeptBefore, second.text.includes('昨日の文。'), list.length]).toEqual([false, false, 1])
  expect(body === null ? '' : plainText(body)).toContain('昨日の文。')
  await fresh.stop()
})

test('[LD6.7] a version is brought back while another types: their words stay, everybody sees one text, and it can be brought back again', async () => {
  const fresh = await startCollab()
  const [author, typist] = [fresh.join(1), fresh.join(2)]
  await Promise.all([author.settled(), typist.settled()])
  author.type('初めの案。')
  await author.settled()
  const make = (name: string) =>
    fresh.live.rooms.read(fresh.documentId, (room) =>
      fresh.live.keeper.make(room, { kind: 'named', name, by: memberNumber(1) }),
    )
  await make('初め')
  author.erase(5)
  author.type('書き直した案。')
  await author.settled()
  await make('書き直し')
  await typist.reads('書き直した案。')
  const { row } = await versionsOf(fresh)
  const restore = async (number: number) => {
    const body = await fresh.store.versions.bodyOf(row, number)
    if (body === null) throw new Error('the version is there')
    const editId = makeId('connection', String(number).padStart(26, '0'))
    await fresh.live.rooms.read(fresh.documentId, (room) =>
      room.write({ by: memberNumber(1), editId, change: (doc) => reviseBody(doc, body) }),
    )
  }

  typist.provider.disconnect()
  typist.type('打ちながら')
  await restore(1)
  await author.reads('初めの案。')
  typist.provider.connect()
  await typist.reads('初めの案。')
  await author.reads('打ちながら')
  expect(author.text).toContain('初めの案。')
  expect(author.text).not.toContain('書き直した')
  expect(typist.text).toBe(author.text)
  await restore(2)
  await author.reads('書き直した案。')

  const again = await fresh.reopen()
  const reader = again.join(3)
  await reader.reads('書き直した案。')
  expect(reader.text).toBe(author.text)
  await again.stop()
  await fresh.stop()
})

/** A store of which somebody who has read the writers of the first generation is held up, once. */
function heldAfterWriters() {
  const entered = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  let isToHold = false
  const alterStore: RigOptions['alterStore'] = (store) => ({
    ...store,
    journal: {
      ...store.journal,
      async writersAfter(of, sequence) {
        const writers = await store.journal.writersAfter(of, sequence)
        if (!isToHold || of.generation > 1) return writers
        isToHold = false
        entered.resolve()
        await gate.promise
        return writers
      },
    },
  })
  const hold = () => {
    isToHold = true
    return entered.promise
  }
  return { alterStore, hold, letGo: gate.resolve }
}

test('[LD6.2] whoever writes while a version is being made is named by it or by the next', async () => {
  const { alterStore, hold, letGo } = heldAfterWriters()
  const fresh = await startCollab({ alterStore })
  const [one, two] = [fresh.join(1), fresh.join(2)]
  await Promise.all([one.settled(), two.settled()])
  one.type('一人目。')
  await one.settled()
  const entered = hold()
  const making = makeNamed(fresh, '途中')
  await entered
  two.type('二人目。')
  await two.settled()
  letGo()
  await making
  one.type('また一人目。')
  await one.settled()
  await makeNamed(fresh, '次')

  const { list } = await versionsOf(fresh)
  expect(list.flatMap(({ contributors }) => contributors)).toContain(memberNumber(2))
  await fresh.stop()
})

test('[LD7.5] a version that another node makes while the trail is destroyed does not outlive it', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()
  author.type('本文。')
  await author.settled()
  const { alterStore, hold, letGo } = heldAfterWriters()
  const other = await rig.reopen({ alterStore })
  const entered = hold()
  const making = makeNamed(other, '途中').catch(() => null)
  await entered
  await destroyTrailOf(rig)
  letGo()

  expect(await making).toBeNull()
  expect((await versionsOf(rig)).list).toEqual([])
  await other.stop()
  await rig.stop()
})

test('[LD6.3] a version made twice at once is kept once', async () => {
  const fresh = await startCollab()
  const author = fresh.join(1)
  await author.settled()
  author.type('一度だけ。')
  await author.settled()
  const other = await fresh.reopen()
  const atEnd = { kind: 'conferenceEnd', name: null, by: null } as const

  const made = await Promise.all(
    [fresh, other].map(({ live, documentId }) => live.rooms.read(documentId, (room) => live.keeper.make(room, atEnd))),
  )

  expect(made.map(({ number }) => number)).toEqual([1, 1])
  expect((await versionsOf(fresh)).list.length).toBe(1)
  expect(plainText(await fresh.live.rooms.read(fresh.documentId, ({ document }) => document.read(readBody)))).toContain(
    '一度だけ。',
  )
  await other.stop()
  await fresh.stop()
})
