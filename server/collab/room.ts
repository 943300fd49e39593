import * as Y from 'yjs'
import { encodeHello, encodeSyncStep1, encodeSyncStep2, encodeUpdate } from '#shared/protocol/frames.ts'
import { type Batch, gatherBatch, type Step, type WaitingFrame } from './batch.ts'
import type { checkUpdate } from './check/checkUpdate.ts'
import type { DocumentState } from './compaction.ts'
import type { DocumentRow } from './documents.ts'
import { keepEntries } from './keepEntries.ts'
import { type LoadedDocument, type LoadPorts, loadDocument } from './loadDocument.ts'
import { type PresencePorts, Presences } from './presences.ts'
import type { Session } from './session.ts'

export interface RoomPorts extends LoadPorts, PresencePorts {
  readonly check: typeof checkUpdate
  /** Called after each commit; never waited for. */
  readonly projectLater: (room: Room) => void
  /** Unit: milliseconds of one append. */
  readonly onAppended: (tookMs: number) => void
  /** The room can no longer be trusted with its document; it is to be opened anew. */
  readonly onLost: (room: Room, cause: unknown) => void
}

type Kept = Extract<Step, { readonly kind: 'keep' }>

/** One document in memory and everybody who edits it. Edits wait in line, and what the journal holds has happened. */
export class Room {
  readonly sessions = new Set<Session>()
  readonly presences: Presences
  readonly #ports: RoomPorts
  #row: DocumentRow
  #loaded: LoadedDocument
  #sequence: number
  #snapshotSequence: number
  #waiting: WaitingFrame[] = []
  #isWorking = false
  #worked: Promise<void> = Promise.resolve()
  #isClosed = false
  /** Set while the document in memory holds half of an edit that could not be applied; nobody may read it then. */
  #mending: Promise<void> | null = null

  private constructor(row: DocumentRow, loaded: LoadedDocument, ports: RoomPorts) {
    this.#row = row
    this.#loaded = loaded
    this.#sequence = loaded.sequence
    this.#snapshotSequence = row.snapshotSequence
    this.#ports = ports
    this.presences = new Presences(this.sessions, ports)
  }

  /** Opens a document from its journal. Throws: when it cannot be read whole; it never becomes an empty document instead. */
  static async open(row: DocumentRow, ports: RoomPorts): Promise<Room> {
    return new Room(row, await loadDocument(ports, row), ports)
  }

  get row(): DocumentRow {
    return this.#row
  }

  /** The last entry of the journal. */
  get sequence(): number {
    return this.#sequence
  }
}
