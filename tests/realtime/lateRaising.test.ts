import { expect, test } from 'vitest'
import { askToDestroyTrail, destroyTrail } from '#server/collab/generations/destroyTrail.ts'
import { startCollab } from '#tests/support/collabRig.ts'
import { Participant } from '#tests/support/participant.ts'
import { textOf } from '#tests/support/rigNote.ts'
import { ASKER, confirmationIn, destroyingIn, rowOf } from '#tests/support/twoWhoDestroy.ts'
import { until } from '#tests/support/until.ts'

test('[LD7.3] a node that was held up after closing a generation harms nothing of the one that another has begun meanwhile', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()
  author.type('本文。')
  await author.settled()
  author.leave()
  const other = await rig.reopen()
  await askToDestroyTrail(destroyingIn(rig))(ASKER, await rowOf(rig), { rule: 'councilRule', reason: '確定' })
  const confirmation = await confirmationIn(rig)
  const [isClosed, mayGoOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const snapshots: typeof rig.store.snapshots = {
    ...other.store.snapshots,
    async write(...snapshot) {
      isClosed.resolve()
      await mayGoOn.promise
      return other.store.snapshots.write(...snapshot)
    },
  }
  const heldUp = destroyTrail({ ...destroyingIn(other), store: { ...other.store, snapshots } })(
    rig.documentId,
    confirmation,
  ).catch((cause: unknown) => cause)
  await isClosed.promise

  const confirm = () => destroyTrail(destroyingIn(rig))(rig.documentId, confirmation)
  // This node's room has not heard of the closing; the one that is opened after it goes on behind it.
  await expect(confirm()).rejects.toMatchObject({ code: 'unavailable' })
  await confirm()
  const next = new Participant({ ...rig.doorOf(3), subprotocol: 'tsunagi.v1.g2' })
  await next.settled()
  next.type('次の世代の文。')
  await next.settled()
  mayGoOn.resolve()
  const outcome = await heldUp

  const fresh = await rig.reopen()
  expect(outcome).toMatchObject({ code: 'unavailable' })
  expect(await textOf(fresh)).toBe('経過\n本文。次の世代の文。\n協議')
  next.leave()
  for (const each of [fresh, other, rig]) await each.stop()
})

test('[LD7.2] a page of the generation before that waits at the door while the next one begins brings nothing into it (M12)', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()
  author.type('本文。')
  await author.settled()
  author.provider.disconnect()
  const [isAsked, isJudged] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  rig.access.beforeVerdict = () => {
    isAsked.resolve()
    return isJudged.promise
  }
  author.provider.connect()
  await isAsked.promise
  await askToDestroyTrail(destroyingIn(rig))(ASKER, await rowOf(rig), { rule: 'councilRule', reason: '確定' })
  const [isClosed, mayGoOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const snapshots: typeof rig.store.snapshots = {
    ...rig.store.snapshots,
    async write(...snapshot) {
      isClosed.resolve()
      await mayGoOn.promise
      return rig.store.snapshots.write(...snapshot)
    },
  }
  const destroyed = destroyTrail({ ...destroyingIn(rig), store: { ...rig.store, snapshots } })(
    rig.documentId,
    await confirmationIn(rig),
  )
  await isClosed.promise

  rig.access.beforeVerdict = async () => undefined
  isJudged.resolve()
  const joinings = () => rig.audited.filter(({ kind }) => kind === 'documentJoined').length
  await until(() => joinings() === 2, 'the page waits for the document')
  mayGoOn.resolve()
  await destroyed
  await until(() => (author.lastClose?.reason ?? null) !== null || author.helloCount > 1, 'the page is answered')

  expect(author.lastClose?.reason).toBe('generationChanged')
  expect(await textOf(rig)).toBe('経過\n本文。\n協議')
  await rig.stop()
})
