import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import { digestChunks } from '#shared/document/digest.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { type CollabRig, memberNumber, startCollab } from '../collabRig.ts'
import type { Participant } from '../participant.ts'
import { RawClient } from '../rawClient.ts'
import { type SeededRandom, seededRandom } from '../seededRandom.ts'
import { allSettled } from './settle.ts'

export interface ConvergenceReport {
  readonly seeds: number
  readonly operations: number
  /** Seeds after which two replicas, or a replica and the server, were not the same document, deletions included. */
  readonly diverged: readonly number[]
  /** Unit: frames that reached somebody who may not know of the document. */
  readonly leakedFrames: number
}

const EDITORS = 5
const BARRED = 9
/** One operation in so many cuts an editor off, or lets a cut one back. */
const CUT_ONE_IN = 12

/** Five people write, erase, split and are cut off in no order; at the end all hold the same, and who is barred got nothing. */
export async function convergenceFuzz(options: {
  readonly seeds: number
  readonly operations: number
  readonly seed: number
}): Promise<ConvergenceReport> {
  const diverged: number[] = []
  let leakedFrames = 0
  for (let index = 0; index < options.seeds; index++) {
    const seed = options.seed + index
    const rig = await startCollab()
    rig.access.verdicts.set(memberNumber(BARRED), { right: 'none' })
    const barred = new RawClient(rig.doorOf(BARRED))
    if (!(await convergesWith(rig, seededRandom(seed), options.operations))) diverged.push(seed)
    leakedFrames += barred.frames.length
    barred.leave()
    await rig.stop()
  }
  return { seeds: options.seeds, operations: options.operations, diverged, leakedFrames }
}

async function convergesWith(rig: CollabRig, random: SeededRandom, operations: number): Promise<boolean> {
  const editors = Array.from({ length: EDITORS }, (_, index) => rig.join(index + 1))
  await allSettled(editors)
  for (let count = 0; count < operations; count++) {
    operate(random.pick(editors), random)
    if (count % 5 === 0) await pause(random.below(4))
  }
  for (const editor of editors) editor.provider.connect()
  await allSettled(editors)
  const digests = editors.map(({ doc }) => digestOf(doc))
  const onServer = await rig.live.rooms.read(rig.documentId, ({ document }) => document.read((doc) => digestOf(doc)))
  const isWhole = editors.every(({ doc }) => doc.store.pendingStructs === null && doc.store.pendingDs === null)
  return isWhole && new Set([...digests, onServer]).size === 1
}

function operate(editor: Participant, random: SeededRandom): void {
  if (random.below(CUT_ONE_IN) === 0) {
    if (editor.provider.shouldConnect) editor.provider.disconnect()
    else editor.provider.connect()
    return
  }
  const kind = random.below(4)
  if (kind === 0) editor.doc.transact(() => splitLine(editor, random))
  else if (kind === 1) editor.doc.transact(() => eraseSome(editor, random))
  else editor.doc.transact(() => write(editor, random))
}

function write(editor: Participant, random: SeededRandom): void {
  const line = editor.line()
  line.insert(random.below(line.length + 1), random.pick(['就', '住居', '通院の', '記録。']))
}

function eraseSome(editor: Participant, random: SeededRandom): void {
  const line = editor.line()
  if (line.length === 0) return
  const from = random.below(line.length)
  line.delete(from, Math.min(1 + random.below(3), line.length - from))
}

/** The rest of the line becomes a paragraph of its own, as Enter makes it. */
function splitLine(editor: Participant, random: SeededRandom): void {
  const section = bodyOf(editor.doc).get(0)
  const line = editor.line()
  if (!(section instanceof Y.XmlElement) || line.length === 0) return
  const at = random.below(line.length)
  const rest = line.toString().slice(at)
  line.delete(at, rest.length)
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(rest)])
  section.insert(1, [paragraph])
}

function digestOf(doc: Y.Doc): string {
  const hash = createHash('sha256')
  for (const chunk of digestChunks(doc)) hash.update(chunk)
  return hash.digest('hex')
}
