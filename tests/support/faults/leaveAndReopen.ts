import { setTimeout as pause } from 'node:timers/promises'
import type { CollabStore } from '#server/collab/collabStore.mongo.ts'
import { type Log, silentLog } from '#server/platform/log.ts'
import { makeId } from '#shared/core/ids.ts'
import { type CollabRig, startCollab } from '../collabRig.ts'
import { Participant } from '../participant.ts'
import { type SeededRandom, seededRandom } from '../seededRandom.ts'
import { allSettled } from './settle.ts'

export interface LeaveAndReopenReport {
  readonly rounds: number
  /** Unit: words that were acknowledged and were not there for the next who opened. */
  readonly lost: number
  /** Unit: moments in which one document was in memory twice. */
  readonly doubled: number
}

/** Unit: milliseconds that a storage call takes at most. */
const LONGEST_MS = 500
/** Unit: milliseconds after which the next person comes at most; a room leaves memory somewhere on the way. */
const NEXT_COMES_MS = 1_500
/** Rounds side by side, each after the one before it: more would wait for the processor, and not for what is looked at here. */
const LANES = 34
const IDLE_MS = 100

/**
 * One person types and leaves; while the room is on its way out of memory, over a storage that answers when it likes,
 * another opens the document, types and leaves, again and again. Rooms leave after a tenth of a second instead of ten.
 */
export async function leaveAndReopen({ rounds, seed }: { readonly rounds: number; readonly seed: number }) {
  const random = seededRandom(seed)
  const watch = roomWatch()
  const rig = await startCollab({
    ports: { idleMs: IDLE_MS, log: watch.log },
    alterStore: (store) => slowStore(store, random),
  })
  let lost = 0
  const lanes = Array.from({ length: LANES }, async (_, lane) => {
    for (let round = lane; round < rounds; round += LANES) {
      const missing = await oneRound(rig, random, lane)
      lost += missing
    }
  })
  await Promise.all(lanes)
  await rig.stop()
  return { rounds, lost, doubled: watch.doubled } satisfies LeaveAndReopenReport
}

/** Counts the moments in which a document is in memory twice. */
function roomWatch() {
  const open = new Map<string, number>()
  const watch = { doubled: 0, log: { ...silentLog, info } }
  function info(...[event, fields]: Parameters<Log['info']>): void {
    const { documentId } = fields ?? {}
    if (documentId === undefined) return
    const count = (open.get(documentId) ?? 0) + (event === 'room.opened' ? 1 : event === 'room.closed' ? -1 : 0)
    open.set(documentId, count)
    if (event === 'room.opened' && count > 1) watch.doubled++
  }
  return watch
}

/** Delays what opening and closing a document asks of the storage. */
function slowStore(store: CollabStore, random: SeededRandom): CollabStore {
  const late = async <Value>(answer: () => Promise<Value>): Promise<Value> => {
    await pause(random.below(LONGEST_MS))
    return answer()
  }
  return {
    ...store,
    snapshots: {
      ...store.snapshots,
      read: (of, sequence) => late(() => store.snapshots.read(of, sequence)),
      write: (of, sequence, content) => late(() => store.snapshots.write(of, sequence, content)),
    },
    journal: {
      ...store.journal,
      async *readAfter(of, sequence) {
        await pause(random.below(LONGEST_MS))
        yield* store.journal.readAfter(of, sequence)
      },
    },
  }
}

/** `lane` tells the people of rounds that run at once apart. Answers how many acknowledged words the next one lacked. */
async function oneRound(rig: CollabRig, random: SeededRandom, lane: number): Promise<number> {
  const documentId = await rig.live.createDocument({
    ...{ kind: 'conferenceNote', caseId: makeId('case', '0'.repeat(26)), title: null },
    sections: [{ sectionKey: 'progress', title: '経過' }],
  })
  const typed: string[] = []
  const visit = async (member: number, word: string): Promise<number> => {
    const participant = new Participant({ ...rig.doorOf(lane * 3 + member), documentId })
    await allSettled([participant])
    const lost = typed.filter((earlier) => !participant.text.includes(earlier)).length
    participant.type(word)
    await allSettled([participant])
    typed.push(word)
    participant.leave()
    return lost
  }
  let lost = await visit(1, '先の人。')
  await pause(random.below(NEXT_COMES_MS))
  lost += await visit(2, '後の人。')
  await pause(random.below(NEXT_COMES_MS))
  return lost + (await visit(3, '最後の人。'))
}
