import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { CollabStore } from '#server/collab/collabStore.mongo.ts'
import { askToDestroyTrail, destroyTrail } from '#server/collab/generations/destroyTrail.ts'
import { LiveDocument } from '#server/collab/liveDocument.ts'
import { silentLog } from '#server/platform/log.ts'
import { systemTimers } from '#server/platform/timers.ts'
import { plainText } from '#shared/document/plainText.ts'
import { readBody } from '#shared/document/readBody.ts'
import { type CollabRig, startCollab, tokenOf } from '#tests/support/collabRig.ts'
import { readerBehindSnapshot, withSnapshot } from '#tests/support/laggingNode.ts'
import { NodePage } from '#tests/support/nodePage.ts'
import { textOf } from '#tests/support/rigNote.ts'
import { ASKER, confirmationIn, destroyingIn, destroyTrailOf, rowOf } from '#tests/support/twoWhoDestroy.ts'
import { until } from '#tests/support/until.ts'

/** A document that somebody has written in. */
async function withText(text: string): Promise<CollabRig> {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()
  author.type(text)
  await author.settled()
  author.leave()
  return rig
}

/** A store in which whoever writes a snapshot waits for `meanwhile` first. */
const withPause = (store: CollabStore, meanwhile: () => Promise<unknown>): CollabStore => ({
  ...store,
  snapshots: {
    ...store.snapshots,
    async write(...snapshot) {
      await meanwhile()
      return store.snapshots.write(...snapshot)
    },
  },
})

const ask = async (rig: CollabRig) =>
  askToDestroyTrail(destroyingIn(rig))(ASKER, await rowOf(rig), { rule: 'councilRule', reason: '確定' })

const outcomeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (cause: unknown) => cause,
  )

test('[KS8] [LD7.3] what another node acknowledges while a generation is being raised stays, and the raising is given up', async () => {
  const rig = await withText('本文。')
  const other = await rig.reopen()
  await ask(rig)
  const store = withPause(rig.store, async () => {
    const late = other.join(3)
    await late.settled()
    late.type('確かに保存された文。')
    await late.settled()
  })

  const outcome = await outcomeOf(
    destroyTrail({ ...destroyingIn(rig), store })(rig.documentId, await confirmationIn(rig)),
  )

  expect(outcome).toMatchObject({ code: 'unavailable' })
  expect([(await rowOf(rig)).generation, await textOf(rig)]).toEqual([
    1,
    expect.stringContaining('確かに保存された文。'),
  ])
  await other.stop()
  await rig.stop()
})

test('[LD7.3] whoever opens a document at another node while its generation is being raised waits for the next one', async () => {
  const rig = await withText('本文。')
  let looks = 0
  const other = await rig.reopen({
    alterStore: (store) => ({
      ...store,
      documents: { ...store.documents, find: (id) => store.documents.find(id).finally(() => looks++) },
    }),
  })
  await ask(rig)
  const opening = Promise.withResolvers<Promise<string>>()
  const store = withPause(rig.store, async () => {
    opening.resolve(textOf(other))
    await until(() => looks >= 3, 'the other has looked whether the next one is there')
  })

  await destroyTrail({ ...destroyingIn(rig), store })(rig.documentId, await confirmationIn(rig))

  expect(await await opening.promise).toContain('本文。')
  expect((await rowOf(rig)).generation).toBe(2)
  await other.stop()
  await rig.stop()
})

test('[LD7.1] of two nodes that raise a generation at once one does, and what is acknowledged in it stays', async () => {
  const rig = await withText('本文。')
  const other = await rig.reopen()
  await ask(rig)
  const confirmation = await confirmationIn(rig)
  const isClosed = Promise.withResolvers<void>()
  const isRefused = Promise.withResolvers<void>()
  const slow = withPause(other.store, async () => {
    isClosed.resolve()
    await isRefused.promise
  })
  const first = outcomeOf(destroyTrail({ ...destroyingIn(other), store: slow })(rig.documentId, confirmation))
  await isClosed.promise
  const second = await outcomeOf(destroyTrail(destroyingIn(rig))(rig.documentId, confirmation))
  isRefused.resolve()

  expect([await first, second]).toEqual(['done', expect.objectContaining({ code: 'unavailable' })])
  const fresh = await rig.reopen()
  expect([(await rowOf(rig)).generation, await textOf(fresh)]).toEqual([2, expect.stringContaining('本文。')])
  for (const each of [fresh, other, rig]) await each.stop()
})

test('[KS8] a node that has not heard of another generation takes no snapshot of the one before for the document’s', async () => {
  const rig = await startCollab()
  const lagging = await rig.reopen({ ports: { idleMs: 300 } })
  const author = lagging.join(2)
  await author.settled()
  for (let number = 0; number < 5; number++) {
    author.type(`文${number}。`)
    await author.settled()
  }
  author.leave()
  await destroyTrailOf(rig)
  const raised = await rowOf(rig)

  await until(() => lagging.live.rooms.size === 0, 'the lagging node has unloaded its room')

  expect(await rowOf(rig)).toMatchObject({ generation: 2, snapshotSequence: raised.snapshotSequence })
  const fresh = await rig.reopen()
  expect(await textOf(fresh)).toContain('文4。')
  for (const each of [fresh, lagging, rig]) await each.stop()
})

