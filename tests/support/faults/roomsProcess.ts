import { setImmediate as nextTurn } from 'node:timers/promises'
import { processMemory } from '#server/platform/giveMemoryBack.ts'
import { makeId } from '#shared/core/ids.ts'
import { startCollab } from '../collabRig.ts'
import { countedTimers } from '../countedTimers.ts'
import { answerAsks } from './askedProcess.ts'
import type { RoomsAnswer, RoomsAsk } from './nothingStays.ts'

/** One load in so many fails. */
const FAIL_ONE_IN = 10

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

const memory = processMemory()

/** As the server does by itself when it is quiet; twice, with a turn between: what held something by a finaliser lets it go only then. */
async function giveBack(): Promise<void> {
  memory?.giveBack()
  await nextTurn()
  memory?.giveBack()
}

answerAsks(async ({ ask, count }: RoomsAsk): Promise<RoomsAnswer> => {
  if (ask === 'stop') {
    await rig.stop()
    return { kind: 'stopped' }
  }
  if (ask === 'left' || ask === 'leftAtRest') {
    if (ask === 'leftAtRest') await giveBack()
    const { heapUsed, rss } = process.memoryUsage()
    return { kind: 'left', rooms: rig.live.rooms.size, timers: timers.count(), heap: heapUsed, resident: rss }
  }
  const documents = Array.from({ length: count ?? 0 }, () =>
    rig.live.createDocument({
      ...{ kind: 'conferenceNote', caseId: makeId('case', '0'.repeat(26)), title: null },
      sections: [{ sectionKey: 'progress', title: '経過' }],
    }),
  )
  const doors = (await Promise.all(documents)).map((documentId, member) => ({ ...rig.doorOf(member), documentId }))
  return { kind: 'doors', doors }
})
