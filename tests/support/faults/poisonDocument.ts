import { Participant } from '../participant.ts'
import { seededRandom } from '../seededRandom.ts'
import { until } from '../until.ts'
import { startEditorPerson } from './editorPerson.ts'
import { type Ground, startGround } from './ground.ts'
import { ATTACKERS, attack } from './hostileFlood.ts'
import { POISONS } from './hostileFrames.ts'

export interface PoisonReport {
  readonly kinds: number
  /** Kinds after which the session that sent them went on. */
  readonly survived: readonly string[]
  readonly isSameDocument: boolean
  /** Ways by which the document does not open any more. */
  readonly notOpened: readonly string[]
}

const TEXT = '毒の前からある文。'
const PATIENCE_MS = 5_000

/** Each kind of poison is sent to a document that people have, which then is opened in every way there is, by a server that began anew, too. */
export async function poisonDocument(seed: number): Promise<PoisonReport> {
  const ground = await startGround(ATTACKERS + 1)
  try {
    const documentId = await ground.newDocument()
    await writeIn(ground, documentId)
    const digest = await ground.digestOf(documentId)
    const random = seededRandom(seed)
    const shots = Object.entries(POISONS).map(([kind, make]) => [kind, make(random)] as const)
    const survived = await attack(ground, documentId, { shots, patienceMs: PATIENCE_MS, atOnce: 1 })

    const isSameDocument = (await ground.digestOf(documentId)) === digest
    const opened = { 'a stock client': opensInStock, 'an extract': opensAsExtract, 'the editor': opensInEditor }
    const notOpened: string[] = []
    for (const [way, opens] of Object.entries(opened)) if (!(await opens(ground, documentId))) notOpened.push(way)
    await ground.server.kill()
    await ground.startAnew()
    if (!(await opensInStock(ground, documentId))) notOpened.push('a stock client after a start anew')
    return { kinds: shots.length, survived, isSameDocument, notOpened }
  } finally {
    await ground.stop()
  }
}

async function writeIn(ground: Ground, documentId: string): Promise<void> {
  const author = new Participant(ground.doorOf(ATTACKERS, documentId))
  await author.synced()
  author.type(TEXT)
  await author.settled()
  author.leave()
}

async function opensInStock(ground: Ground, documentId: string): Promise<boolean> {
  const reader = new Participant(ground.doorOf(ATTACKERS, documentId))
  const isRead = await reader.reads(TEXT).then(
    () => true,
    () => false,
  )
  reader.leave()
  return isRead
}

/** What everything that is printed or copied is made of. */
async function opensAsExtract(ground: Ground, documentId: string): Promise<boolean> {
  const { status, text } = await ground.get(`/api/documents/${documentId}/extract`)
  return status === 200 && text.includes(TEXT)
}

/** It shows the whole document. */
async function opensInEditor(ground: Ground, documentId: string): Promise<boolean> {
  const person = startEditorPerson()
  try {
    await person.open({ ...ground.doorOf(ATTACKERS, documentId), token: ground.tokenOf(ATTACKERS) }, 1)
    await until(async () => (await person.state()).isWhole, 'the editor shows it')
    await person.leave()
    return true
  } catch {
    return false
  } finally {
    person.end()
  }
}
