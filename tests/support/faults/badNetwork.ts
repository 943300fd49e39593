import { setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import { Arrivals } from '../arrivals.ts'
import { type CollabRig, startCollab } from '../collabRig.ts'
import { Participant } from '../participant.ts'
import { type SeededRandom, seededRandom } from '../seededRandom.ts'
import { startTcpProxy } from '../tcpProxy.ts'
import { until } from '../until.ts'
import { type Latency, latencyOf } from './latency.ts'
import { allSettled, differentTexts } from './settle.ts'

export interface BadNetworkOptions {
  /** Pairs of a writer and a reader, each with a connection of its own, all in one document. */
  readonly pairs: number
  readonly seconds: number
  readonly seed: number
}

/** what people see of each other's edits over a bad network. */
export interface BadNetworkReport {
  /** From a writer's key to its reader's replica, both over the network. */
  readonly latency: Latency
  /** Different documents held at the end; 1 when all are equal. */
  readonly different: number
  /** Connections that were given up and made anew. */
  readonly reconnected: number
}

/** Unit: milliseconds from one side to the other. */
const DELAY_MS = 200
/** One piece in twenty is held up for so long, and what comes behind it too. */
const STALLED_ONE_IN = 20
const STALL_MS = { least: 200, most: 1_000 } as const
/** Unit: milliseconds between the edits of one writer. */
const EDIT_EVERY_MS = 400
/** What the last edit may take after all others; a network that holds up everything is another test. */
const LAST_WITHIN_MS = 30_000

const delays = (random: SeededRandom) => (): number =>
  random.below(STALLED_ONE_IN) > 0 ? DELAY_MS : DELAY_MS + STALL_MS.least + random.below(STALL_MS.most - STALL_MS.least)

/** Pairs type through a network of 200 ms that stalls one piece in twenty. */
export async function badNetwork({ pairs, seconds, seed }: BadNetworkOptions): Promise<BadNetworkReport> {
  const rig = await startCollab()
  const proxy = await startTcpProxy(Number(new URL(rig.doorOf(1).address).port), delays(seededRandom(seed)))
  const everybody = Array.from({ length: pairs * 2 }, (_, place) => throughPort(rig, proxy.port, place))
  try {
    await Promise.all(everybody.map((participant) => participant.settled()))
    const times: number[] = []
    const typing = Array.from({ length: pairs }, async (_, pair) => {
      const [writer, reader] = [everybody[pair * 2], everybody[pair * 2 + 1]]
      if (writer === undefined || reader === undefined) throw new Error('a pair is two')
      await pause((EDIT_EVERY_MS / pairs) * pair)
      times.push(...(await typeTo(writer, reader, (seconds * 1_000) / EDIT_EVERY_MS)))
    })
    await Promise.all(typing)
    await allSettled(everybody)
    return {
      latency: latencyOf(times),
      different: differentTexts(everybody),
      reconnected: everybody.reduce((count, { helloCount }) => count + helloCount - 1, 0),
    }
  } finally {
    for (const participant of everybody) participant.leave()
    await proxy.stop()
    await rig.stop()
  }
}

const throughPort = (rig: CollabRig, port: number, place: number): Participant =>
  new Participant({ ...rig.doorOf(place + 1), address: `ws://127.0.0.1:${port}` })

/** Types so many edits at a person's pace, whether or not the last has arrived, and answers with the time of each. */
async function typeTo(writer: Participant, reader: Participant, edits: number): Promise<readonly number[]> {
  const arrivals = new Arrivals()
  const { clientID } = writer.doc
  reader.doc.on('update', () => arrivals.reached(Y.getState(reader.doc.store, clientID)))
  for (let number = 0; number < edits; number++) {
    const sentAt = performance.now()
    writer.type('就労')
    arrivals.sent({ clock: Y.getState(writer.doc.store, clientID), sentAt })
    await pause(EDIT_EVERY_MS)
  }
  await until(() => arrivals.isNothingUnderWay, 'the reader has every edit', LAST_WITHIN_MS)
  return arrivals.taken()
}
