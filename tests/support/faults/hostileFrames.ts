import * as Y from 'yjs'
import { BODY_KEY } from '#shared/document/bodySchema.ts'
import { encodeSyncStep1, encodeUpdate } from '#shared/protocol/frames.ts'
import { MAX_FRAME_BYTES } from '#shared/protocol/limits.ts'
import { characters, element, rawUpdate, values } from '../rawUpdate.ts'
import type { SeededRandom } from '../seededRandom.ts'

type Make = (random: SeededRandom) => Uint8Array | string

const SYNC_UPDATE = [0, 2]

/** A change as an honest client writes it: a paragraph with a line, a part of it taken out again. */
function honestUpdate(random: SeededRandom, encode = Y.encodeStateAsUpdate): Uint8Array {
  const doc = new Y.Doc()
  const text = new Y.XmlText()
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [text])
  doc.getXmlFragment(BODY_KEY).push([paragraph])
  text.insert(0, `発言${random.below(1_000)}の記録`)
  text.delete(1, 2)
  const update = encode(doc)
  doc.destroy()
  return update
}

const framed = (update: Uint8Array): Uint8Array => encodeUpdate(update)

function withByte(bytes: Uint8Array, place: number, change: (byte: number) => number): Uint8Array {
  const copy = bytes.slice()
  copy[place] = change(copy[place] ?? 0)
  return copy
}

/** The kinds of bytes that no honest client sends (S-01). None of them changes a document. */
export const MALFORMED: { readonly [kind: string]: Make } = {
  empty: () => new Uint8Array(0),
  'text instead of bytes': (random) => `text ${random.below(100)}`,
  'unknown type': (random) => Uint8Array.of(9 + random.below(80), ...random.bytes(8)),
  'endless varint': () => Uint8Array.of(...SYNC_UPDATE, ...new Uint8Array(20).fill(255)),
  'truncated struct': (random) => {
    const update = honestUpdate(random)
    return framed(update.subarray(0, 6 + random.below(update.length - 12)))
  },
  'truncated delete set': (random) => framed(honestUpdate(random).subarray(0, -1)),
  'trailing bytes': (random) => Uint8Array.of(...framed(honestUpdate(random)), ...random.bytes(1 + random.below(9))),
  'wrong inner length': (random) =>
    withByte(framed(honestUpdate(random)), 2, (length) => length + 1 + random.below(20)),
  'random bytes': (random) => Uint8Array.of(...SYNC_UPDATE, 20, ...random.bytes(20)),
  'deep content': () => {
    const deep = JSON.parse(`${'['.repeat(400)}${']'.repeat(400)}`)
    return framed(rawUpdate([{ client: 9, clock: 0, structs: [values([deep], { parent: BODY_KEY })] }]))
  },
  'format V2': (random) => framed(honestUpdate(random, Y.encodeStateAsUpdateV2)),
}

/** An honest change with one bit turned: refused, or a change that is still one the sender may make. */
export function oneBitFlipped(random: SeededRandom): Uint8Array {
  const update = honestUpdate(random)
  return framed(withByte(update, random.below(update.length), (byte) => byte ^ (1 << random.below(8))))
}

const RANGES_IN_A_FRAME = 250_000
const WRITERS_IN_A_FRAME = 250_000

/** Frames that would make whoever believes them allocate, or look through the same neighbours again and again (S-02). */
export const BOMBS: { readonly [kind: string]: Make } = {
  'claims 32 million structs': () =>
    framed(rawUpdate([{ client: 9, clock: 0, structs: [], claimedCount: 32_000_000 }])),
  'hundreds of thousands of deletions': () =>
    framed(
      rawUpdate(
        [],
        [{ client: 9, ranges: Array.from({ length: RANGES_IN_A_FRAME }, (_, at) => [at * 2, 1] as const) }],
      ),
    ),
  'fifty thousand values of one attribute': () =>
    framed(
      rawUpdate([
        {
          ...{ client: 9, clock: 0 },
          structs: [
            element('paragraph', { parent: BODY_KEY }),
            ...Array.from({ length: 50_000 }, () => values(['x'], { parent: [9, 0], attribute: 'blockId' })),
          ],
        },
      ]),
    ),
  'exactly as large as a frame may be': () => ofSize(MAX_FRAME_BYTES),
  'asks about hundreds of thousands who write': () =>
    encodeSyncStep1(Y.encodeStateVector(new Map(Array.from({ length: WRITERS_IN_A_FRAME }, (_, id) => [id, 1])))),
}

function ofSize(length: number): Uint8Array {
  const around =
    framed(rawUpdate([{ client: 9, clock: 0, structs: [characters('', { parent: BODY_KEY })] }])).length + 6
  return framed(
    rawUpdate([{ client: 9, clock: 0, structs: [characters('x'.repeat(length - around), { parent: BODY_KEY })] }]),
  )
}

const manyAttributes = (count: number): Uint8Array =>
  framed(
    rawUpdate([
      {
        ...{ client: 9, clock: 0 },
        structs: [
          element('paragraph', { parent: BODY_KEY }),
          ...Array.from({ length: count }, (_, at) => values(['x'], { parent: [9, 0], attribute: `a${at}` })),
        ],
      },
    ]),
  )

/** Changes that would close a document for everybody if they were in it. */
export const POISONS: { readonly [kind: string]: Make } = {
  'two thousand blocks deep': () =>
    framed(
      rawUpdate([
        {
          ...{ client: 9, clock: 0 },
          structs: Array.from({ length: 2_000 }, (_, at) =>
            element('blockquote', at === 0 ? { parent: BODY_KEY } : { parent: [9, at - 1] }),
          ),
        },
      ]),
    ),
  'fifty thousand attributes, about as many as a frame holds': () => manyAttributes(50_000),
  'a hundred thousand attributes': () => manyAttributes(100_000),
  'twenty thousand roots': () =>
    framed(
      rawUpdate([
        {
          ...{ client: 9, clock: 0 },
          structs: Array.from({ length: 20_000 }, (_, at) => element('paragraph', { parent: `root${at}` })),
        },
      ]),
    ),
  'list items in the body': () =>
    framed(rawUpdate([{ client: 9, clock: 0, structs: [values(['poison'], { parent: BODY_KEY })] }])),
  'an attribute of a megabyte': () =>
    framed(
      rawUpdate([
        {
          ...{ client: 9, clock: 0 },
          structs: [
            element('paragraph', { parent: BODY_KEY }),
            values(['x'.repeat(1_000_000)], { parent: [9, 0], attribute: 'blockId' }),
          ],
        },
      ]),
    ),
}
