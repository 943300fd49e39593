import { setTimeout as pause } from 'node:timers/promises'
import type { CollabStore } from '#server/collab/collabStore.mongo.ts'
import type { Journal } from '#server/collab/journal.ts'
import { type CollabRig, memberNumber, startCollab } from '../collabRig.ts'
import type { Door } from '../participant.ts'
import { RawClient } from '../rawClient.ts'
import { type SeededRandom, seededRandom } from '../seededRandom.ts'

export interface EndedWhileJoiningOptions {
  readonly rounds: number
  /** Servers of their own, each with a round at a time: a right that ends makes everybody at its server be judged again. */
  readonly lanes: number
  /** Unit: milliseconds that each thing waits at most that a joining waits for. */
  readonly longestDelayMs: number
  readonly seed: number
}

export interface EndedWhileJoiningReport extends EndedWhileJoiningOptions {
  /** Rounds in which the right or the sign-in ended before its holder was in, and after. */
  readonly endedBefore: number
  readonly endedAfter: number
  /** Sockets of people who were in, open a second after the ending. */
  readonly alive: number
  /** Frames that came later than a second after it. */
  readonly late: number
  /** Frames given to people who were not in yet when their right ended. */
  readonly given: number
  /** Sockets that still waited to be let in a second after the ending, because of what they waited for. */
  readonly atDoor: number
}

const TOLD_WITHIN_MS = 1_000
/** What was sent before the ending has arrived by then. */
const ON_THE_WAY_MS = 20
/** Longer than everything together that a joining waits for here. */
const LONGEST_JOINING_MS = 10_000
/** How much longer a socket is listened to. */
const LISTENED_MS = 250
const PACE_MS = 50
/** A member has a number of their own in each round, above those of the writers. */
const FIRST_MEMBER = 100
const WRITER = 1

type Counted = 'endedBefore' | 'endedAfter' | 'alive' | 'late' | 'given' | 'atDoor'
export type Tally = { -readonly [field in Counted]: number }

/** A server of its own, with what each round does there to whoever comes in. */
export interface JoiningLane {
  readonly random: SeededRandom
  readonly longestDelayMs: number
  readonly tally: Tally
  doorOf(round: number): Door
  /** Ends what they come in by; resolves when that is kept. */
  end(round: number): Promise<void>
}

type RunLane = (tally: Tally, options: EndedWhileJoiningOptions) => Promise<void>

/**
 * People come in to a document in which somebody types, while everything that their joining waits for takes its time; in a
 * moment drawn at random their right ends, or their sign-in (S-08).
 */
export const endedWhileJoining = (options: EndedWhileJoiningOptions): Promise<EndedWhileJoiningReport> =>
  inLanes(options, runLane)

/** Has each lane do its part of the rounds, all at once. */
export async function inLanes(options: EndedWhileJoiningOptions, run: RunLane): Promise<EndedWhileJoiningReport> {
  const { rounds, lanes, seed } = options
  const tally: Tally = { endedBefore: 0, endedAfter: 0, alive: 0, late: 0, given: 0, atDoor: 0 }
  const each = Math.ceil(rounds / lanes)
  await Promise.all(
    Array.from({ length: lanes }, (_, lane) => run(tally, { ...options, rounds: each, seed: seed + lane })),
  )
  return { ...options, ...tally }
}

async function runLane(tally: Tally, { rounds, longestDelayMs, seed }: EndedWhileJoiningOptions): Promise<void> {
  const random = seededRandom(seed)
  const delay = () => pause(random.below(longestDelayMs + 1))
  const rig = await startCollab({
    alterStore: (store) => slowly(store, delay),
    ports: { audit: { append: delay } },
  })
  const writer = rig.join(WRITER)
  await writer.settled()
  const typing = setInterval(() => writer.type('字'), PACE_MS)
  rig.access.beforeVerdict = delay
  const readSignedIn = rig.access.readSignedIn.bind(rig.access)
  rig.access.readSignedIn = async (request) => {
    const signedIn = await readSignedIn(request)
    await delay()
    return signedIn
  }
  const lane: JoiningLane = {
    ...{ random, longestDelayMs, tally },
    doorOf: (round) => rig.doorOf(FIRST_MEMBER + round),
    end: async (round) => end(rig, FIRST_MEMBER + round, random.below(2) === 0),
  }
  try {
    for (let round = 0; round < rounds; round++) await joinAndEnd(lane, round)
  } finally {
    clearInterval(typing)
    rig.access.beforeVerdict = async () => undefined
    await rig.stop()
  }
}

/** Every read of the store that comes before the joining is found in the moment it was asked for, and answered later. */
export function slowly(store: CollabStore, delay: () => Promise<void>): CollabStore {
  const { documents, snapshots, journal } = store
  const readAfter: Journal['readAfter'] = async function* (of, sequence) {
    await delay()
    yield* journal.readAfter(of, sequence)
  }
  return {
    ...store,
    documents: {
      ...documents,
      async find(documentId) {
        const row = await documents.find(documentId)
        await delay()
        return row
      },
    },
    snapshots: {
      ...snapshots,
      async read(row, sequence) {
        await delay()
        return snapshots.read(row, sequence)
      },
    },
    journal: { ...journal, readAfter },
  }
}

/** Somebody comes in, and in a moment drawn at random what they come in by ends. */
export async function joinAndEnd(lane: JoiningLane, round: number): Promise<void> {
  const { random, longestDelayMs, tally } = lane
  const client = new RawClient(lane.doorOf(round))
  // Whoever is never let in waits in vain for the server's words; what became of them is read off the socket below.
  const coming = client.comeIn().catch(() => undefined)
  // A joining waits for about seven things, each half as long as the longest.
  await pause(random.below(5 * longestDelayMs))
  await lane.end(round)
  await pause(ON_THE_WAY_MS)
  const isIn = client.frames.length > 0
  tally[isIn ? 'endedAfter' : 'endedBefore'] += 1

  await pause(TOLD_WITHIN_MS - ON_THE_WAY_MS)
  if (client.isOpen) tally[isIn ? 'alive' : 'atDoor'] += 1
  const frames = client.frames.length
  await pause(LISTENED_MS)
  tally.late += client.frames.length - frames
  // Whoever is still at the door is told in the end, and has been given nothing.
  if (!isIn) await Promise.race([client.ended, pause(LONGEST_JOINING_MS)])
  if (!isIn) tally.given += client.frames.length
  client.leave()
  await coming
}

function end({ access, revocation }: CollabRig, number: number, isSignOut: boolean): void {
  const member = memberNumber(number)
  if (isSignOut) {
    access.endedSessions.add(member)
    revocation.endSession(member)
  } else {
    access.verdicts.set(member, { right: 'none' })
    revocation.raise()
  }
}
