import * as Y from 'yjs'
import { systemTimers } from '#server/platform/timers.ts'
import { makeId } from '#shared/core/ids.ts'
import { SCHEMA_VERSION } from '#shared/document/bodySchema.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { REMOVAL_WINDOW_MS } from '#shared/document/removals.ts'
import { reviseBody } from '#shared/document/reviseBody.ts'
import { CLOSE_CODES } from '#shared/protocol/closeCodes.ts'
import { encodeUpdate } from '#shared/protocol/frames.ts'
import { formatSubprotocol } from '#shared/protocol/subprotocol.ts'
import { type CollabRig, memberNumber, startCollab } from '../collabRig.ts'
import { HttpClient } from '../httpClient.ts'
import { Participant } from '../participant.ts'
import { RawClient } from '../rawClient.ts'
import { element, rawUpdate } from '../rawUpdate.ts'

export interface OldClientsReport {
  readonly rounds: number
  /** Clients of the release before that were not refused as that, or were given something. */
  readonly letIn: number
  /** Liars after whom the note did not come back whole by one restore, or whom no record names. */
  readonly notUndone: number
  /** True when the note is in the end what its author wrote, decision and all. */
  readonly isWhole: boolean
}

const [AUTHOR, MENDER, FIRST_OLD, FIRST_LIAR] = [1, 2, 1_000, 50_000]
const outdated = formatSubprotocol({ schemaVersion: SCHEMA_VERSION - 1, generation: 1 })
const ofThisRelease = formatSubprotocol({ schemaVersion: SCHEMA_VERSION, generation: 1 })

/**
 * Beside an author, clients of the release before come by socket and by requests; then one that lies about its release deletes
 * all that it does not know, and one restore brings it back (S-16).
 */
export async function oldClients(rounds: number): Promise<OldClientsReport> {
  let aheadMs = 0
  const timers = { ...systemTimers, elapsedMs: () => systemTimers.elapsedMs() + aheadMs }
  const rig = await startCollab({ ports: { timers } })
  const author = rig.join(AUTHOR)
  await author.settled()
  author.type('通院は週に一度、保護司が付き添う。'.repeat(20))
  decide(author.doc)
  let [letIn, notUndone] = [0, 0]
  for (let round = 0; round < rounds; round++) {
    author.type(`${round}回目の文。住居の契約は月末まで。`)
    letIn += await letInAsOld(rig, FIRST_OLD + 2 * round)
    await author.settled()
    if (!(await isUndone(rig, author, FIRST_LIAR + round))) notUndone++
    aheadMs += REMOVAL_WINDOW_MS
  }
  const { text } = author
  const isWhole = text.includes('住居を探す。') && text.split('回目の文。').length === rounds + 1
  await rig.stop()
  return { rounds, letIn, notUndone, isWhole }
}

/** Writes a decision below the first paragraph: a block that an old editor does not know. */
function decide(doc: Y.Doc): void {
  const decision = new Y.XmlElement('decision')
  decision.insert(0, [new Y.XmlText('住居を探す。')])
  const section = bodyOf(doc).get(0)
  if (section instanceof Y.XmlElement) section.insert(1, [decision])
}

async function letInAsOld(rig: CollabRig, member: number): Promise<number> {
  const bySocket = new RawClient(rig.doorOf(member), [outdated])
  bySocket.socket.on('open', () =>
    bySocket.send(encodeUpdate(rawUpdate([{ client: member, clock: 0, structs: [element('paragraph', {})] }]))),
  )
  const { code } = await bySocket.ended
  const byRequests = await new HttpClient({ ...rig.doorOf(member + 1), subprotocol: outdated }, member + 1).open()
  const isRefused = [code, byRequests.closeCode].every((said) => said === CLOSE_CODES.clientTooOld)
  return isRefused && bySocket.frames.length + byRequests.frames.length === 0 ? 0 : 1
}

/** Has a liar delete everything, and then one restore of what was kept before it. */
async function isUndone(rig: CollabRig, author: Participant, member: number): Promise<boolean> {
  const whole = author.text
  const liar = new Participant({ ...rig.doorOf(member), subprotocol: ofThisRelease })
  await liar.synced()
  bodyOf(liar.doc).delete(0, bodyOf(liar.doc).length)
  await liar.settled()
  const row = await rig.store.documents.find(rig.documentId)
  if (row === null) throw new Error('the rig has a document')
  const newest = (await rig.store.versions.list(row)).reduce((number, one) => Math.max(number, one.number), 0)
  const kept = await rig.store.versions.bodyOf(row, newest)
  if (kept === null) return false
  const editId = makeId('connection', String(member).padStart(26, '0'))
  const edit = { by: memberNumber(MENDER), editId, change: (doc: Y.Doc) => reviseBody(doc, kept) }
  await rig.live.rooms.read(rig.documentId, (room) => room.write(edit))
  await Promise.all([author.reads(whole), liar.reads(whole)])
  const isNamed = rig.audited.some(({ kind, by }) => kind === 'muchRemoved' && by === memberNumber(member))
  const isBack = author.text === whole && liar.text === whole
  liar.leave()
  return isBack && isNamed
}
