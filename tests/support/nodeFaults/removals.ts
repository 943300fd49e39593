import { setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import { connectMongo } from '#server/platform/mongo.ts'
import { addCoordinators } from '../faults/ground.ts'
import type { HintListener } from '../hintListener.ts'
import type { Participant } from '../participant.ts'
import { RawClient } from '../rawClient.ts'
import type { TwoNodes } from '../twoNodes.ts'
import { until } from '../until.ts'
import { Visitor } from '../visitor.ts'
import { type EndingScene, type Leaving, WAYS_TO_END, type WayOfEnding } from './endings.ts'

export interface RemovalsReport {
  readonly way: WayOfEnding
  readonly count: number
  /** Unit: milliseconds after the ending, of each removal: the last socket closed that had to; presence gone. */
  readonly closedMs: readonly number[]
  readonly goneMs: readonly number[]
  /** What somebody could still do, or still got, whose right had ended. */
  readonly wrong: readonly string[]
}

/** Twenty a second. */
const PACE_MS = 50
/** What is written to nobody for so long after the end is written to nobody. */
const LATE_MS = 4 * PACE_MS

/** What a page would ask for: what is for those who write in the document, what is for all members, and what it would have kept. */
const forWriters = (documentId: string): readonly string[] =>
  ['/versions', '/authors'].map((part) => `/api/documents/${documentId}${part}`)
const forMembers = (documentId: string): readonly string[] => [
  ...['', '/extract', '/digest'].map((part) => `/api/documents/${documentId}${part}`),
  ...['/api/members', '/api/organisations', '/api/cases', '/api/conferences'],
  ...['/api/council-documents', '/api/own-action-items'],
]

const writings = (documentId: string): readonly (readonly [path: string, body: object])[] => [
  [`/api/documents/${documentId}/versions`, { name: '後' }],
  ['/api/council-documents', { title: '後' }],
]

/** Who ends the rights, who types meanwhile, and where. */
interface Scene extends EndingScene {
  readonly way: WayOfEnding
  readonly witness: Participant
  readonly documentId: string
}

/**
 * Members with four sockets each, a document and a hint socket at either of two nodes, lose their right one after another
 * while somebody types; then they try what they could before (S-07).
 */
export async function removals(two: TwoNodes, way: WayOfEnding, count: number): Promise<RemovalsReport> {
  const owner = await two.person(0, 'B')
  const { documentId } = (await owner.post('/api/council-documents', { title: '去る人' })).body
  const witness = await two.editorOf(documentId, 0, owner)
  const [connection, administrator] = [await connectMongo(two.set.uri), await two.person(0, 'A')]
  const scene = { two, connection, administrator, way, witness, documentId }
  const visitors = await addCoordinators(two.nodes[0].address, count, { eachOfTheirOwn: way === 'organisation' })
  const typing = setInterval(() => witness.type('字'), PACE_MS)
  const report = { way, count, closedMs: [] as number[], goneMs: [] as number[], wrong: [] as string[] }
  try {
    for (const visitor of visitors) await remove(scene, visitor, report)
    return report
  } finally {
    clearInterval(typing)
    witness.leave()
    await connection.close()
  }
}

type Tally = { readonly closedMs: number[]; readonly goneMs: number[]; readonly wrong: string[] }

async function remove(scene: Scene, visitor: Visitor, report: Tally): Promise<void> {
  const { two, way, witness, documentId } = scene
  const editors = [await two.editorOf(documentId, 0, visitor), await two.editorOf(documentId, 1, visitor)]
  const listeners = [await two.listener(0, visitor, documentId), await two.listener(1, visitor, documentId)]
  const leaving = await leavingOf(scene, visitor)
  for (const editor of editors) {
    editor.provider.awareness.setLocalState({ cursor: null, composing: false })
    editor.type('前')
  }
  await until(() => editors.every((editor) => isShown(editor, witness)), 'the others see who is here')

  const { end, ...after } = WAYS_TO_END[way]
  const isReader = 'leavesReader' in after
  const closing = until(() => areOut(editors, isReader ? [] : listeners), 'all that was open is closed', 10_000)
  const [endedAt, closedAt] = await Promise.all([end(scene, leaving), closing.then(() => Date.now())])
  const bytesThen = editors.map(({ receivedBytes }) => receivedBytes)
  await until(
    () => !editors.some((editor) => isShown(editor, witness)),
    `nobody is shown who is gone, by ${way}`,
    10_000,
  )
  report.closedMs.push(closedAt - endedAt)
  report.goneMs.push(Date.now() - endedAt)

  const written = writtenBy(editors, witness)
  for (const editor of editors) editor.type('後')
  report.wrong.push(...(await stillAble(scene, visitor, isReader)))
  await pause(LATE_MS)
  if (editors.some(({ receivedBytes }, place) => receivedBytes !== bytesThen[place])) report.wrong.push('bytes came')
  if (writtenBy(editors, witness) !== written) report.wrong.push('words went')
  for (const editor of editors) editor.leave()
  for (const listener of listeners) listener.close()
}

async function leavingOf({ administrator }: Scene, visitor: Visitor): Promise<Leaving> {
  const { id } = (await visitor.get('/api/session')).body.signedIn.member
  const { items } = (await administrator.get('/api/members')).body
  return items.find((member: Leaving) => member.id === id)
}

const isShown = ({ doc }: Participant, witness: Participant): boolean =>
  witness.provider.awareness.getStates().has(doc.clientID)

const writtenBy = (editors: readonly Participant[], witness: Participant): string =>
  editors.map(({ doc }) => Y.getState(witness.doc.store, doc.clientID)).join()

const areOut = (editors: readonly Participant[], listeners: readonly HintListener[]): boolean =>
  editors.every(({ lastClose }) => lastClose?.reason === 'accessEnded' || lastClose?.reason === 'signedOut') &&
  listeners.every(({ isOpen }) => !isOpen)

async function stillAble({ two, documentId }: Scene, visitor: Visitor, isReader: boolean): Promise<readonly string[]> {
  const able: string[] = []
  for (const { address } of two.nodes) {
    const same = new Visitor(address)
    same.cookie = visitor.cookie
    await same.readSession()
    able.push(...(await stillAsked(same, documentId, isReader)))
    const door = { address: address.replace('http', 'ws'), documentId, origin: address, cookie: visitor.cookie }
    const again = new RawClient(door)
    await again.ended
    if (again.frames.length > 0) able.push('a socket')
  }
  return able
}

/** Which requests are still answered. */
async function stillAsked(same: Visitor, documentId: string, isReader: boolean): Promise<readonly string[]> {
  const answered: string[] = []
  for (const path of [...forWriters(documentId), ...(isReader ? [] : forMembers(documentId))])
    if ((await same.get(path)).status < 400) answered.push(path)
  for (const [path, body] of writings(documentId))
    if ((await same.post(path, body)).status < 400) answered.push(`writing ${path}`)
  return answered
}
