import { setImmediate as nextTurn } from 'node:timers/promises'
import type * as Y from 'yjs'
import type { ExtractView } from '#shared/api/documents.ts'
import type { Clock } from '#shared/core/time.ts'
import { type BodyRows, bodyRows } from '#shared/document/bodyRows.ts'
import { drawExtract, type ExtractFace } from '#shared/document/extract.ts'
import { type BodyReader, bodyReader } from '#shared/document/readBody.ts'
import type { Room } from './room.ts'

/** What readers of one face get of a document as it was after one entry of its journal. */
export interface DrawnExtract {
  readonly sequence: number
  /** An `ExtractView`: written once for all who read it. */
  readonly json: string
}

/** What is decided and to be done in a document as it was after one entry of its journal. */
export interface DrawnRows {
  readonly sequence: number
  readonly rows: BodyRows
}

/** One document that somebody reads, and what has been drawn of it since it changed last. */
interface Drawing {
  readonly reader: BodyReader
  sequence: number
  readonly faces: Map<ExtractFace, DrawnExtract>
  readonly rows: Map<ExtractFace, DrawnRows>
}

/** The newest drawings of each open document that somebody reads: drawn when one is asked for, once for all readers of a face. */
export class Extracts {
  readonly #clock: Clock
  /** Gone with the document, however it leaves memory. One that could not apply something is opened anew, as another. */
  readonly #drawings = new WeakMap<Y.Doc, Drawing>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The extract as it is now; drawn anew only when something has changed, and then only where. */
  async of(room: Room, face: ExtractFace): Promise<DrawnExtract> {
    await this.#readAhead(room)
    const { documentId } = room.document.row
    return room.document.read((doc, sequence) => {
      const { reader, faces } = this.#drawingOf(doc, sequence)
      const known = faces.get(face)
      if (known !== undefined) return known
      const blocks = drawExtract(reader.read(), { face }).content
      const view: ExtractView = { documentId, sequence, drawnAt: this.#clock.now(), blocks }
      const drawn = { sequence, json: JSON.stringify(view) }
      faces.set(face, drawn)
      return drawn
    })
  }

  /** The decisions and action items as they are now, of what a face shows. They lie nowhere at rest: the note is where they stand. */
  async rowsOf(room: Room, face: ExtractFace): Promise<DrawnRows> {
    await this.#readAhead(room)
    return room.document.read((doc, sequence) => {
      const { reader, rows } = this.#drawingOf(doc, sequence)
      const drawn = rows.get(face) ?? { sequence, rows: bodyRows(drawExtract(reader.read(), { face })) }
      rows.set(face, drawn)
      return drawn
    })
  }

  /** Nobody is held up while a long document is read for the first time, or after much of it has changed. */
  async #readAhead(room: Room): Promise<void> {
    const pieces = await room.document.read((doc, sequence) => this.#drawingOf(doc, sequence).reader.readAhead())
    for (const _ of pieces) await nextTurn()
  }

  #drawingOf(doc: Y.Doc, sequence: number): Drawing {
    const drawing = this.#drawings.get(doc) ?? { reader: bodyReader(doc), sequence, faces: new Map(), rows: new Map() }
    if (drawing.sequence !== sequence) {
      drawing.faces.clear()
      drawing.rows.clear()
    }
    drawing.sequence = sequence
    this.#drawings.set(doc, drawing)
    return drawing
  }
}
