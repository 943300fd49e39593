import { createDecoder, type Decoder, readVarUint } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeUint8Array, writeVarUint } from 'lib0/encoding'
import { readStruct, type Struct, type StructId } from './check/readUpdate.ts'

/** Unit: structs that are read, or put in their places, at a time: about ten milliseconds of work. */
const AT_ONCE = 4_096

/** What one client wrote: where each of its structs begins, in the update's bytes and by its clock, and where the last one ends. */
interface Author {
  readonly client: number
  readonly clocks: number[]
  readonly starts: number[]
  /** Index of the next struct to hand out. */
  next: number
}

/**
 * Takes a whole document's update apart into small ones that can be applied one after another, each building only on those
 * before it, so that others get their turn in between. A null is such a turn with nothing to apply. Only for bytes of ours:
 * what no body may hold, or builds on what never comes, throws.
 *
 * Cost: of each step, some thousand structs; in all, reading the update twice.
 */
export function* slicesOf(update: Uint8Array): Generator<Uint8Array | null> {
  const decoder = createDecoder(update)
  const authors = new Map<number, Author>()
  for (let left = readVarUint(decoder); left > 0; left--) {
    const count = readVarUint(decoder)
    const author: Author = { client: readVarUint(decoder), clocks: [readVarUint(decoder)], starts: [], next: 0 }
    authors.set(author.client, author)
    for (let read = 1; read <= count; read++) {
      passOver(decoder, author)
      if (read % AT_ONCE === 0) yield null
    }
    author.starts.push(decoder.pos)
  }
  const deletions = update.subarray(decoder.pos)
  yield* inOrder(update, authors)
  yield updateOf([], deletions)
}

function passOver(decoder: Decoder, { clocks, starts }: Author): void {
  const clock = clocks.at(-1) ?? 0
  starts.push(decoder.pos)
  clocks.push(clock + readStruct(decoder, clock).length)
}

/** Hands out what is built on first: whoever needs another's struct waits until that one has come. */
function* inOrder(update: Uint8Array, authors: ReadonlyMap<number, Author>): Generator<Uint8Array> {
  const turns = new Turns(createDecoder(update), authors)
  let slice = new Slice(update)
  for (let author = turns.next(); author !== null; author = turns.next()) {
    slice.take(author)
    if (slice.size < AT_ONCE) continue
    yield slice.bytes()
    slice = new Slice(update)
  }
  yield slice.bytes()
}

/** Whose turn it is, and the clock they are needed to reach. */
interface Turn {
  readonly author: Author
  readonly until: number
}

/** Says whose next struct is to be taken, so that what is built on comes first. */
class Turns {
  readonly #decoder: Decoder
  readonly #authors: ReadonlyMap<number, Author>
  readonly #toBegin: Iterator<Author>
  readonly #waiting: Turn[] = []

  constructor(decoder: Decoder, authors: ReadonlyMap<number, Author>) {
    this.#decoder = decoder
    this.#authors = authors
    this.#toBegin = authors.values()
  }

  /** Null when everything is taken. The caller takes the struct before it asks again. */
  next(): Author | null {
    for (let turn = this.#turn(); turn !== null; turn = this.#turn()) {
      const needed = this.#neededFirst(turn.author)
      if (needed === null) return turn.author
      if (this.#waiting.some(({ author }) => author === needed.author))
        throw new Error('structs that wait for each other')
      this.#waiting.push(needed)
    }
    return null
  }

  #turn(): Turn | null {
    for (let turn = this.#waiting.at(-1); turn !== undefined; turn = this.#waiting.at(-1)) {
      if (!isDone(turn.author) && reachedBy(turn.author) <= turn.until) return turn
      this.#waiting.pop()
    }
    const { value: author, done } = this.#toBegin.next()
    if (done === true) return null
    this.#waiting.push({ author, until: Number.POSITIVE_INFINITY })
    return this.#turn()
  }

  /** Who has to come up to where before the author's next struct can be put in its place. */
  #neededFirst({ starts, clocks, next }: Author): Turn | null {
    this.#decoder.pos = starts[next] ?? 0
    const struct = readStruct(this.#decoder, clocks[next] ?? 0)
    for (const { client, clock } of needsOf(struct)) {
      const author = this.#authors.get(client)
      if (author === undefined || (isDone(author) && clock >= reachedBy(author)))
        throw new Error('a struct builds on what is not there')
      if (clock >= reachedBy(author)) return { author, until: clock }
    }
    return null
  }
}

const isDone = ({ next, starts }: Author): boolean => next === starts.length - 1
const reachedBy = ({ clocks, next }: Author): number => clocks[next] ?? 0

const needsOf = ({ origin, rightOrigin, parent }: Struct): readonly StructId[] =>
  [origin, rightOrigin, typeof parent === 'string' ? null : parent].filter((id) => id !== null)

/** A growing run of structs of each of some clients. */
class Slice {
  readonly #update: Uint8Array
  /** Each author with the index of its first struct in here. */
  readonly #runs = new Map<Author, number>()
  size = 0

  constructor(update: Uint8Array) {
    this.#update = update
  }

  take(author: Author): void {
    if (!this.#runs.has(author)) this.#runs.set(author, author.next)
    author.next++
    this.size++
  }

  bytes(): Uint8Array {
    const sections = [...this.#runs].map(([{ client, clocks, starts, next }, from]) => ({
      ...{ client, count: next - from, clock: clocks[from] ?? 0 },
      structs: this.#update.subarray(starts[from], starts[next]),
    }))
    return updateOf(sections, NO_DELETIONS)
  }
}

const NO_DELETIONS = Uint8Array.of(0)

interface RawSection {
  readonly client: number
  readonly count: number
  readonly clock: number
  readonly structs: Uint8Array
}

function updateOf(sections: readonly RawSection[], deletions: Uint8Array): Uint8Array {
  const encoder = createEncoder()
  writeVarUint(encoder, sections.length)
  for (const { client, count, clock, structs } of sections) {
    writeVarUint(encoder, count)
    writeVarUint(encoder, client)
    writeVarUint(encoder, clock)
    writeUint8Array(encoder, structs)
  }
  writeUint8Array(encoder, deletions)
  return toUint8Array(encoder)
}
