import { setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import { documentHash } from '#server/collab/documentHash.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { type CollabRig, memberNumber, startCollab, tokenOf } from '../collabRig.ts'
import type { Participant } from '../participant.ts'
import { RawClient } from '../rawClient.ts'
import { type SeededRandom, seededRandom } from '../seededRandom.ts'
import { until } from '../until.ts'
import { type EditorPerson, startEditorPerson } from './editorPerson.ts'
import { allSettled } from './settle.ts'

export interface ConvergenceReport {
  readonly seeds: number
  readonly operations: number
  /** Seeds after which two replicas, or a replica and the server, were not the same document, deletions included, and who held what. */
  readonly diverged: readonly string[]
  /** What an act in the editor threw, with its seed: the act then did nothing. */
  readonly thrown: readonly string[]
  /** Unit: frames that reached somebody who may not know of the document. */
  readonly leakedFrames: number
}

/** Beside the one at the editor. */
const STOCK_CLIENTS = 4
const AT_EDITOR = 5
const BARRED = 9
/** One operation in so many is the network's. */
const LINE_ONE_IN = 8
const LONGEST_SETTLING_MS = 20_000

/**
 * Five people, one of them at the product's editor, write, erase, split and are cut off in no order, and what they send waits
 * or comes twice; at the end all hold the same, the editor shows it, and who is barred got nothing.
 */
export async function convergenceFuzz(options: {
  readonly seeds: number
  readonly operations: number
  readonly seed: number
}): Promise<ConvergenceReport> {
  const diverged: string[] = []
  const thrown: string[] = []
  let leakedFrames = 0
  const atEditor = startEditorPerson()
  try {
    for (let index = 0; index < options.seeds; index++) {
      const seed = options.seed + index
      const rig = await startCollab()
      rig.access.verdicts.set(memberNumber(BARRED), { right: 'none' })
      const barred = new RawClient(rig.doorOf(BARRED))
      await atEditor.open({ ...rig.doorOf(AT_EDITOR), token: tokenOf(AT_EDITOR) }, seed)
      const noteFault = (fault: Error): void => void thrown.push(`${seed}: ${fault.message}`)
      const round = { rig, atEditor, noteFault, random: seededRandom(seed) }
      const apart = await differenceAfter(round, options.operations)
      if (apart !== null) diverged.push(`${seed}: ${apart}`)
      leakedFrames += barred.frames.length
      barred.leave()
      await atEditor.leave()
      await rig.stop()
    }
  } finally {
    atEditor.end()
  }
  return { seeds: options.seeds, operations: options.operations, diverged, thrown, leakedFrames }
}

interface Round {
  readonly rig: CollabRig
  readonly atEditor: EditorPerson
  readonly random: SeededRandom
  readonly noteFault: (fault: Error) => void
}

/** Who holds what in the end; null where all hold the same. */
async function differenceAfter(
  { rig, atEditor, random, noteFault }: Round,
  operations: number,
): Promise<string | null> {
  const stock = Array.from({ length: STOCK_CLIENTS }, (_, index) => new Unruly(rig.join(index + 1), random))
  const people = stock.map(({ participant }) => participant)
  await allSettled(people)
  let isCut = false
  for (let count = 0; count < operations; count++) {
    const person = random.pick([...stock, null])
    if (person !== null) person.operate()
    else if (random.below(LINE_ONE_IN) > 0) await atEditor.act().catch(noteFault)
    else {
      isCut = !isCut
      await (isCut ? atEditor.cut() : atEditor.mend())
    }
    if (count % 5 === 0) await pause(random.below(4))
  }
  for (const person of stock) person.comeBack()
  await atEditor.mend()
  let held = ''
  const areOne = async (): Promise<boolean> => {
    await allSettled(people)
    const shown = await atEditor.state()
    const states = [
      ...people.map(({ doc }) => `${hashOf(doc)}${isWhole(doc) ? '' : ' torn'}`),
      await hashAtServer(rig),
      `${shown.digest}${shown.isWhole ? '' : ' torn'}`,
    ]
    held = states.map((state) => state.replace(/^([0-9a-f]{8})[0-9a-f]*/, '$1')).join(', ')
    return new Set(states).size === 1
  }
  // What the others wrote enters the editor when it is time, and the editor may have something to say to it.
  return until(areOne, 'all have one document', LONGEST_SETTLING_MS).then(
    () => null,
    (cause: Error) => `${held} (stock clients, the server, the editor): ${cause.message}`,
  )
}

const isWhole = ({ store }: Y.Doc): boolean => store.pendingStructs === null && store.pendingDs === null

const hashOf = (doc: Y.Doc): string => documentHash(doc).toString('hex')

const hashAtServer = ({ live, documentId }: CollabRig): Promise<string> =>
  live.rooms.read(documentId, ({ document }) => document.read(hashOf))

/** A stock client on a bad line: it is cut off, what it sends comes late, so after what others send later, or comes again. */
class Unruly {
  readonly participant: Participant
  readonly #random: SeededRandom
  readonly #sent: Uint8Array[] = []
  #isHeld = false

  constructor(participant: Participant, random: SeededRandom) {
    this.participant = participant
    this.#random = random
    participant.onWriteFrame = (_number, bytes) => this.#sent.push(bytes)
  }

  operate(): void {
    const { participant } = this
    const random = this.#random
    if (random.below(LINE_ONE_IN) === 0) {
      random.pick([() => this.#turnConnection(), () => this.#turnSending(), () => this.#sendAgain()])()
      return
    }
    const act = random.pick([splitLine, eraseSome, write, write])
    participant.doc.transact(() => act(participant, random))
  }

  /** For good. */
  comeBack(): void {
    this.participant.goOnSending()
    this.participant.provider.connect()
  }

  #turnConnection(): void {
    const { provider } = this.participant
    if (provider.shouldConnect) provider.disconnect()
    else provider.connect()
  }

  #turnSending(): void {
    this.#isHeld = !this.#isHeld
    if (this.#isHeld) this.participant.holdSending()
    else this.participant.goOnSending()
  }

  #sendAgain(): void {
    const { ws, wsconnected } = this.participant.provider
    if (wsconnected && this.#sent.length > 0) ws?.send(this.#random.pick(this.#sent).slice())
  }
}

/** Somewhere where words may stand; whoever is at the editor may have taken all of them away. */
function someLine({ doc }: Participant, random: SeededRandom): Y.XmlText | null {
  const lines = [...bodyOf(doc).createTreeWalker((node) => node instanceof Y.XmlText)]
  return lines.length === 0 ? null : (random.pick(lines) as Y.XmlText)
}

function write(editor: Participant, random: SeededRandom): void {
  const line = someLine(editor, random) ?? editor.addLine()
  line.insert(random.below(line.length + 1), random.pick(['就', '住居', '通院の', '記録。']))
}

function eraseSome(editor: Participant, random: SeededRandom): void {
  const line = someLine(editor, random)
  if (line === null || line.length === 0) return
  const from = random.below(line.length)
  line.delete(from, Math.min(1 + random.below(3), line.length - from))
}

/** The rest of a line becomes a paragraph of its own, as Enter makes it. */
function splitLine(editor: Participant, random: SeededRandom): void {
  const line = someLine(editor, random)
  const block = line?.parent
  if (line === null || line.length === 0 || !(block instanceof Y.XmlElement) || block.nodeName !== 'paragraph') return
  const around = block.parent
  if (!(around instanceof Y.XmlElement)) return
  const at = random.below(line.length)
  const rest = line.toJSON().slice(at)
  line.delete(at, line.length - at)
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(rest)])
  around.insertAfter(block, [paragraph])
}
