import type { DocumentAccess } from '#server/access/documentAccess.ts'
import type { ChangeFeed } from '#server/platform/changeFeed.ts'
import type { Log } from '#server/platform/log.ts'
import type { Timer, Timers } from '#server/platform/timers.ts'
import type { DocumentId, MemberId } from '#shared/core/ids.ts'
import type { Clock, Instant } from '#shared/core/time.ts'
import type { PresentMember } from './check/checkAwareness.ts'
import { colourOf } from './presenceColours.ts'
import { type NodePresence, type PresenceRows, presenceOf } from './presenceRows.mongo.ts'
import type { OwnPlace, PresenceElsewhere } from './presences.ts'
import type { Room } from './room.ts'
import type { Rooms } from './rooms.ts'

export interface PresenceExchangePorts {
  readonly rows: PresenceRows
  readonly feed: ChangeFeed
  readonly rooms: Pick<Rooms, 'open'>
  readonly access: DocumentAccess
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
  /** Names this process among those that serve the same documents. */
  readonly node: string
}

/** Moves of one document wait so long for each other. */
const GATHER_MS = 150
const BEAT_MS = 4_000
/** A node that has not been heard of for so long is gone, and everybody who was there. */
const GONE_AFTER_MS = 10_000
const NAMED_FOR_MS = 8_000

interface Heard {
  readonly of: Pick<NodePresence, 'node' | 'documentId'>
  readonly beat: number
  /** Unit: milliseconds, as `Timers.elapsedMs`. */
  readonly at: number
}

const nameOf = ({ node, documentId }: NodePresence): string => `${node}/${documentId}`

/**
 * Shows people who edit a document at different nodes to each other. Nodes tell ids and places only; who somebody is, and
 * whether they may edit at all, each node asks for itself.
 */
export class PresenceExchange {
  readonly #ports: PresenceExchangePorts
  readonly #gathering = new Map<DocumentId, Timer>()
  readonly #told = new Set<DocumentId>()
  readonly #heard = new Map<string, Heard>()
  readonly #users = new Map<string, { readonly user: PresentMember | null; readonly at: Instant }>()
  #beat = 0
  #beating: Timer | null = null

  constructor(ports: PresenceExchangePorts) {
    this.#ports = ports
    ports.feed.on('presences', (row) => {
      const presence = presenceOf(row)
      if (presence !== null) this.#run(() => this.#hear(presence))
    })
    ports.feed.onGap(() => this.#run(() => this.#readAll()))
  }

  start(): void {
    this.#beating = this.#ports.timers.every(BEAT_MS, () => this.#run(() => this.#beatAll()))
  }

  stop(): void {
    this.#beating?.stop()
    for (const timer of this.#gathering.values()) timer.stop()
  }

  /** Somebody here has moved. */
  moved(room: Room): void {
    const { documentId } = room.document.row
    if (this.#gathering.has(documentId)) return
    const tell = () => {
      this.#gathering.delete(documentId)
      this.#run(() => this.#tell(documentId, room.presences.places()))
    }
    this.#gathering.set(documentId, this.#ports.timers.after(GATHER_MS, tell))
  }

  /** A room has opened: who is there already at other nodes. */
  opened(room: Room): void {
    this.#run(async () => {
      for (const presence of await this.#ports.rows.read([room.document.row.documentId]))
        await this.#show(room, presence)
    })
  }

  async #tell(documentId: DocumentId, places: readonly OwnPlace[]): Promise<void> {
    if (places.length === 0 && !this.#told.has(documentId)) return
    if (places.length > 0) this.#told.add(documentId)
    else this.#told.delete(documentId)
    const { node, rows, clock } = this.#ports
    await rows.write({ node, documentId, beat: ++this.#beat, places }, clock.now())
  }

  /** Says that this node lives, and forgets those that do not. */
  async #beatAll(): Promise<void> {
    this.#users.clear()
    const open = new Map<DocumentId, Room>()
    for (const room of this.#ports.rooms.open()) open.set(room.document.row.documentId, room)
    for (const documentId of [...this.#told])
      await this.#tell(documentId, open.get(documentId)?.presences.places() ?? [])
    await this.#readAll()
  }

  async #readAll(): Promise<void> {
    const rooms = this.#ports.rooms.open()
    if (rooms.length === 0) return this.#heard.clear()
    const heard = [...this.#heard.keys()]
    const said = await this.#ports.rows.read(rooms.map(({ document }) => document.row.documentId))
    const names = new Set(said.map(nameOf))
    this.#forget(
      heard.filter((name) => !names.has(name)),
      rooms,
    )
    for (const room of rooms) {
      for (const presence of said)
        if (presence.documentId === room.document.row.documentId) await this.#show(room, presence)
    }
  }

  /** Their rows are gone, as the store's clock has it: a minute after they were written, or before, when two clocks differ. */
  #forget(names: readonly string[], rooms: readonly Room[]): void {
    for (const name of names) {
      const of = this.#heard.get(name)?.of
      this.#heard.delete(name)
      for (const room of rooms)
        if (of?.documentId === room.document.row.documentId) room.presences.showElsewhere(of.node, [])
    }
  }

  async #hear(presence: NodePresence): Promise<void> {
    for (const room of this.#ports.rooms.open()) {
      if (room.document.row.documentId === presence.documentId) await this.#show(room, presence)
    }
  }

  async #show(room: Room, presence: NodePresence): Promise<void> {
    const { node, documentId, beat, places } = presence
    if (node === this.#ports.node) return
    const isAlive = this.#isAlive(presence)
    const shown = isAlive ? await this.#namesOf(documentId, places) : []
    const isNewest = this.#heard.get(nameOf(presence))?.beat === beat
    if (isNewest) room.presences.showElsewhere(node, shown)
  }

  /** A row that nobody writes any more is a dead node's; the two clocks are never compared. */
  #isAlive(presence: NodePresence): boolean {
    const { node, documentId, beat } = presence
    const name = nameOf(presence)
    const now = this.#ports.timers.elapsedMs()
    const heard = this.#heard.get(name)
    if (heard === undefined || beat > heard.beat) this.#heard.set(name, { of: { node, documentId }, beat, at: now })
    else return now - heard.at < GONE_AFTER_MS
    return true
  }

  async #namesOf(documentId: DocumentId, places: readonly OwnPlace[]): Promise<readonly PresenceElsewhere[]> {
    const named: PresenceElsewhere[] = []
    for (const place of places) {
      const user = await this.#userOf(documentId, place.memberId)
      if (user !== null) named.push({ ...place, user })
    }
    return named
  }

  /** Who a member is, when they may edit; asked anew every few seconds, since their own node is the one that closes them. */
  async #userOf(documentId: DocumentId, memberId: MemberId): Promise<PresentMember | null> {
    const name = `${documentId}/${memberId}`
    const now = this.#ports.clock.now()
    const known = this.#users.get(name)
    if (known !== undefined && now - known.at < NAMED_FOR_MS) return known.user
    const verdict = await this.#ports.access.judge(memberId, documentId)
    const user = verdict.right === 'edit' ? { memberId, ...verdict.member, colour: colourOf(memberId) } : null
    this.#users.set(name, { user, at: now })
    return user
  }

  #run(work: () => Promise<void>): void {
    work().catch((cause: unknown) => {
      this.#ports.log.warn('presences.notExchanged', { reason: cause instanceof Error ? cause.name : 'unknown' })
    })
  }
}
