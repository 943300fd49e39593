import { close, constants, fdatasync, ftruncate, open, unlink, write } from 'node:fs'
import { crc32 } from 'node:zlib'
import { keepNames } from '#server/platform/keepNames.ts'

/** Unit: bytes of a record's length and of its checksum, before the record. */
const HEADER_BYTES = 8
const CHECKSUM_AT = 4
/** Bytes are on the disk, and the file's length with them, when a write returns. Windows knows no such way to open a file. */
const AS_WRITTEN: number | undefined = constants.O_DSYNC
const DURABLY = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (AS_WRITTEN ?? 0)

type Done<Value> = (fault: NodeJS.ErrnoException | null, value: Value) => void

/** The callback forms cost a quarter of what file handles with promises do, and this is done for every keystroke. */
const done = <Value>(start: (done: Done<Value>) => void): Promise<Value> =>
  new Promise((resolve, reject) => start((fault, value) => (fault === null ? resolve(value) : reject(fault))))

/** One file of the log; only ever written at its end. */
export class Segment {
  readonly path: string
  readonly #file: number
  #length = 0

  private constructor(path: string, file: number) {
    this.path = path
    this.#file = file
  }

  /** Begins a new file, whose name is durable when this resolves. Throws: the system's error. */
  static async begin(folder: string, name: string): Promise<Segment> {
    const path = `${folder}/${name}`
    const segment = new Segment(path, await done<number>((then) => open(path, DURABLY, 0o600, then)))
    try {
      await keepNames(folder)
      return segment
    } catch (cause) {
      await segment.close()
      await done<void>((then) => unlink(path, (fault) => then(fault, undefined)))
      throw cause
    }
  }

  /** Unit: bytes. */
  get length(): number {
    return this.#length
  }

  /** Holds all the records, durably, when it resolves. Throws: the system's error; the file is not to be written any more then. */
  async append(records: readonly Uint8Array[]): Promise<void> {
    const bytes = Buffer.concat(records.flatMap((record) => [headerOf(record), record]))
    const written = await done<number>((then) => write(this.#file, bytes, 0, bytes.length, this.#length, then))
    if (written < bytes.length) throw new Error('the disk took only a part of what was written')
    if (AS_WRITTEN === undefined) await done<void>((then) => fdatasync(this.#file, (fault) => then(fault, undefined)))
    this.#length += bytes.length
  }

  /** Leaves in the file only what was said to be held. Never throws: what is left over has not been acknowledged and does no harm. */
  async cutOff(): Promise<void> {
    await done<void>((then) => ftruncate(this.#file, this.#length, (fault) => then(fault, undefined))).catch(() => null)
  }

  async close(): Promise<void> {
    await closeFile(this.#file)
  }
}

const closeFile = (file: number): Promise<void> =>
  done<void>((then) => close(file, (fault) => then(fault ?? null, undefined)))

function headerOf(record: Uint8Array): Buffer {
  const header = Buffer.allocUnsafe(HEADER_BYTES)
  header.writeUInt32LE(record.byteLength, 0)
  header.writeUInt32LE(crc32(record), CHECKSUM_AT)
  return header
}

export interface ReadRecords {
  readonly records: readonly Uint8Array[]
  /** True when one stands between the others that is not as it was written: it had been said to be held. */
  readonly isDamaged: boolean
  /** True when the end is no record: as after a write that was cut off, and was never said to be held. */
  readonly isCutOff: boolean
}

/** The records of a file's bytes; one that is not whole takes none of those behind it along. */
export function recordsOf(bytes: Uint8Array): ReadRecords {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const records: Uint8Array[] = []
  let [isDamaged, isCutOff] = [false, false]
  for (let at = 0; at < bytes.byteLength; ) {
    const start = at + HEADER_BYTES
    const end = start <= bytes.byteLength ? start + view.getUint32(at, true) : Number.POSITIVE_INFINITY
    if (end > bytes.byteLength) return { records, isDamaged, isCutOff: true }
    const record = bytes.subarray(start, end)
    // Of nothing the checksum is zero, as everything is in what a disk has filled up after a power cut.
    const isWhole = end > start && crc32(record) === view.getUint32(at + CHECKSUM_AT, true)
    if (isWhole) records.push(record)
    // Only one that whole ones stand behind is known to have been written to its end.
    isDamaged ||= isWhole && isCutOff
    isCutOff = !isWhole
    at = end
  }
  return { records, isDamaged, isCutOff }
}
