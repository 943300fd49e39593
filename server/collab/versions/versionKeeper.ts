import * as Y from 'yjs'
import type { Log } from '#server/platform/log.ts'
import type { Timer, Timers } from '#server/platform/timers.ts'
import type { VersionKind } from '#shared/api/versions.ts'
import type { DocumentId, MemberId } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import { readBody } from '#shared/document/readBody.ts'
import { type Journal, type JournalOf, SERVER_AUTHOR } from '../journal.ts'
import type { Projection } from '../projections.ts'
import type { Room } from '../room.ts'
import type { Version } from './version.ts'
import type { Versions } from './versions.ts'

export interface VersionKeeperPorts {
  readonly versions: Versions
  readonly journal: Pick<Journal, 'writersAfter'>
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
}

/** Why a version is made. */
export interface VersionReason {
  readonly kind: VersionKind
  readonly name: string | null
  readonly by: MemberId | null
  /** The last entry of the journal that it may hold; without it, the document as it is. */
  readonly upTo?: number
}

/** What a version is made of. */
interface Made {
  readonly known: readonly Version[]
  readonly writers: readonly MemberId[]
  readonly state: {
    readonly sequence: number
    readonly body: ReturnType<typeof readBody>
    readonly clocks: ReadonlyMap<number, number>
  }
}

/** Unit: milliseconds of work after which the next version is made by itself. */
const EVERY_MS = 10 * 60_000
const AUTOMATIC: VersionReason = { kind: 'automatic', name: null, by: null }
/** Two who make one at once: the second sees the first's and tries again. */
const MAX_TRIES = 5

/**
 * Makes versions: by itself at most one in ten minutes of work, when people work, when the last of them goes and before the
 * next begins; and whenever it is asked to.
 */
export class VersionKeeper implements Projection {
  readonly name = 'versions'
  readonly #ports: VersionKeeperPorts
  readonly #waiting = new Map<DocumentId, { readonly room: Room; readonly timer: Timer }>()

  constructor(ports: VersionKeeperPorts) {
    this.#ports = ports
  }