test('[KS21] a node that was cut off gets what a snapshot has taken the place of, though nobody writes on', async () => {
  const rig = await withSnapshot()
  const lagging = await rig.reopen()

  const reader = await readerBehindSnapshot(rig, lagging)

  expect(reader.text).toContain('切れている間に書かれた文。')
  for (const each of [lagging, rig]) await each.stop()
})

test('[KS20] whoever misses a change after a reading of the journal that broke off half-way is given all of it later', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()
  const write = async (words: readonly string[]) => {
    for (const word of words) {
      author.type(word)
      await author.settled()
    }
  }
  await write(['零。'])
  let isBroken = true
  const journal: CollabStore['journal'] = {
    ...rig.store.journal,
    async *readAfter(of, sequence) {
      let count = 0
      for await (const entry of rig.store.journal.readAfter(of, sequence)) {
        if (isBroken && sequence > 1 && ++count === 3) throw new Error('the store is away')
        yield entry
      }
    },
  }
  const ports = { ...rig.store, journal, timers: systemTimers, log: silentLog }
  const document = await LiveDocument.open(await rowOf(rig), ports)
  const page = new Y.Doc()
  document.whenWhole((late) => Y.applyUpdate(page, late.since(Uint8Array.of(0))))
  await write(['一。', '二。', '三。', '四。'])

  await expect(document.catchUp()).rejects.toThrow('the store is away')
  isBroken = false
  const caughtUp = await document.catchUp()
  document.whenWhole((late) => Y.applyUpdate(page, late.since(caughtUp?.before() ?? Uint8Array.of(0))))

  expect(plainText(readBody(page))).toContain('零。一。二。三。四。')
  document.destroy()
  await rig.stop()
})

test('[KS45] whoever is half-way through what another node has written tells no page that it holds something else', async () => {
  const rig = await startCollab()
  const [asked, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let isHeld = false
  const other = await rig.reopen({
    ports: { compareAfterMs: 1_500 },
    alterStore: (store) => ({
      ...store,
      journal: {
        ...store.journal,
        async *readAfter(of, sequence) {
          for await (const entry of store.journal.readAfter(of, sequence)) {
            yield entry
            if (!isHeld) continue
            asked.resolve()
            await gate.promise
          }
        },
      },
    }),
  })
  const [author, page] = [rig.join(1), new NodePage({ ...other.doorOf(2), token: tokenOf(2) })]
  const stock = other.join(3)
  const told = new Promise<void>((resolve) => {
    stock.provider.messageHandlers[103] = () => resolve()
  })
  await Promise.all([author.settled(), stock.settled(), page.opened()])
  page.type('零。')
  await page.saved()

  isHeld = true
  for (const word of ['一。', '二。']) {
    author.type(word)
    await author.settled()
  }
  const { documentId } = rig
  other.live.rooms.heardOf({ documentId, generation: 1, sequence: await sequenceOf(rig) })
  await asked.promise
  await told
  await stock.roundTrip()
  gate.resolve()
  await until(() => page.text.includes('二。'), 'the page is given what the other node has written')

  expect([other.live.figures().divergences, page.connection.state().isForeign]).toEqual([0, false])
  page.leave()
  for (const each of [other, rig]) await each.stop()
})

const sequenceOf = (rig: CollabRig): Promise<number> =>
  rig.live.rooms.read(rig.documentId, async ({ sequence }) => sequence)

test('[KS2] a room that is lost twice takes its successor along neither time', async () => {
  const rig = await withText('本文。')
  let delayMs = 0
  const lagging = await rig.reopen({
    alterStore: (store) => ({
      ...store,
      journal: {
        ...store.journal,
        async *readAfter(of, sequence) {
          if (of.generation === 1) await sleep(delayMs)
          yield* store.journal.readAfter(of, sequence)
        },
      },
    }),
  })
  const late = lagging.join(2)
  await late.settled()
  const { headSequence } = await rowOf(rig)
  await destroyTrailOf(rig)
  delayMs = 100
  lagging.live.rooms.heardOf({ documentId: rig.documentId, generation: 1, sequence: headSequence + 2 })
  lagging.live.rooms.heardOf({ documentId: rig.documentId, generation: 2, sequence: 1 })
  await sleep(10)

  const second = await lagging.live.rooms.hold(rig.documentId)
  await sleep(300)
  const third = await lagging.live.rooms.hold(rig.documentId)

  expect(third.room).toBe(second.room)
  for (const held of [second, third]) held.release()
  for (const each of [lagging, rig]) await each.stop()
})

test('[KS24] a node that has heard of an entry which a lost primary took back comes to rest', async () => {
  const rig = await withText('本文。')
  let isAtRest = false

  await rig.live.rooms.read(rig.documentId, async (room) => {
    room.heardOf(room.sequence + 3)
    void room.settled().then(() => {
      isAtRest = true
    })
    await until(() => isAtRest, 'nothing is read any more', 2_000)
  })

  expect(await textOf(rig)).toContain('本文。')
  await rig.stop()
})
