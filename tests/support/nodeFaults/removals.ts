import { setTimeout as pause } from 'node:timers/promises'
import { addCoordinators } from '../faults/ground.ts'
import type { HintListener } from '../hintListener.ts'
import type { Participant } from '../participant.ts'
import { RawClient } from '../rawClient.ts'
import type { TwoNodes } from '../twoNodes.ts'
import { until } from '../until.ts'
import { Visitor } from '../visitor.ts'

export interface RemovalsReport {
  readonly count: number
  /** Unit: milliseconds after the ending was asked for, of each removal: the last of the four sockets closed; presence gone. */
  readonly closedMs: readonly number[]
  readonly goneMs: readonly number[]
  /** What somebody could still do, or still got, whose right had ended. */
  readonly wrong: readonly string[]
}

/** Twenty a second. */
const PACE_MS = 50
const ENDED_ON = '2020-01-01'

/** What a page would ask for, of the document and of everything else. */
const pathsOf = (documentId: string): readonly string[] => [
  ...['', '/extract', '/versions', '/authors', '/digest'].map((part) => `/api/documents/${documentId}${part}`),
  ...['/api/members', '/api/cases', '/api/conferences'],
]

/** Who ends the memberships, who types meanwhile, and where. */
interface Scene {
  readonly two: TwoNodes
  readonly administrator: Visitor
  readonly witness: Participant
  readonly documentId: string
}

/**
 * Members with four sockets each, a document and a hint socket at either of two nodes, lose their membership one after
 * another while somebody types; then they try what they could before (S-07).
 */
export async function removals(two: TwoNodes, count: number): Promise<RemovalsReport> {
  const owner = await two.person(0, 'B')
  const { documentId } = (await owner.post('/api/council-documents', { title: '去る人' })).body
  const witness = await two.editorOf(documentId, 0, owner)
  const scene = { two, administrator: await two.person(0, 'A'), witness, documentId }
  const visitors = await addCoordinators(two.nodes[0].address, count)
  const typing = setInterval(() => witness.type('字'), PACE_MS)
  const report = { count, closedMs: [] as number[], goneMs: [] as number[], wrong: [] as string[] }
  try {
    for (const visitor of visitors) await remove(scene, visitor, report)
    return report
  } finally {
    clearInterval(typing)
  }
}

async function remove(
  scene: Scene,
  visitor: Visitor,
  report: { readonly closedMs: number[]; readonly goneMs: number[]; readonly wrong: string[] },
): Promise<void> {
  const { two, administrator, witness, documentId } = scene
  const editors = [await two.editorOf(documentId, 0, visitor), await two.editorOf(documentId, 1, visitor)]
  const listeners = [await two.listener(0, visitor, documentId), await two.listener(1, visitor, documentId)]
  const { id } = (await visitor.get('/api/session')).body.signedIn.member
  for (const { provider } of editors) provider.awareness.setLocalState({ cursor: null, composing: false })
  await until(() => editors.every((editor) => isShown(editor, witness)), 'the others see who is here')

  const askedAt = performance.now()
  const ended = await administrator.post(`/api/members/${id}/ending`, { on: ENDED_ON })
  if (ended.status !== 200) throw new Error(`the membership did not end: ${ended.text}`)
  await until(() => areOut(editors, listeners), 'everything that was open is closed', 10_000)
  report.closedMs.push(performance.now() - askedAt)
  const bytesThen = editors.map(({ receivedBytes }) => receivedBytes)
  await until(() => !editors.some((editor) => isShown(editor, witness)), 'nobody is shown who is gone', 10_000)
  report.goneMs.push(performance.now() - askedAt)

  report.wrong.push(...(await stillAble(scene, visitor)))
  await pause(4 * PACE_MS)
  if (editors.some(({ receivedBytes }, place) => receivedBytes !== bytesThen[place])) report.wrong.push('bytes came')
  for (const editor of editors) editor.leave()
}

const isShown = ({ doc }: Participant, witness: Participant): boolean =>
  witness.provider.awareness.getStates().has(doc.clientID)

const areOut = (editors: readonly Participant[], listeners: readonly HintListener[]): boolean =>
  editors.every(({ lastClose }) => lastClose?.reason === 'accessEnded') && listeners.every(({ isOpen }) => !isOpen)

async function stillAble({ two, documentId }: Scene, visitor: Visitor): Promise<readonly string[]> {
  const able: string[] = []
  for (const { address } of two.nodes) {
    const same = new Visitor(address)
    same.cookie = visitor.cookie
    for (const path of pathsOf(documentId)) if ((await same.get(path)).status < 400) able.push(path)
    const door = { address: address.replace('http', 'ws'), documentId, origin: address, cookie: visitor.cookie }
    const again = new RawClient(door)
    await again.ended
    if (again.frames.length > 0) able.push('a socket')
  }
  return able
}
