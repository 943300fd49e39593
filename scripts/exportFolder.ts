import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, EJSON, serialize } from 'bson'
import type { ClientSession, Db, Document } from 'mongodb'
import { z } from 'zod'

export const EXPORT_FORMAT = 1

/** One collection as it was exported. */
const ExportedCollection = z.object({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/),
  count: z.number().int().nonnegative(),
  /** SHA-256 of all documents' BSON in the order of `_id`. */
  sha256: z.string(),
  indexes: z.array(z.looseObject({ name: z.string(), key: z.record(z.string(), z.number()) })),
})
export type ExportedCollection = z.infer<typeof ExportedCollection>

const Manifest = z.object({
  format: z.literal(EXPORT_FORMAT),
  exportedAt: z.iso.datetime(),
  collections: z.array(ExportedCollection),
})
export type Manifest = z.infer<typeof Manifest>

export const manifestFileOf = (dir: string): string => join(dir, 'manifest.json')
export const collectionFileOf = (dir: string, name: string): string => join(dir, `${name}.jsonl`)

/** Throws: when it is not there, or of another format. */
export function readManifest(dir: string): Manifest {
  const text = readFileSync(manifestFileOf(dir), 'utf8')
  try {
    return Manifest.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error(
      `${manifestFileOf(dir)} を読めません。書き出しが途中で終わったか、別の版のものです / it is not whole, or of another version`,
      { cause },
    )
  }
}

/** What counts documents and hashes their bytes. */
export class Tally {
  count = 0
  readonly #hash = createHash('sha256')

  add(bytes: Uint8Array): void {
    this.count += 1
    this.#hash.update(bytes)
  }

  sha256(): string {
    return this.#hash.digest('hex')
  }
}

/** Every document's own bytes in the order of `_id`. */
export async function* rawDocuments(db: Db, name: string, session?: ClientSession): AsyncGenerator<Uint8Array> {
  const found = db.collection(name).find({}, { sort: { _id: 1 }, raw: true, ...(session && { session }) })
  // With `raw`, the driver hands out bytes, and its types do not say so.
  for await (const bytes of found) yield bytes as unknown as Uint8Array
}

/** One document as a line of canonical extended JSON. Throws: when the line would not be exactly this document again. */
export function lineOf(bytes: Uint8Array): string {
  const doc = deserialize(bytes, { promoteValues: false, promoteBuffers: false, bsonRegExp: true })
  const line = EJSON.stringify(doc, { relaxed: false })
  if (Buffer.compare(serialize(documentOf(line)), bytes) === 0) return line
  throw new Error(`文書 ${EJSON.stringify(doc._id)} は正確に書き出せません / cannot be exported exactly`)
}

export const documentOf = (line: string): Document => EJSON.parse(line, { relaxed: false })

/** The documents of an exported collection. */
export async function* exportedDocuments(dir: string, name: string): AsyncGenerator<Document> {
  for await (const line of linesOf(collectionFileOf(dir, name))) yield documentOf(line)
}

/** Only a line feed ends a line: a document holds U+2028 as it was typed, at which Node's own reader of lines would cut it. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let begun = ''
  for await (const chunk of createReadStream(file, 'utf8')) {
    const [first = '', ...others] = String(chunk).split('\n')
    const last = others.pop()
    begun += first
    if (last === undefined) continue
    yield begun
    yield* others
    begun = last
  }
  if (begun !== '') yield begun
}
