import { monitorEventLoopDelay } from 'node:perf_hooks'
import * as Y from 'yjs'
import { compact } from '#server/collab/compaction.ts'
import { type JournalEntry, SERVER_AUTHOR } from '#server/collab/journal.ts'
import { systemClock } from '#server/platform/clock.ts'
import { makeId } from '#shared/core/ids.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { encodeSyncStep1, encodeUpdate } from '#shared/protocol/frames.ts'
import { type CollabRig, memberNumber, startCollab } from '../collabRig.ts'
import { ownTime } from '../ownTime.ts'
import { RawClient } from '../rawClient.ts'
import { type SeededRandom, seededRandom } from '../seededRandom.ts'
import { until } from '../until.ts'

export interface OldDocumentOptions {
  /** Insertions and deletions, at random places, by forty people. */
  readonly operations: number
  readonly characters: number
  readonly seed: number
}

/** */
export interface OldDocumentReport {
  readonly bytes: number
  /** From asking to the replica in memory, without what the machine did for others. Unit: milliseconds. */
  readonly openedMs: number
  /** The longest that the server held up everybody else while it gave the document out and took the first words. */
  readonly longestStallMs: number
  /** From a key to its ack, as above. Unit: milliseconds that 19 keys of 20 stayed within. */
  readonly typingP95Ms: number
}

const PEOPLE = 40
const PARAGRAPHS = 200
const KEYS = 60
/** One operation in ten takes something out. */
const DELETES_ONE_IN = 10
const DELETED_AT_ONCE = 3

/** A document with many years behind it is opened by somebody and written into. */
export async function openOldDocument(options: OldDocumentOptions): Promise<OldDocumentReport> {
  const young = await startCollab()
  const bytes = await grow(young, options)
  const rig = await young.reopen()
  try {
    const client = new RawClient(rig.doorOf(1))
    const opened = ownTime()
    const opening = await watched(() => takeAll(client))
    // A browser's own work, to take the document in and to say what it has, stalls nobody but itself.
    const doc = new Y.Doc()
    for (const frame of client.frames) if (frame.kind === 'syncStep2') Y.applyUpdate(doc, frame.update)
    const openedMs = opened()
    client.answer(doc)
    const typing = await watched(() => typeInto(client, doc))
    client.leave()
    const longestStallMs = Math.max(opening.stallMs, typing.stallMs)
    return { bytes, openedMs, longestStallMs, typingP95Ms: typing.value }
  } finally {
    await rig.stop()
    await young.stop()
  }
}

/** What `work` comes to, and how long the event loop stood still at most meanwhile. Its clock is a new one each time: one that pauses counts the pause. */
async function watched<Value>(
  work: () => Promise<Value>,
): Promise<{ readonly value: Value; readonly stallMs: number }> {
  const loop = monitorEventLoopDelay({ resolution: 5 })
  loop.enable()
  const value = await work()
  loop.disable()
  return { value, stallMs: loop.max / 1e6 }
}

async function takeAll(client: RawClient): Promise<void> {
  await until(() => client.frames.some(({ kind }) => kind === 'syncStep1'), 'the server asks')
  client.send(encodeSyncStep1(Uint8Array.of(0)))
  await until(() => client.frames.some(({ kind }) => kind === 'syncStep2'), 'the document has come')
}

async function typeInto(client: RawClient, doc: Y.Doc): Promise<number> {
  await until(() => client.acked === 1, 'it is known that nothing is new')
  const line = linesOf(doc)[0]
  const times: number[] = []
  let update: Uint8Array = new Uint8Array(0)
  doc.on('update', (made: Uint8Array) => {
    update = made
  })
  for (let key = 0; key < KEYS; key++) {
    const taken = ownTime()
    line?.insert(0, '字')
    client.send(encodeUpdate(update))
    await until(() => client.acked === key + 2, 'the key is acknowledged')
    times.push(taken())
  }
  return times.toSorted((one, other) => one - other)[Math.floor(KEYS * 0.95)] ?? Number.NaN
}

/** Writes the document's years into its journal and, as an unloading does, into a snapshot. Answers with the size of what they make. */
async function grow(rig: CollabRig, { operations, characters, seed }: OldDocumentOptions): Promise<number> {
  const row = await rig.store.documents.find(rig.documentId)
  if (row === null) throw new Error('the rig has a document')
  const doc = new Y.Doc()
  for await (const { update } of rig.store.journal.readAfter(row, 0)) Y.applyUpdate(doc, update)
  const random = seededRandom(seed)
  for (let person = 1; person <= PEOPLE; person++) {
    const before = Y.encodeStateVector(doc)
    doc.clientID = 1_000 + person
    if (person === 1) addParagraphs(doc)
    workOn(doc, random, { operations: operations / PEOPLE, each: Math.ceil(characters / operations / 0.9) })
    await rig.store.journal.append(row, [entryOf(person, Y.encodeStateAsUpdate(doc, before))])
  }
  const state = Y.encodeStateAsUpdate(doc)
  const authors = new Map([...doc.store.clients.keys()].map((client) => [client, authorOf(client)] as const))
  const ports = { ...rig.store, clock: systemClock, holder: 'a node of old' }
  await compact(ports, row, { sequence: PEOPLE + 1, authors, state, unnamed: Y.createDeleteSet() })
  return state.byteLength
}

const authorOf = (client: number) =>
  client > 1_000 && client <= 1_000 + PEOPLE ? memberNumber(client - 1_000) : SERVER_AUTHOR

function entryOf(person: number, update: Uint8Array): JournalEntry {
  return {
    ...{ sequence: person + 1, update, userId: memberNumber(person) },
    connectionId: makeId('connection', String(person).padStart(26, '0')),
    ...{ frameFrom: 1, frameTo: 1, writtenAt: systemClock.now(), isVoid: false },
  }
}

function addParagraphs(doc: Y.Doc): void {
  const section = bodyOf(doc).get(0)
  if (!(section instanceof Y.XmlElement)) throw new Error('the note has a section')
  for (let count = 0; count < PARAGRAPHS; count++) {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText()])
    section.insert(0, [paragraph])
  }
}

function linesOf(doc: Y.Doc): readonly Y.XmlText[] {
  const section = bodyOf(doc).get(0)
  const blocks = section instanceof Y.XmlElement ? section.toArray() : []
  return blocks
    .flatMap((block) => (block instanceof Y.XmlElement ? block.toArray() : []))
    .filter((one) => one instanceof Y.XmlText)
}

function workOn(doc: Y.Doc, random: SeededRandom, { operations, each }: { operations: number; each: number }): void {
  const lines = linesOf(doc)
  for (let count = 0; count < operations; count++) {
    const line = random.pick(lines)
    const place = random.below(line.length + 1)
    if (random.below(DELETES_ONE_IN) > 0) line.insert(place, '更生保護の記録'.repeat(each).slice(0, each))
    else line.delete(place, Math.min(DELETED_AT_ONCE, line.length - place))
  }
}
