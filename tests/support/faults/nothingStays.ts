import { setImmediate as nextTurn } from 'node:timers/promises'
import { makeId } from '#shared/core/ids.ts'
import { type CollabRig, startCollab } from '../collabRig.ts'
import { countedTimers } from '../countedTimers.ts'
import { Participant } from '../participant.ts'
import { until } from '../until.ts'

export interface NothingStaysReport {
  readonly documents: number
  readonly rooms: number
  readonly timers: number
  /** Unit: KiB of live heap for each document that was opened and closed. */
  readonly heapKibEach: number
}

const AT_ONCE = 50
/** One load in so many fails. */
const FAIL_ONE_IN = 10
const WARM_UP = 200

/** Opens and closes many documents, some of which cannot be read at first, and looks at what is left. Needs `--expose-gc`. */
export async function nothingStays(documents: number): Promise<NothingStaysReport> {
  const timers = countedTimers()
  let loads = 0
  const rig = await startCollab({
    ports: { timers, idleMs: 50 },
    alterStore: (store) => ({
      ...store,
      journal: {
        ...store.journal,
        readAfter(of, sequence) {
          if (++loads % FAIL_ONE_IN === 0) throw new Error('the disk is away')
          return store.journal.readAfter(of, sequence)
        },
      },
    }),
  })
  await openAndClose(rig, WARM_UP)
  const before = await liveHeap()
  await openAndClose(rig, documents)
  const after = await liveHeap()
  const report = {
    documents,
    rooms: rig.live.rooms.size,
    timers: timers.count(),
    heapKibEach: Math.max(0, (after - before) / 1_024 / documents),
  }
  await rig.stop()
  return report
}

/** Collects twice with a turn between: what held something by a finaliser lets it go only then. */
async function liveHeap(): Promise<number> {
  globalThis.gc?.()
  await nextTurn()
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

async function openAndClose(rig: CollabRig, count: number): Promise<void> {
  for (let done = 0; done < count; done += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - done) }, (_, place) => visit(rig, place)))
  }
  await until(() => rig.live.rooms.size === 0, 'every room has left memory', 30_000)
}

async function visit(rig: CollabRig, member: number): Promise<void> {
  const documentId = await rig.live.createDocument({
    ...{ kind: 'conferenceNote', caseId: makeId('case', '0'.repeat(26)), title: null },
    sections: [{ sectionKey: 'progress', title: '経過' }],
  })
  const participant = new Participant({ ...rig.doorOf(member), documentId })
  await participant.settled()
  participant.type('来て、書いて、去る')
  await participant.settled()
  participant.leave()
}
