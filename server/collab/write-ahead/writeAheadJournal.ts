import { BSON } from 'mongodb'
import type { Log } from '#server/platform/log.ts'
import type { Timer, Timers } from '#server/platform/timers.ts'
import type { DataKeys } from '../dataKeys.ts'
import { type EntryRow, toRow } from '../entryRow.ts'
import type { StoredJournal } from '../journal.mongo.ts'
import type { GenerationOf, Journal, JournalEntry, JournalOf } from '../journal.ts'
import { DurableLog } from './durableLog.ts'

export interface WriteAheadPorts {
  /** Where the entries go in the end. */
  readonly stored: StoredJournal
  readonly keys: DataKeys
  readonly timers: Timers
  readonly log: Log
}

/** An entry that is on the disk and not in the store yet. */
interface Ahead {
  readonly row: EntryRow
  readonly segment: number
}

/** How long entries wait for each other before they follow into the store. */
const FOLLOW_AFTER_MS = 500
const RETRY_MS = 1_000
/** Unit: entries that follow together; more would keep the event loop from the next keystroke. */
const FOLLOW_AT_ONCE = 64
/** Unit: entries that a start brings over together, while nobody waits for anything else. */
const BRING_AT_ONCE = 1_000
/** Unit: entries not in the store yet; beyond it an append waits for the store. */
const MAX_AHEAD = 200_000
/** Unit: documents whose head is remembered. One that is forgotten is read again when it is opened. */
const MAX_HEADS = 4_096

/**
 * The journal of a server that is the only one on its data: an entry is durable when it is in a file beside the store,
 * and follows into the store within a moment. Whoever reads the journal reads the store when everything has followed.
 * A document that has not been read in this process is written to the store at once, where another writer is noticed.
 */
export class WriteAheadJournal implements Journal {
  readonly #ports: WriteAheadPorts
  readonly #file: DurableLog
  /** The last sequence of each document that was read or written lately. */
  readonly #heads = new Map<string, number>()
  /** Appends that the disk does not hold yet. */
  readonly #writing = new Set<Promise<void>>()
  #ahead: Ahead[] = []
  /** Unit: entries, since the start. */
  #followedCount = 0
  #following: Promise<void> | null = null
  #timer: Timer | null = null

  private constructor(file: DurableLog, ports: WriteAheadPorts) {
    this.#file = file
    this.#ports = ports
  }

  /** Brings what an earlier process left behind into the store, and begins. Throws: the system's or the store's error. */
  static async open(folder: string, ports: WriteAheadPorts): Promise<WriteAheadJournal> {
    const { log, left } = await DurableLog.open(folder)
    const rows = left.records.map((record) => BSON.deserialize(record) as EntryRow)
    for (let start = 0; start < rows.length; start += BRING_AT_ONCE) {
      await ports.stored.keepRows(rows.slice(start, start + BRING_AT_ONCE))
    }
    await left.forget()
    const damaged = new Error('a file beside the store is not as it was written')
    if (left.damaged.size > 0) ports.log.error('journal.damaged', damaged, { count: left.damaged.size })
    return new WriteAheadJournal(log, ports)
  }

  /** Unit: entries that are not in the store yet. */
  get aheadCount(): number {
    return this.#ahead.length
  }

  async append(of: JournalOf, entries: readonly JournalEntry[]): Promise<void> {
    const head = this.#heads.get(nameOf(of))
    const [first, last] = [entries[0], entries.at(-1)]
    if (first === undefined || last === undefined) return
    if (head === undefined || first.sequence !== head + 1) return this.#appendStored(of, entries)
    // To the end of the line: whatever is written is forgotten last.
    this.#heads.delete(nameOf(of))
    this.#heads.set(nameOf(of), last.sequence)
    const writing = this.#appendAhead(of, entries)
    this.#writing.add(writing)
    try {
      await writing
    } catch (cause) {
      this.#heads.set(nameOf(of), head)
      throw cause
    } finally {
      this.#writing.delete(writing)
    }
  }

  async *readAfter(of: JournalOf, sequence: number): AsyncIterable<JournalEntry> {
    await this.#allStored()
    let last = sequence
    for await (const entry of this.#ports.stored.readAfter(of, sequence)) {
      last = entry.sequence
      yield entry
    }
    this.#remember(of, last)
  }

