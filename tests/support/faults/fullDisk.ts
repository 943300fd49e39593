import { setTimeout as pause } from 'node:timers/promises'
import { atPace } from '../atPace.ts'
import { areEqual, MarkWriter } from '../markWriter.ts'
import { NodePage } from '../nodePage.ts'
import { Participant } from '../participant.ts'
import { type SeededRandom, seededRandom } from '../seededRandom.ts'
import { type SmallDisk, smallDisk } from '../smallDisk.ts'
import { until } from '../until.ts'
import { type Ground, startGround } from './ground.ts'
import { allSettled } from './settle.ts'

export interface FullDiskReport {
  readonly marks: number
  readonly acknowledged: number
  /** Unit: milliseconds from an edit on the full disk until its page says that it is not saved. */
  readonly unsavedSaidMs: number
  readonly reads: number
  /** Reads of a document that failed, or lacked what was saved before, while the disk was full. */
  readonly failedReads: number
  /** Unit: milliseconds from the first space until every writer had an acknowledgement again. */
  readonly resumedMs: number
  readonly isSameProcess: boolean
  /** Marks that somebody was told are saved and that a server killed on the full disk had not when it was started anew. */
  readonly lostAcknowledged: readonly string[]
  /** Marks that somebody wrote and that were not in the documents in the end. */
  readonly lostHeld: readonly string[]
  /** Documents whose replicas were not equal in the end. */
  readonly diverged: number
}

/** More than the space that the store has taken before it needs it. */
export const MAX_CHUNKS = 40
export const CHUNK = '満杯の間に書いた分。'.repeat(8_000)
/** Unit: milliseconds without an ack after which the page says 未保存. */
export const PATIENCE_MS = 3_000

/** How many chunks it took. */
export async function typeUntilNothingIsAcknowledged(joined: Participant, chunk = CHUNK): Promise<number> {
  for (let chunks = 1; chunks < MAX_CHUNKS; chunks += 1) {
    joined.type(chunk)
    const isAcked = await until(() => joined.acks.at(-1) === joined.sent, 'an ack', PATIENCE_MS).then(
      () => true,
      () => false,
    )
    if (!isAcked) return chunks
  }
  return MAX_CHUNKS
}

export const isAtRisk = ({ connection }: NodePage): boolean =>
  ['unsaved', 'offline'].includes(connection.state().status)

const DOCUMENTS = 10
const WRITERS_EACH = 2
/** Two marks a second of each writer. */
const GAP_MS = 500 / (DOCUMENTS * WRITERS_EACH)
const TAKE_EVERY_MS = 200
const READ_EVERY_MS = 1_000
/** How long writing goes on before the disk is full, and on the full disk before the kill. */
const LOAD_MS = 5_000

export interface FullDiskOptions {
  readonly sizeMib: number
  readonly fullForMs: number
  readonly seed: number
}

/**
 * A disk fills up while people write, is full for a time, and has space again; then it fills up again and the server is
 * killed on it. Throws: where no small disk can be made.
 */
export async function fullDisk({ sizeMib, fullForMs, seed }: FullDiskOptions): Promise<FullDiskReport> {
  const disk = smallDisk(`${sizeMib}m`)
  if (disk === undefined) throw new Error('only root can mount a small disk')
  const ground = await startGround(2, { dataDir: disk.dir, environment: { MONGODB_URI: '' } })
  const office = await Office.open(ground, seededRandom(seed))
  try {
    const startedAt = await startOf(ground)
    await office.write(LOAD_MS)
    await allSettled(office.people)
    let giveBack = keepFull(disk)
    const whileFull = await office.onFullDisk(fullForMs)
    giveBack()
    const resumedMs = await office.resumes()
    const isSameProcess = (await startOf(ground)) === startedAt

    giveBack = keepFull(disk)
    await office.fillUp()
    await office.write(LOAD_MS)
    await ground.server.kill()
    office.cut()
    giveBack()
    await ground.startAnew()
    const lostAcknowledged = await office.lostOnServer()
    return { ...whileFull, resumedMs, isSameProcess, lostAcknowledged, ...(await office.atTheEnd()) }
  } finally {
    office.leave()
    await ground.server.kill()
    disk.remove()
  }
}

/** What the server frees by and by is taken as well; the answer gives all of it back. */
function keepFull(disk: SmallDisk): () => void {
  const takings = [disk.fill()]
  const taking = setInterval(() => takings.push(disk.fill()), TAKE_EVERY_MS)
  return () => {
    clearInterval(taking)
    for (const giveBack of takings) giveBack()
  }
}

const startOf = async ({ metrics }: Ground) => (await metrics()).get('process_start_time_seconds')

interface Desk {
  readonly documentId: string
  readonly writers: readonly MarkWriter[]
}

/** All who write on the disk: in small marks, each of which is looked for, and in chunks that fill what is left. */
class Office {
  readonly #ground: Ground
  readonly #random: SeededRandom
  readonly #desks: readonly Desk[]
  readonly #fillers: readonly Participant[]
  readonly #page: NodePage

  static async open(ground: Ground, random: SeededRandom): Promise<Office> {
    const desks: Desk[] = []
    while (desks.length < DOCUMENTS) desks.push(await openDesk(ground))
    const fillers: Participant[] = []
    while (fillers.length < FILLING.length) fillers.push(new Participant(ground.doorOf(0, await ground.newDocument())))
    await Promise.all(fillers.map((filler) => filler.synced()))
    const documentId = await ground.newDocument()
    const page = new NodePage({ ...ground.doorOf(1, documentId), token: ground.tokenOf(1) })
    await page.opened()
    return new Office({ ground, random, desks, fillers, page })
  }

