import { atPace } from './atPace.ts'
import { type Ground, SOCKETS_PER_MEMBER, startGround } from './faults/ground.ts'
import { KillWriter } from './killWriter.ts'
import { starvedMs } from './ownTime.ts'
import { type Door, Participant } from './participant.ts'
import { type SeededRandom, seededRandom } from './seededRandom.ts'
import { until } from './until.ts'

export interface KillOptions {
  readonly rounds: number
  readonly seed: number
  /** How many documents are written in at once, by four writers each; one unless it is said. */
  readonly documents?: number
  /** Of all writers together. */
  readonly actsPerSecond?: number
  /** Every second writer goes by posts and polls. */
  readonly halfByHttp?: boolean
}

export interface KillReport {
  readonly seed: number
  readonly rounds: number
  readonly acknowledgedCount: number
  readonly seenCount: number
  /** Acts in which somebody was told "saved" and which are not there after the kill. */
  readonly lostAcknowledged: readonly string[]
  /** Acts that another writer had seen and which are not there after the kill. */
  readonly lostSeen: readonly string[]
  /** Rounds after which the replicas were not equal. */
  readonly diverged: readonly number[]
  /** Unit: milliseconds from the start of the process to its answering, of the slowest round, without those in which it got no processor. */
  readonly slowestReadyMs: number
}

const WRITERS = ['甲', '乙', '丙', '丁'] as const
const SHORTEST_LOAD_MS = 250
const LONGEST_LOAD_MS = 750

/**
 * Clients type and delete, four in each note; the server process is killed at a random moment, started again on the same
 * folder, and asked, before any writer comes back with its own copy, what it still has. Again and again.
 *
 * Cost: about one and a half seconds a round.
 */
export async function killRounds({
  rounds,
  seed,
  documents = 1,
  actsPerSecond = 250,
  halfByHttp = false,
}: KillOptions): Promise<KillReport> {
  const random = seededRandom(seed)
  const ground = await startGround(Math.ceil((documents * WRITERS.length) / SOCKETS_PER_MEMBER) + 1)
  const notes: Note[] = []
  const diverged: number[] = []
  let slowestReadyMs = 0
  try {
    for (let number = 0; number < documents; number++) {
      notes.push(await openNote(ground, { number, seed: seed + number * WRITERS.length, halfByHttp }))
    }
    const writers = notes.flatMap((note) => note.writers)
    for (let round = 1; round <= rounds; round++) {
      await write(writers, random, actsPerSecond)
      await ground.server.kill()
      for (const writer of writers) writer.cut()

      const startedAt = performance.now()
      await ground.startAnew()
      slowestReadyMs = Math.max(slowestReadyMs, performance.now() - startedAt - starvedMs(ground.server.pid))
      for (const { losses, writers, reader } of notes) losses.look(writers, await wordsOnServer(reader))
      if (!(await comeBackEqual(notes))) diverged.push(round)
    }
  } finally {
    for (const { participant } of notes.flatMap(({ writers }) => writers)) participant.leave()
    await ground.stop()
  }
  return {
    seed,
    rounds,
    ...sumOf(notes.map(({ losses, writers }) => losses.counts(writers))),
    diverged,
    slowestReadyMs,
  }
}

/** One document, who writes in it, and what was lost there. */
interface Note {
  readonly writers: readonly KillWriter[]
  readonly losses: Losses
  /** How somebody comes in who writes nothing. */
  readonly reader: Door
}

interface NoteOptions extends Pick<KillOptions, 'seed' | 'halfByHttp'> {
  /** From 0. */
  readonly number: number
}

async function openNote(ground: Ground, { number, seed, halfByHttp }: NoteOptions): Promise<Note> {
  const documentId = await ground.newDocument()
  const writers = WRITERS.map((name, place) => {
    const editor = 1 + Math.floor((number * WRITERS.length + place) / SOCKETS_PER_MEMBER)
    const door = ground.doorOf(editor, documentId)
    const isByHttp = halfByHttp && place % 2 === 1
    return new KillWriter(
      isByHttp ? { ...door, token: ground.tokenOf(editor) } : door,
      name,
      seededRandom(seed + place + 1),
    )
  })
  await beginLine(writers)
  return { writers, losses: new Losses(), reader: ground.doorOf(0, documentId) }
}

