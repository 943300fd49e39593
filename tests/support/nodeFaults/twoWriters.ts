import type { Connection } from 'mongoose'
import type { CollabStore } from '#server/collab/collabStore.mongo.ts'
import { compact } from '#server/collab/compaction.ts'
import { systemClock } from '#server/platform/clock.ts'
import { type CollabRig, startCollabOn } from '../collabRig.ts'
import { cutOffAt } from '../cutOffStore.ts'
import { heardByQuery } from '../heardByQuery.ts'
import { areEqual, MarkWriter } from '../markWriter.ts'
import { type SeededRandom, seededRandom } from '../seededRandom.ts'
import { until } from '../until.ts'

export interface TwoWritersOptions {
  readonly connection: Connection
  readonly frames: number
  /** Compactions, each cut off at a random point. */
  readonly cutOffs: number
  readonly seed: number
}

export interface TwoWritersReport {
  readonly frames: number
  readonly cutOffs: number
  readonly droppedAnswers: number
  /** Marks that are missing or stand there twice. */
  readonly wrong: readonly string[]
  readonly isEqual: boolean
}

interface Dropped {
  count: number
  isOn: boolean
}

const STEPS = ['write', 'read', 'advanceSnapshot', 'removeUpTo', 'removeOthers'] as const
/** The first answer of the journal and one in so many after it are lost when the entry has been kept; frames in a row are one entry, so they are few. */
const ONE_IN = 8
/** Two who write as fast as they can stand in each other's way, and every lost answer costs a pause. */
const LONGEST_MS = 60_000

/**
 * Two nodes write to one document as fast as they can; they hear of each other by query and by finding a sequence taken.
 * Meanwhile its compaction is begun again and again and cut off, and the first answer and one in eight after it are lost after the commit.
 */
export async function twoWriters({ connection, frames, cutOffs, seed }: TwoWritersOptions): Promise<TwoWritersReport> {
  const random = seededRandom(seed)
  // Making the document is not what is tried.
  const dropped: Dropped = { count: 0, isOn: false }
  const alterStore = (store: CollabStore): CollabStore => ({ ...store, journal: losingAnswers(store, random, dropped) })
  const here = { alterStore, ports: { shared: heardByQuery(connection) } }
  const first = await startCollabOn({ connection, wrappingKey: Buffer.alloc(32, 5) }, here)
  const second = await first.reopen(here)
  const writers = [new MarkWriter(first.join(1), '甲'), new MarkWriter(second.join(2), '乙')]
  try {
    await Promise.all(writers.map(({ editor }) => editor.settled()))
    dropped.isOn = true
    await Promise.all([
      ...writers.map((writer, place) => writeAll(writer, frames, seededRandom(seed + 1 + place))),
      cutOffCompactions(first, cutOffs, random),
    ])
    await until(() => areEqual(writers), 'both have the same', LONGEST_MS)
    const fresh = await first.reopen()
    const reader = fresh.join(3)
    await reader.settled()
    const wrong = writers.flatMap((writer) => writer.wrongIn(reader.text))
    const isEqual = writers.every(({ editor }) => editor.text === reader.text)
    await fresh.stop()
    return { frames: 2 * frames, cutOffs, droppedAnswers: dropped.count, wrong, isEqual }
  } finally {
    await second.stop()
    await first.stop()
  }
}

async function writeAll(writer: MarkWriter, frames: number, random: SeededRandom): Promise<void> {
  for (let count = 1; count <= frames; count++) {
    writer.write()
    if (random.below(4) === 0) await writer.editor.roundTrip()
    // No more than the budget of one editor.
    if (count % 60 === 0) await saved(writer)
  }
  await saved(writer)
}

const saved = ({ editor, name }: MarkWriter): Promise<void> =>
  until(() => editor.provider.synced && editor.acks.at(-1) === editor.sent, `${name} is saved`, LONGEST_MS)

function losingAnswers({ journal }: CollabStore, random: SeededRandom, dropped: Dropped): CollabStore['journal'] {
  return {
    ...journal,
    async append(of, entries) {
      await journal.append(of, entries)
      if (!dropped.isOn || (dropped.count > 0 && random.below(ONE_IN) > 0)) return
      dropped.count++
      throw new Error('the answer is lost')
    },
  }
}

async function cutOffCompactions(rig: CollabRig, count: number, random: SeededRandom): Promise<void> {
  for (let round = 0; round < count; round++) {
    const at = await rig.live.rooms.read(rig.documentId, async ({ document }) => ({
      row: document.row,
      state: await document.state(),
    }))
    const ports = { ...cutOffAt(rig.store, random.pick(STEPS), random.below(2) === 0), clock: systemClock }
    await compact({ ...ports, holder: 'cut off' }, at.row, at.state).catch(() => undefined)
  }
}
