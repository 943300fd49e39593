import { mongoJournalHeads } from '#server/collab/journalHeads.mongo.ts'
import { type CollabRig, startCollab } from './collabRig.ts'
import type { Participant } from './participant.ts'
import { rowOf } from './twoWhoDestroy.ts'
import { until } from './until.ts'

/** A document that opens from its snapshot alone, and is not made in memory by that. */
export async function withSnapshot(): Promise<CollabRig> {
  const rig = await startCollab({ ports: { idleMs: 200 } })
  await writtenAndGone(rig, '初め。')
  return rig
}

async function writtenAndGone(rig: CollabRig, words: string): Promise<void> {
  const author = rig.join(1)
  await author.settled()
  author.type(words)
  await author.settled()
  author.leave()
  await until(() => rig.live.rooms.size === 0, 'a snapshot is taken')
}

/** A page of `lagging`, which hears only later of what was written at `rig`, the snapshot having taken its place by then. */
export async function readerBehindSnapshot(rig: CollabRig, lagging: CollabRig): Promise<Participant> {
  const reader = lagging.join(2)
  await reader.settled()
  await writtenAndGone(rig, '切れている間に書かれた文。')

  // What a node asks each second when its store is back.
  const { generation } = await rowOf(rig)
  const { documentId } = rig
  for (const one of await mongoJournalHeads(rig.connection).ahead([{ documentId, generation, sequence: 2 }]))
    lagging.live.rooms.heardOf(one)
  await until(() => reader.text.includes('切れている間に書かれた文。'), 'its pages have it')
  return reader
}
