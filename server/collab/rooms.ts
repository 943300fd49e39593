import type { Log } from '#server/platform/log.ts'
import type { Timer, Timers } from '#server/platform/timers.ts'
import { AppError } from '#shared/core/appError.ts'
import type { DocumentId } from '#shared/core/ids.ts'
import type { CloseReason } from '#shared/protocol/closeCodes.ts'
import { type CompactionPorts, compact } from './compaction.ts'
import type { DocumentRow } from './documents.ts'
import type { Place } from './journalHeads.mongo.ts'
import { openInTime } from './openInTime.ts'
import { Room, type RoomPorts } from './room.ts'

export interface RoomsPorts extends Omit<RoomPorts, 'onLost'>, CompactionPorts {
  readonly timers: Timers
  readonly log: Log
  /** How long a room with nobody in it waits for somebody to come back. */
  readonly idleMs: number
  /** How long a document may take to be read; whoever comes after a longer silence of the store tries anew. */
  readonly openWithinMs: number
  /** Runs before entries go from the journal: whatever is to be known of them is noted now. */
  readonly beforeCompacting: (row: DocumentRow, sequence: number) => Promise<void>
  /** The document begins a next generation: what is remembered of this one is forgotten. */
  readonly beforeRenewing: (room: Room) => Promise<void>
  readonly onOpened?: (room: Room) => void
  /** The last that is done with a room's document before it leaves memory. */
  readonly beforeClosing: (room: Room) => Promise<void>
}

/** Somebody's place in a room; the room stays in memory until all are given back. */
export interface HeldRoom {
  readonly room: Room
  release(): void
}

interface Slot {
  readonly documentId: DocumentId
  readonly opening: Promise<Room>
  /** Once it is open. */
  room: Room | null
  holds: number
  unloading: Timer | null
  compacting: Promise<void> | null
  /** Unit: milliseconds, as `Timers.elapsedMs`. */
  compactedAt: number
}

const NEW_SLOT = { room: null, holds: 0, unloading: null, compacting: null, compactedAt: Number.NEGATIVE_INFINITY }
const TICK_MS = 250
/** Unit: entries after the snapshot at which the next one is made while people edit. */
const COMPACT_AT = 500
/** Unit: milliseconds. Another node may be at it, or the store away; each try costs the whole document. */
const COMPACT_EVERY_MS = 5_000

/** One room per document, however many connect at once. */
export class Rooms {
  readonly #ports: RoomsPorts
  readonly #slots = new Map<DocumentId, Slot>()
  #ticking: Timer | null = null
  #isStopped = false

  constructor(ports: RoomsPorts) {
    this.#ports = ports
  }

  get size(): number {
    return this.#slots.size
  }

  /** The rooms that are open by now: one that takes long to open holds up nothing that is done with the others. */
  open(): readonly Room[] {
    return [...this.#slots.values()].flatMap(({ room }) => room ?? [])
  }

  /** Another node has written to a document, or begun a generation of it; nothing to do when it is not open here. */
  heardOf({ documentId, generation, sequence }: Place): void {
    this.#slots.get(documentId)?.opening.then(
      (room) => {
        if (room.document.row.generation === generation) room.heardOf(sequence)
        else if (room.document.row.generation < generation) this.#lose(room, new Error('a newer generation has begun'))
      },
      () => undefined,
    )
  }

  /**
   * The document's room, opened from its journal when it is not in memory, and kept there until it is released.
   *
   * Throws: `notFound` when there is no such document; the store's error when it cannot be read whole, and then the next
   * one who comes tries anew; `unavailable` once all is stopped.
   */
  async hold(documentId: DocumentId): Promise<HeldRoom> {
    const slot = this.#slots.get(documentId) ?? this.#openSlot(documentId)
    slot.unloading?.stop()
    slot.unloading = null
    slot.holds++
    let isHeld = true
    const release = () => {
      if (isHeld) this.#release(slot)
      isHeld = false
    }
    try {
      return { room: await slot.opening, release }
    } catch (cause) {
      release()
      throw cause
    }
  }

  /** Reads a document, opening it when needed. Throws: as `hold`. */
  async read<Value>(documentId: DocumentId, use: (room: Room) => Promise<Value>): Promise<Value> {
    const held = await this.hold(documentId)
    try {
      return await use(held.room)
    } finally {
      held.release()
    }
  }

  /**
   * Holds a document still for `work`, and opens it anew afterwards: what was acknowledged is in it, nothing more is taken,
   * whoever comes meanwhile waits, and everybody who was in learns that the generation has changed.
   *
   * Throws: what `work` throws; then everybody is asked to come back.
   */
  async renew<Value>(documentId: DocumentId, work: (room: Room) => Promise<Value>): Promise<Value> {
    const done = Promise.withResolvers<void>()
    const { room, old } = await this.#replace(documentId, done.promise)
    let ending: CloseReason = 'overloaded'
    try {
      await room.freeze()
      await old.compacting
      await this.#ports.beforeRenewing(room)
      const value = await work(room)
      ending = 'generationChanged'
      return value
    } finally {
      closeRoom(room, ending)
      done.resolve()
      this.hold(documentId).then(
        (held) => held.release(),
        () => undefined,
      )
    }
  }

