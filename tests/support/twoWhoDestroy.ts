import {
  askToDestroyTrail,
  type Confirmation,
  type DestroyTrailPorts,
  destroyTrail,
} from '#server/collab/generations/destroyTrail.ts'
import { systemClock } from '#server/platform/clock.ts'
import { type CollabRig, memberNumber } from '#tests/support/collabRig.ts'

/** The one who asks for a trail's destruction, and the other who confirms it. */
export const [ASKER, CONFIRMER] = [memberNumber(1), memberNumber(2)]

export const destroyingIn = ({ live, store }: CollabRig): DestroyTrailPorts => ({
  store,
  rooms: live.rooms,
  clock: systemClock,
  access: { belongsTo: async () => [], judgeTrail: async () => true },
  audit: { append: async () => undefined },
})

export async function rowOf({ store, documentId }: CollabRig) {
  const row = await store.documents.find(documentId)
  if (row === null) throw new Error('the rig has a document')
  return row
}

/** The confirmer has been shown the request that waits now. */
export async function confirmationIn(rig: CollabRig): Promise<Confirmation> {
  const asked = (await rig.store.disposals.list(await rowOf(rig))).findLast(({ done }) => done === null)
  if (asked === undefined) throw new Error('nothing was asked for')
  return { by: CONFIRMER, askedAt: asked.askedAt }
}

/** Both do it. */
export async function destroyTrailOf(rig: CollabRig): Promise<void> {
  const ports = destroyingIn(rig)
  await askToDestroyTrail(ports)(ASKER, await rowOf(rig), { rule: 'councilRule', reason: '会議録の確定' })
  await destroyTrail(ports)(rig.documentId, await confirmationIn(rig))
}
