import { SERVER_ENVIRONMENT, SERVER_FLAGS } from '#scripts/readiness.mjs'
import { type Door, Participant } from '../participant.ts'
import { storePlace } from '../testStore.ts'
import { until } from '../until.ts'
import { type AskedProcess, startAsked } from './askedProcess.ts'

export interface NothingStaysReport {
  readonly documents: number
  readonly rooms: number
  readonly timers: number
  /** Unit: milliseconds from the last one's leaving until no room was in memory. */
  readonly goneAfterMs: number
  /** Unit: KiB of live heap for each document that was opened and closed. */
  readonly heapKibEach: number
  /** Unit: MiB that the server holds more of the machine's memory than before. */
  readonly grownMib: number
}

export interface RoomsAsk {
  readonly ask: 'open' | 'left' | 'leftAtRest' | 'stop'
  /** Of documents to open. */
  readonly count?: number
}

interface Left {
  readonly rooms: number
  readonly timers: number
  /** Unit: bytes. */
  readonly heap: number
  readonly resident: number
}

export type RoomsAnswer =
  | { readonly kind: 'doors'; readonly doors: readonly Door[] }
  | ({ readonly kind: 'left' } & Left)
  | { readonly kind: 'stopped' }

type Server = AskedProcess<RoomsAsk, RoomsAnswer>

const AT_ONCE = 50
const WARM_UP = 200
const LONGEST_LEAVING_MS = 30_000

/** Opens and closes many documents of a server in a process of its own, some of which cannot be read at first, and looks at what is left. */
export async function nothingStays(documents: number): Promise<NothingStaysReport> {
  // What a store keeps of so many documents stays, and is not what is looked for.
  const store = await storePlace()
  const environment = { ...SERVER_ENVIRONMENT, MONGODB_URI: store.uri }
  const server: Server = startAsked('./roomsProcess.ts', { flags: SERVER_FLAGS, environment })
  try {
    await openAndClose(server, Math.min(WARM_UP, documents))
    const before = await leftIn(server, 'leftAtRest')
    const goneAfterMs = await openAndClose(server, documents)
    const { rooms, timers, heap, resident } = await leftIn(server, 'leftAtRest')
    await server.ask({ ask: 'stop' })
    return {
      ...{ documents, rooms, timers, goneAfterMs },
      heapKibEach: Math.max(0, (heap - before.heap) / 1_024 / documents),
      grownMib: (resident - before.resident) / 1_024 / 1_024,
    }
  } finally {
    server.end()
    await store.close()
  }
}

async function leftIn(server: Server, ask: 'left' | 'leftAtRest'): Promise<Left> {
  const left = await server.ask({ ask })
  if (left.kind !== 'left') throw new Error('asked for what is left')
  return left
}

/** Unit: milliseconds until no room was left. */
async function openAndClose(server: Server, count: number): Promise<number> {
  for (let done = 0; done < count; done += AT_ONCE) {
    const opened = await server.ask({ ask: 'open', count: Math.min(AT_ONCE, count - done) })
    if (opened.kind !== 'doors') throw new Error('asked for documents')
    await Promise.all(opened.doors.map(visit))
  }
  const from = performance.now()
  await until(async () => (await leftIn(server, 'left')).rooms === 0, 'every room has left memory', LONGEST_LEAVING_MS)
  return performance.now() - from
}

async function visit(door: Door): Promise<void> {
  const participant = new Participant(door)
  await participant.settled()
  participant.type('来て、書いて、去る')
  await participant.settled()
  participant.leave()
}
