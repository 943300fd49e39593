import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DocumentId } from '#shared/core/ids.ts'
import { type CollabRig, startCollab } from '#tests/support/collabRig.ts'
import { heardByQuery } from '#tests/support/heardByQuery.ts'
import type { Participant } from '#tests/support/participant.ts'
import { rowOf } from '#tests/support/twoWhoDestroy.ts'

let ground: CollabRig
let node: CollabRig
let slow: DocumentId
/** Lets the slow document open. */
let letOpen: () => void

/** A node that has been asked for a document which takes long to open, and then for another. */
beforeEach(async () => {
  ground = await startCollab()
  slow = await ground.live.createDocument({ kind: 'conferenceNote', caseId: null, title: null, sections: [] })
  const opening = Promise.withResolvers<void>()
  letOpen = opening.resolve
  const { connection } = ground
  node = await ground.reopen({
    alterStore: (store) => ({
      ...store,
      journal: {
        ...store.journal,
        async *readAfter(of, sequence) {
          if (of.documentId === slow) await opening.promise
          yield* store.journal.readAfter(of, sequence)
        },
      },
    }),
    ports: {
      openWithinMs: 60_000,
      shared: heardByQuery(connection),
    },
  })
  node.live.rooms.hold(slow).then(
    ({ release }) => release(),
    () => undefined,
  )
})
afterEach(async () => {
  letOpen()
  await node.stop()
  await ground.stop()
})

async function pageAt(rig: CollabRig, member: number): Promise<Participant> {
  const page = rig.join(member)
  await page.settled()
  return page
}

test('[KS32] while one document is slow to open, what another node writes in the others is read all the same', async () => {
  const [reader, author] = [await pageAt(node, 2), await pageAt(ground, 1)]

  author.type('向こうで書かれた文。')

  await reader.reads('向こうで書かれた文。')
})

test('[KS32] a server that ends while one document is slow to open ends the sessions of the others, and keeps what they hold', async () => {
  const author = await pageAt(node, 2)
  author.type('終わる前に書かれた文。')
  await author.settled()

  const ending = node.live.closeAll()

  await expect.poll(() => author.lastClose?.reason).toBe('overloaded')
  await expect.poll(async () => (await rowOf(ground)).snapshotSequence).toBeGreaterThan(1)
  letOpen()
  await ending
})
