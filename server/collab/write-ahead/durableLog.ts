import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, unlink } from 'node:fs/promises'
import { recordsOf, Segment } from './segment.ts'

/** Unit: bytes after which the next file is begun. What a start has to read again is little more than this. */
const SEGMENT_BYTES = 1_048_576
const NAME = /^(\d{12})\.log$/

interface Waiting {
  readonly records: readonly Uint8Array[]
  readonly resolve: (segment: number) => void
  readonly reject: (cause: unknown) => void
}

/** What an earlier process left. */
export interface LeftBehind {
  readonly records: readonly Uint8Array[]
  /** Files that are not as they were written. */
  readonly damaged: ReadonlySet<string>
  /** Removes it, once it is kept elsewhere. What is damaged is kept nowhere else, and is set aside. */
  forget(): Promise<void>
}

/**
 * Records that are on the disk when it says so. Writing is adaptive: at once when idle, and while a write is under way
 * everything that comes is gathered for the next one, whoever it is from.
 */
export class DurableLog {
  readonly #folder: string
  #number: number
  #segment: Segment | null = null
  /** Finished files by number, until what they hold is kept elsewhere. */
  readonly #finished = new Map<number, string>()
  #waiting: Waiting[] = []
  #work: Promise<void> | null = null

  private constructor(folder: string, number: number) {
    this.#folder = folder
    this.#number = number
  }

  /** Opens a folder. Throws: the system's error when it cannot be read, or written. */
  static async open(folder: string): Promise<{ readonly log: DurableLog; readonly left: LeftBehind }> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await assertTakesFiles(folder)
    const names = (await readdir(folder)).filter((name) => NAME.test(name)).sort()
    const records: Uint8Array[] = []
    const damaged = new Set<string>()
    for (const name of names) {
      const read = recordsOf(await readFile(`${folder}/${name}`))
      for (const record of read.records) records.push(record)
      if (read.isDamaged || (read.isCutOff && name !== names.at(-1))) damaged.add(name)
    }
    const forget = async () => {
      for (const name of names) {
        if (damaged.has(name)) await rename(`${folder}/${name}`, `${folder}/${asideName(name)}`)
        else await unlink(`${folder}/${name}`)
      }
    }
    const last = Number(NAME.exec(names.at(-1) ?? '')?.[1] ?? 0)
    return { log: new DurableLog(folder, last), left: { records, damaged, forget } }
  }

  /** Resolves, with the number of their file, when the records are on the disk. Throws: the system's error; none need be held then. */
  append(records: readonly Uint8Array[]): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    this.#waiting.push({ records, resolve, reject })
    this.#work ??= this.#writeOut()
    return promise
  }

  /** Removes the files before number `segment`: what they hold is kept elsewhere. Throws: the system's error; the next call tries again. */
  async forgetBefore(segment: number): Promise<void> {
    // Those of this moment: one that is finished while an older one is removed holds what nobody else has yet.
    for (const [number, path] of [...this.#finished]) {
      if (number >= segment) continue
      // Another call may be at the same one.
      await rm(path, { force: true })
      this.#finished.delete(number)
    }
  }

  /** What is appended from now on goes into another file, so that the one so far can be forgotten. */
  async beginAnother(): Promise<void> {
    while (this.#work !== null) await this.#work
    await this.#finish()
  }

  async #writeOut(): Promise<void> {
    while (this.#waiting.length > 0) {
      const together = this.#waiting
      this.#waiting = []
      try {
        const segment = await this.#currentSegment()
        await segment.append(together.flatMap(({ records }) => records))
        for (const { resolve } of together) resolve(this.#number)
      } catch (cause) {
        // After a failed write nobody knows what the disk has: this file is left as it was, and the next try begins another.
        await this.#segment?.cutOff()
        await this.#finish().catch(() => undefined)
        for (const { reject } of together) reject(cause)
      }
    }
    this.#work = null
  }

  async #currentSegment(): Promise<Segment> {
    if (this.#segment !== null && this.#segment.length < SEGMENT_BYTES) return this.#segment
    await this.#finish()
    this.#number++
    this.#segment = await Segment.begin(this.#folder, `${String(this.#number).padStart(12, '0')}.log`)
    return this.#segment
  }

  async #finish(): Promise<void> {
    const segment = this.#segment
    if (segment === null) return
    this.#segment = null
    if (segment.length > 0) this.#finished.set(this.#number, segment.path)
    await segment.close()
    // A full disk is tried again and again, and its files may run out as its space did.
    if (segment.length === 0) await unlink(segment.path)
  }
}

/** A folder that takes no file is found out now, and not at the first user's first word. */
async function assertTakesFiles(folder: string): Promise<void> {
  await rm(`${folder}/trial`, { force: true })
  const trial = await Segment.begin(folder, 'trial')
  await trial.close()
  await unlink(trial.path)
}

/** Numbers begin anew when a folder is empty, and nothing that was set aside is to be written over. */
const asideName = (name: string): string => `${name}.${randomUUID()}.damaged`