/** One line for all of them: two who begin it at once would have two. */
async function beginLine([first, ...others]: readonly KillWriter[]): Promise<void> {
  await first?.participant.synced()
  first?.participant.type('記録：')
  for (const { participant } of others) await participant.reads('記録：')
}

async function write(writers: readonly KillWriter[], random: SeededRandom, actsPerSecond: number): Promise<void> {
  for (const { participant } of writers) participant.provider.connect()
  for (const { participant } of writers) await participant.synced()
  const forMs = SHORTEST_LOAD_MS + random.below(LONGEST_LOAD_MS - SHORTEST_LOAD_MS)
  await atPace({ gapMs: 1_000 / actsPerSecond, forMs }, () => random.pick(writers).act())
}

/** The words of the document as a newcomer gets them. */
export async function wordsOnServer(door: Door): Promise<ReadonlySet<string>> {
  const reader = new Participant(door)
  await reader.synced()
  const words = new Set(reader.text.match(/〔[^〕]*〕/g) ?? [])
  reader.leave()
  return words
}

async function comeBackEqual(notes: readonly Note[]): Promise<boolean> {
  const participants = notes.flatMap(({ writers }) => writers.map(({ participant }) => participant))
  for (const { provider } of participants) provider.connect()
  for (const participant of participants) await participant.settled()
  const areEqual = () =>
    notes.every(({ writers }) => new Set(writers.map(({ participant }) => participant.text)).size === 1)
  return until(areEqual, 'all writers have the same').then(
    () => true,
    () => false,
  )
}

type Counts = Pick<KillReport, 'acknowledgedCount' | 'seenCount' | 'lostAcknowledged' | 'lostSeen'>

const sumOf = (counts: readonly Counts[]): Counts => ({
  acknowledgedCount: counts.reduce((sum, { acknowledgedCount }) => sum + acknowledgedCount, 0),
  seenCount: counts.reduce((sum, { seenCount }) => sum + seenCount, 0),
  lostAcknowledged: counts.flatMap(({ lostAcknowledged }) => lostAcknowledged),
  lostSeen: counts.flatMap(({ lostSeen }) => lostSeen),
})

/** Compares what was told and seen with what is there. */
class Losses {
  readonly #acknowledged = new Set<string>()
  readonly #seen = new Set<string>()

  look(writers: readonly KillWriter[], kept: ReadonlySet<string>): void {
    const taken = new Set(writers.flatMap(({ acts }) => acts).flatMap((act) => (act.isDeletion ? [act.word] : [])))
    const isGone = (word: string) => !kept.has(word) && !taken.has(word)
    const isLost = ({ word, isDeletion }: KillWriter['acts'][number]) => (isDeletion ? kept.has(word) : isGone(word))
    for (const { acts, seen, seenGone } of writers) {
      const lost = acts.filter((act) => act.isAcknowledged && isLost(act))
      for (const { word, isDeletion } of lost) this.#acknowledged.add(`${isDeletion ? '−' : '+'}${word}`)
      for (const word of [...seen].filter(isGone)) this.#seen.add(`+${word}`)
      for (const word of [...seenGone].filter((one) => kept.has(one))) this.#seen.add(`−${word}`)
    }
  }

  counts(writers: readonly KillWriter[]): Counts {
    return {
      acknowledgedCount: writers.flatMap(({ acts }) => acts).filter(({ isAcknowledged }) => isAcknowledged).length,
      seenCount: writers.reduce((count, { seen, seenGone }) => count + seen.size + seenGone.size, 0),
      lostAcknowledged: [...this.#acknowledged],
      lostSeen: [...this.#seen],
    }
  }
}