  /** Puts in the place of a room what is opened when `done`. Of two who do so at once the second waits for the first one's. */
  async #replace(documentId: DocumentId, done: Promise<void>): Promise<{ readonly room: Room; readonly old: Slot }> {
    for (;;) {
      const { room, release } = await this.hold(documentId)
      const old = this.#slots.get(documentId)
      if (old?.room === room) {
        this.#putSlot(
          documentId,
          done.then(() => this.#openRoom(documentId)),
        )
        return { room, old }
      }
      release()
    }
  }

  /** Ends every session, writes what waits, and leaves nothing in memory and no timer. */
  async closeAll(): Promise<void> {
    for (const room of this.open()) for (const session of [...room.sessions]) session.end('overloaded')
    const slots = [...this.#slots.values()]
    for (const slot of [...slots.filter(({ room }) => room !== null), ...slots.filter(({ room }) => room === null)]) {
      slot.unloading?.stop()
      await this.#unloadOrForget(slot, () => true)
    }
  }

  /** As `closeAll`, of documents that are gone: how far somebody had read them is noted no more, however late they hear of it. */
  async closeGone(): Promise<void> {
    for (const room of this.open()) void room.freeze()
    await this.closeAll()
  }

  /** As `closeAll`, for good: whoever comes from now on is to come back, to another node or after the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.closeAll()
  }

  #openSlot(documentId: DocumentId): Slot {
    if (this.#isStopped) throw new AppError('unavailable')
    return this.#putSlot(documentId, openInTime(this.#openRoom(documentId), this.#ports))
  }

  #putSlot(documentId: DocumentId, opening: Promise<Room>): Slot {
    const slot: Slot = { documentId, opening, ...NEW_SLOT }
    this.#slots.set(documentId, slot)
    this.#ticking ??= this.#ports.timers.every(TICK_MS, () => this.#tick())
    // A room that could not be opened is no room: whoever comes next tries anew.
    opening.then(
      (room) => {
        slot.room = room
      },
      () => this.#forget(slot),
    )
    return slot
  }

  async #openRoom(documentId: DocumentId): Promise<Room> {
    const row = await this.#ports.documents.find(documentId)
    if (row === null) throw new AppError('notFound')
    const room = await Room.open(row, { ...this.#ports, onLost: (lost, cause) => this.#lose(lost, cause) })
    this.#ports.log.info('room.opened', { documentId, sequence: room.sequence })
    this.#ports.onOpened?.(room)
    return room
  }

  #release(slot: Slot): void {
    slot.holds--
    if (slot.holds > 0 || this.#slots.get(slot.documentId) !== slot) return
    slot.unloading = this.#ports.timers.after(this.#ports.idleMs, () => {
      slot.unloading = null
      void this.#unloadOrForget(slot, () => slot.holds === 0)
    })
  }

  /** Never throws: one room that the store fails keeps no other from being closed. */
  async #unloadOrForget(slot: Slot, mayLeave: () => boolean): Promise<void> {
    try {
      await this.#unload(slot, mayLeave)
    } catch (cause) {
      this.#ports.log.error('room.unloadFailed', cause, { documentId: slot.documentId })
      if (mayLeave()) this.#forgetRoom(slot)
    }
  }

  /** Whoever opens the document while it is being written gets this same room, and it stays. */
  async #unload(slot: Slot, mayLeave: () => boolean): Promise<void> {
    const room = await slot.opening.catch(() => null)
    if (room === null) return
    await room.settled()
    if (room.document.entriesAfterSnapshot > 0) await this.#tryToCompact(slot, room)
    if (mayLeave()) await this.#ports.beforeClosing(room)
    if (!mayLeave() || this.#slots.get(slot.documentId) !== slot) return
    closeRoom(room)
    this.#forget(slot)
    this.#ports.log.info('room.closed', { documentId: slot.documentId, sequence: room.sequence })
  }

  /** One at a time: whoever asks meanwhile waits for the one that is under way. Never throws: the journal has it all, and a snapshot is made another time. */
  #tryToCompact(slot: Slot, room: Room): Promise<void> {
    slot.compacting ??= this.#takeSnapshot(room)
      .catch((cause: unknown) => {
        this.#ports.log.error('room.compactionFailed', cause, { documentId: slot.documentId })
      })
      .finally(() => {
        slot.compacting = null
      })
    return slot.compacting
  }

  async #takeSnapshot({ document }: Room): Promise<void> {
    const at = await document.state()
    await this.#ports.beforeCompacting(document.row, at.sequence)
    const opensFrom = await compact(this.#ports, document.row, at)
    if (opensFrom !== null) document.snapshotTaken(opensFrom)
  }

  #lose(room: Room, cause: unknown): void {
    const { documentId } = room.document.row
    this.#ports.log.error('room.lost', cause, { documentId })
    const slot = this.#slots.get(documentId)
    if (slot?.room === room) this.#forget(slot)
    closeRoom(room)
  }

  #forgetRoom(slot: Slot): void {
    void slot.opening.then((room) => closeRoom(room))
    this.#forget(slot)
  }

  #forget(slot: Slot): void {
    if (this.#slots.get(slot.documentId) === slot) this.#slots.delete(slot.documentId)
    if (this.#slots.size > 0) return
    this.#ticking?.stop()
    this.#ticking = null
  }

  #tick(): void {
    for (const slot of this.#slots.values()) if (slot.room !== null) this.#tickRoom(slot, slot.room)
  }

  #tickRoom(slot: Slot, room: Room): void {
    room.tick()
    if (slot.compacting !== null || room.document.entriesAfterSnapshot < COMPACT_AT) return
    const now = this.#ports.timers.elapsedMs()
    if (now - slot.compactedAt < COMPACT_EVERY_MS) return
    slot.compactedAt = now
    void this.#tryToCompact(slot, room)
  }
}

/** Whoever came in while it was ending goes with it. */
function closeRoom(room: Room, reason: CloseReason = 'overloaded'): void {
  for (const session of [...room.sessions]) session.end(reason)
  room.close()
}
