import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import * as Y from 'yjs'
import { BODY_KEY } from '#shared/document/bodySchema.ts'
import { type SeededRandom, seededRandom } from '#tests/support/seededRandom.ts'

/** One edit: where, how many characters it takes away, and what it puts there. */
export type Edit = readonly [position: number, deleted: number, inserted: string]

export interface EditingTrace {
  readonly name: string
  readonly edits: readonly Edit[]
}

const SEED = 20261203
const EDITS = 260_000
const DELETING_SHARE = 0.3

interface Recorded {
  readonly txns: readonly { readonly patches: readonly Edit[] }[]
}

/** The life of a long document: the recording that `BENCH_TRACE` names, or one made up from a seed. */
export function readEditingTrace(file: string | undefined = process.env.BENCH_TRACE): EditingTrace {
  if (file === undefined) return { name: `made up, seed ${SEED}`, edits: madeUp(seededRandom(SEED)) }
  const recorded: Recorded = JSON.parse(gunzipSync(readFileSync(file)).toString())
  return { name: 'recorded', edits: recorded.txns.flatMap(({ patches }) => patches) }
}

/** Unit: edits of one update, so that none is larger than a frame may be. */
const EDITS_AT_ONCE = 10_000

/** The life of a document, update by update: a paragraph that all the edits were made in, by somebody who has not been there before. */
export function lifeOf({ edits }: EditingTrace): readonly Uint8Array[] {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const [paragraph, text] = [new Y.XmlElement('paragraph'), new Y.XmlText()]
  paragraph.insert(0, [text])
  doc.getXmlFragment(BODY_KEY).push([paragraph])
  for (let start = 0; start < edits.length; start += EDITS_AT_ONCE) {
    doc.transact(() => {
      for (const [position, deleted, inserted] of edits.slice(start, start + EDITS_AT_ONCE)) {
        if (deleted > 0) text.delete(position, deleted)
        if (inserted !== '') text.insert(position, inserted)
      }
    })
  }
  doc.destroy()
  return updates
}

/** A caret that types and corrects, and now and then goes somewhere else. */
function madeUp(random: SeededRandom): readonly Edit[] {
  const edits: Edit[] = []
  let length = 0
  let caret = 0
  for (let count = 0; count < EDITS; count++) {
    if (random.below(40) === 0) caret = random.below(length + 1)
    const deletes = caret > 0 && random.below(1_000) < DELETING_SHARE * 1_000
    edits.push(deletes ? [caret - 1, 1, ''] : [caret, 0, 'あ'])
    caret += deletes ? -1 : 1
    length += deletes ? -1 : 1
  }
  return edits
}