  /** Somebody works on the document: in ten minutes there is a version of it. */
  async run(room: Room): Promise<void> {
    const { documentId } = room.document.row
    const waiting = this.#waiting.get(documentId)
    if (room.isClosed || waiting?.room === room) return
    // It waits for a room that was lost, which gets no version any more.
    waiting?.timer.stop()
    const timer = this.#ports.timers.after(EVERY_MS, () => {
      this.#waiting.delete(documentId)
      // What became of a room that was lost is another room's to keep.
      if (room.isClosed) return
      this.#makeIfDue(room).catch((cause: unknown) => this.#failed(documentId, cause))
    })
    this.#waiting.set(documentId, { room, timer })
  }

  /** The first editor comes in: what others left without a version gets one before anything more is written. Never throws. */
  begins(room: Room): void {
    const { documentId } = room.document.row
    room.writeAfter(this.#makeIfDue(room).catch((cause: unknown) => this.#failed(documentId, cause)))
  }

  /** The document leaves memory. Throws: the store's error; what is missing is made when somebody comes again. */
  async ends(room: Room): Promise<void> {
    this.forget(room.document.row.documentId)
    await this.#makeIfDue(room)
  }

  /** The conference is over, and for most with it their writing. */
  async keepAtEnd(room: Room): Promise<void> {
    await room.settled()
    await this.make(room, { kind: 'conferenceEnd', name: null, by: null })
  }

  /** Somebody is about to take out much, and nothing is written before this is done, or given up. Never throws. */
  async keepBeforeRemoval(room: Room): Promise<void> {
    try {
      await this.make(room, { kind: 'beforeRemoval', name: null, by: null, upTo: room.sequence })
    } catch (cause) {
      this.#failed(room.document.row.documentId, cause)
    }
  }

  /** The generation ends, and with it what says who wrote in it: what has no version yet gets one. Never throws. */
  async keepBeforeRaising(room: Room): Promise<void> {
    const { row } = room.document
    try {
      await this.#makeIfWritten(room, (await this.#ports.versions.list(row)).at(-1))
    } catch (cause) {
      // A damaged version must not keep everybody out.
      this.#failed(row.documentId, cause)
    }
  }

  /** Waits for nothing any more. */
  forget(documentId: DocumentId): void {
    this.#waiting.get(documentId)?.timer.stop()
    this.#waiting.delete(documentId)
  }

  /** Notes who wrote the entries up to `sequence`, which are about to go from the journal. */
  async noteWriters(of: JournalOf, sequence: number): Promise<void> {
    const { versions } = this.#ports
    // A damaged version must not keep the journal growing for ever: rather a writer is named twice.
    const known = await versions.list(of).catch((cause: unknown) => this.#failed(of.documentId, cause))
    const newest = known?.at(-1)
    const writers = await this.#writersSince(of, newest)
    await versions.saveTally(of.documentId, { generation: of.generation, sequence, writers })
  }

  /** Keeps the document as it is now. The newest version stands for it when nothing was written since and no name is given. */
  async make(room: Room, reason: VersionReason): Promise<Version> {
    const { row } = room.document
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      const known = await this.#ports.versions.list(row)
      const newest = known.at(-1)
      // First the text, then its writers: one who writes in between is named twice rather than never.
      const state = await room.document.read((doc, sequence) => ({
        sequence,
        body: readBody(doc),
        clocks: clocksOf(doc),
      }))
      if (state.sequence > (reason.upTo ?? state.sequence)) throw new Error('what was there has gone')
      const writers = await this.#writersSince(row, newest)
      if (newest !== undefined && writers.length === 0 && reason.name === null) return newest
      const made = await this.#append(room, reason, { known, writers, state })
      if (made !== null) return made
    }
    throw new Error('others keep making versions of the document')
  }

  async #append(
    room: Room,
    { kind, name, by }: VersionReason,
    { known, writers, state }: Made,
  ): Promise<Version | null> {
    const { row } = room.document
    const before = clocksUpTo(known)
    const version = {
      ...{ kind, name, generation: row.generation, sequence: state.sequence },
      ...{ madeAt: this.#ports.clock.now(), madeBy: by, contributors: writers },
      clocks: [...state.clocks].filter(([clientId, clock]) => before.get(clientId) !== clock),
      after: known.at(-1)?.number ?? 0,
    }
    return this.#ports.versions.append(row, version, state.body)
  }

  async #makeIfDue(room: Room): Promise<void> {
    const { row } = room.document
    const newest = (await this.#ports.versions.list(row)).at(-1)
    const since = newest?.madeAt ?? row.createdAt
    // A version of hours to come is from before the clock was put back; one of a moment to come, from another node.
    if (Math.abs(this.#ports.clock.now() - since) >= EVERY_MS) await this.#makeIfWritten(room, newest)
  }

  async #makeIfWritten(room: Room, newest: Version | undefined): Promise<void> {
    if ((await this.#writersSince(room.document.row, newest)).length > 0) await this.make(room, AUTOMATIC)
  }

  /** Members whose edits came after the newest version; from the journal, and from the note of those whose entries are gone. */
  async #writersSince(of: JournalOf, newest: Version | undefined): Promise<readonly MemberId[]> {
    const covered = newest?.generation === of.generation ? newest.sequence : 0
    // First the journal: of what goes from it, here or at another node, the note is kept before.
    const inJournal = await this.#ports.journal.writersAfter(of, covered)
    const tally = await this.#ports.versions.tally(of.documentId)
    const isNews = tally !== null && tally.generation === of.generation && tally.sequence > covered
    const writers = new Set<MemberId>(isNews ? tally.writers : [])
    for (const writer of inJournal) if (writer !== SERVER_AUTHOR) writers.add(writer)
    return [...writers]
  }

  #failed(documentId: DocumentId, cause: unknown): void {
    this.#ports.log.error('version.notMade', cause, { documentId })
  }
}

const clocksOf = (doc: Y.Doc): ReadonlyMap<number, number> => Y.decodeStateVector(Y.encodeStateVector(doc))

/** The clocks as the newest of these versions has them. */
function clocksUpTo(versions: readonly Version[]): ReadonlyMap<number, number> {
  const clocks = new Map<number, number>()
  for (const version of versions) for (const [clientId, clock] of version.clocks) clocks.set(clientId, clock)
  return clocks
}