  async headOf(of: JournalOf): Promise<number> {
    await this.#allStored()
    return this.#ports.stored.headOf(of)
  }

  async markVoid(of: JournalOf, sequence: number): Promise<void> {
    await this.#allStored()
    await this.#ports.stored.markVoid(of, sequence)
  }

  async removeUpTo(of: JournalOf, sequence: number): Promise<void> {
    await this.#allStored()
    await this.#ports.stored.removeUpTo(of, sequence)
  }

  async writersAfter(of: JournalOf, sequence: number) {
    await this.#allStored()
    return this.#ports.stored.writersAfter(of, sequence)
  }

  async closeAfter(of: JournalOf, sequence: number): Promise<void> {
    await this.#allStored()
    await this.#ports.stored.closeAfter(of, sequence)
    this.#heads.delete(nameOf(of))
  }

  /** Takes them out of the files beside the store too. */
  async removeGenerationsBefore(of: GenerationOf): Promise<void> {
    await this.#file.beginAnother()
    await this.#allStored()
    await this.#ports.stored.removeGenerationsBefore(of)
    await this.#forgetFollowed()
  }

  /** Everything follows into the store; beside it is left only what is written while this ends, for the next start. */
  async close(): Promise<void> {
    await this.#file.beginAnother()
    await this.#allStored()
    await this.#forgetFollowed()
  }

  /** Where the store finds out whether a sequence is taken, or was given before: rare, so it waits for everybody. */
  async #appendStored(of: JournalOf, entries: readonly JournalEntry[]): Promise<void> {
    await this.#allStored()
    await this.#ports.stored.append(of, entries)
    const last = entries.at(-1)
    if (last !== undefined && this.#heads.has(nameOf(of))) this.#remember(of, last.sequence)
  }

  async #appendAhead(of: JournalOf, entries: readonly JournalEntry[]): Promise<void> {
    if (this.#ahead.length > MAX_AHEAD) await this.#allStored()
    const { key } = await this.#ports.keys.get(of.keyId)
    const rows = entries.map((entry) => toRow(of, entry, key))
    const segment = await this.#file.append(rows.map((row) => BSON.serialize(row)))
    for (const row of rows) this.#ahead.push({ row, segment })
    this.#timer ??= this.#ports.timers.after(FOLLOW_AFTER_MS, () => this.#followLater())
  }

  #followLater(): void {
    this.#timer = null
    this.#allStored().catch((cause: unknown) => {
      this.#ports.log.error('journal.notFollowed', cause, { entryCount: this.#ahead.length })
      this.#timer ??= this.#ports.timers.after(RETRY_MS, () => this.#followLater())
    })
  }

  /** Resolves when everything that was appended up to now is in the store, whatever comes meanwhile. Throws: the store's error. */
  async #allStored(): Promise<void> {
    if (this.#writing.size > 0) await Promise.allSettled(this.#writing)
    const goal = this.#followedCount + this.#ahead.length
    while (this.#followedCount < goal) {
      this.#following ??= this.#follow()
      await this.#following
    }
  }

  async #follow(): Promise<void> {
    try {
      const rows = this.#ahead.slice(0, FOLLOW_AT_ONCE)
      await this.#ports.stored.keepRows(rows.map(({ row }) => row))
      this.#ahead = this.#ahead.slice(rows.length)
      this.#followedCount += rows.length
      // They are kept: a file that cannot be removed keeps nobody from reading, and is tried again with the next.
      await this.#forgetFollowed().catch((cause: unknown) => this.#ports.log.error('journal.notForgotten', cause))
    } finally {
      this.#following = null
    }
  }

  #forgetFollowed(): Promise<void> {
    return this.#file.forgetBefore(this.#ahead[0]?.segment ?? Number.POSITIVE_INFINITY)
  }

  /** A head only rises: an append may overtake a reading. */
  #remember(of: JournalOf, head: number): void {
    const known = this.#heads.get(nameOf(of)) ?? 0
    const [oldest] = this.#heads.keys()
    if (this.#heads.size >= MAX_HEADS && oldest !== undefined) this.#heads.delete(oldest)
    this.#heads.set(nameOf(of), Math.max(known, head))
  }
}

const nameOf = ({ documentId, generation }: JournalOf): string => `${documentId}/${generation}`
