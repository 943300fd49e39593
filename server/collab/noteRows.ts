import type { DocumentId } from '#shared/core/ids.ts'
import type { BodyRows } from '#shared/document/bodyRows.ts'
import type { DocumentFace, ExtractFace } from '#shared/document/extract.ts'
import type { Extracts } from './extracts.ts'
import type { JournalHeads, Place } from './journalHeads.mongo.ts'
import type { Room } from './room.ts'
import type { Rooms } from './rooms.ts'

/** The rows of a note as they were when it stood at a place of its journal. */
interface Known {
  readonly place: Place
  readonly rows: Map<ExtractFace, BodyRows>
}

/** Unit: notes whose rows are remembered. */
const MAX_KNOWN = 4_096

/** The decisions and action items of notes. A list over years of notes opens only those that have changed since it was asked for last. */
export class NoteRows {
  readonly #extracts: Pick<Extracts, 'rowsOf'>
  /** Where other nodes may write; null where nobody else does. */
  readonly #heads: JournalHeads | null
  readonly #known = new Map<DocumentId, Known>()

  constructor(extracts: Pick<Extracts, 'rowsOf'>, heads: JournalHeads | null) {
    this.#extracts = extracts
    this.#heads = heads
  }

  /** What stands in each note now, in the order asked for. Each that is to be opened is opened in its turn. Throws: as `Rooms.read`. */
  async *rowsOf<Asked extends DocumentFace>(
    rooms: Pick<Rooms, 'read'>,
    asked: readonly Asked[],
  ): AsyncGenerator<readonly [Asked, BodyRows]> {
    await this.#forgetChangedElsewhere(asked)
    for (const one of asked) {
      const known = this.#known.get(one.documentId)?.rows.get(one.face)
      yield [one, known ?? (await rooms.read(one.documentId, (room) => this.#draw(room, one.face)))]
    }
  }

  /** The document has changed here, or may be another by now. */
  forget(documentId: DocumentId): void {
    this.#known.delete(documentId)
  }

  async #draw(room: Room, face: ExtractFace): Promise<BodyRows> {
    const { sequence, rows } = await this.#extracts.rowsOf(room, face)
    // What has come while it was drawn has been told of already.
    if (room.sequence === sequence && !room.isClosed) this.#remember(room, face, rows)
    return rows
  }

  #remember({ document: { row }, sequence }: Room, face: ExtractFace, rows: BodyRows): void {
    const { documentId, generation } = row
    const known = this.#known.get(documentId)?.rows ?? new Map<ExtractFace, BodyRows>()
    const [oldest] = this.#known.keys()
    if (this.#known.size >= MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest)
    this.#known.set(documentId, { place: { documentId, generation, sequence }, rows: known.set(face, rows) })
  }

  async #forgetChangedElsewhere(asked: readonly DocumentFace[]): Promise<void> {
    const places = asked.flatMap(({ documentId }) => this.#known.get(documentId)?.place ?? [])
    if (this.#heads === null || places.length === 0) return
    for (const { documentId } of await this.#heads.ahead(places)) this.forget(documentId)
  }
}