  private constructor(parts: {
    readonly ground: Ground
    readonly random: SeededRandom
    readonly desks: readonly Desk[]
    readonly fillers: readonly Participant[]
    readonly page: NodePage
  }) {
    this.#ground = parts.ground
    this.#random = parts.random
    this.#desks = parts.desks
    this.#fillers = parts.fillers
    this.#page = parts.page
  }

  get people(): readonly Participant[] {
    return [...this.#writers.map(({ editor }) => editor), ...this.#fillers]
  }

  get #writers(): readonly MarkWriter[] {
    return this.#desks.flatMap(({ writers }) => writers)
  }

  async write(forMs: number): Promise<void> {
    await atPace({ gapMs: GAP_MS, forMs }, () => this.#random.pick(this.#writers).write())
  }

  /** Until not even a little is taken any more. */
  async fillUp(): Promise<void> {
    const isTaken = () => this.#fillers.some(({ acks, sent }) => acks.at(-1) === sent)
    do {
      for (const [place, filler] of this.#fillers.entries())
        await typeUntilNothingIsAcknowledged(filler, FILLING[place] ?? CHUNK)
    } while (isTaken())
  }

  async onFullDisk(forMs: number): Promise<Pick<FullDiskReport, 'unsavedSaidMs' | 'reads' | 'failedReads'>> {
    await this.fillUp()
    const writing = this.write(forMs)
    const [from, end] = [performance.now(), performance.now() + forMs]
    this.#page.type('満杯の間の一文。')
    await until(() => isAtRisk(this.#page), 'the page says that it is not saved')
    const unsavedSaidMs = performance.now() - from
    const reads: boolean[] = []
    while (performance.now() < end) {
      reads.push(await this.#isRead(this.#random.pick(this.#desks)))
      await pause(READ_EVERY_MS)
    }
    await writing
    return { unsavedSaidMs, reads: reads.length, failedReads: reads.filter((isRead) => !isRead).length }
  }

  /** By a request, and by somebody who comes in, who sees all that was called saved. */
  async #isRead({ documentId, writers }: Desk): Promise<boolean> {
    const digest: unknown = await this.#ground.digestOf(documentId)
    const saved = writers.map(({ acknowledged }) => new Set(acknowledged))
    const text = await textAt(this.#ground, documentId).catch(() => '')
    return typeof digest === 'string' && saved.every((marks) => marks.values().every((mark) => text.includes(mark)))
  }

  /** Unit: milliseconds. */
  async resumes(): Promise<number> {
    const from = performance.now()
    await until(() => this.#writers.every(({ ackedAt }) => ackedAt > from), 'everybody is heard again', 60_000)
    await this.#page.saved()
    const resumedMs = performance.now() - from
    await allSettled(this.people)
    return resumedMs
  }

  cut(): void {
    for (const { provider } of this.people) provider.disconnect()
  }

  /** Before anybody comes back with what they have. */
  async lostOnServer(): Promise<readonly string[]> {
    const lost: string[] = []
    for (const { documentId, writers } of this.#desks) {
      const text = await textAt(this.#ground, documentId)
      lost.push(...writers.flatMap((writer) => writer.wrongIn(text)))
    }
    return lost
  }

  async atTheEnd(): Promise<Pick<FullDiskReport, 'marks' | 'acknowledged' | 'lostHeld' | 'diverged'>> {
    for (const { provider } of this.people) provider.connect()
    await allSettled(this.people)
    const lostHeld: string[] = []
    for (const { documentId, writers } of this.#desks) {
      const text = await textAt(this.#ground, documentId)
      lostHeld.push(...writers.flatMap(({ written }) => written.filter((mark) => !text.includes(mark))))
    }
    const sum = (count: (writer: MarkWriter) => number) => this.#writers.reduce((all, one) => all + count(one), 0)
    return {
      marks: sum(({ written }) => written.length),
      acknowledged: sum(({ acknowledged }) => acknowledged.size),
      ...{ lostHeld, diverged: this.#desks.filter(({ writers }) => !areEqual(writers)).length },
    }
  }

  leave(): void {
    for (const person of this.people) person.leave()
    this.#page.leave()
  }
}

/** What is too large for the rest of a disk may be followed by something that is not. */
const FILLING = [CHUNK, CHUNK.slice(0, CHUNK.length / 10), CHUNK.slice(0, CHUNK.length / 100), '満']

async function openDesk(ground: Ground): Promise<Desk> {
  const documentId = await ground.newDocument()
  const people = Array.from({ length: WRITERS_EACH }, (_, editor) => new Participant(ground.doorOf(editor, documentId)))
  const [first, ...others] = people
  await first?.synced()
  // One line for all of them: two who begin it at once would have two.
  first?.type('記録：')
  for (const person of others) await person.reads('記録：')
  return { documentId, writers: people.map((person) => new MarkWriter(person, '印')) }
}

async function textAt(ground: Ground, documentId: string): Promise<string> {
  const reader = new Participant(ground.doorOf(1, documentId))
  try {
    await reader.synced()
    return reader.text
  } finally {
    reader.leave()
  }
}
