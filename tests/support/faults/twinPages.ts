import { makeId } from '#shared/core/ids.ts'
import { type CollabRig, startCollab, tokenOf } from '../collabRig.ts'
import { NodePage } from '../nodePage.ts'
import { until } from '../until.ts'

export interface TwinReport {
  readonly rounds: number
  /** Rounds in which the second page still had the first one's id when it began to write. */
  readonly underOneId: number
  /** Rounds after which the two did not read the same. */
  readonly differing: number
  /** Replicas that were found to be other than the server's. */
  readonly divergences: number
}

/** Two pages of one person have one id, as a duplicated tab has, and every second time the duplicate was frozen while the other went on. */
export async function twinPages(rounds: number): Promise<TwinReport> {
  const rig = await startCollab()
  let [underOneId, differing] = [0, 0]
  for (let round = 0; round < rounds; round++) {
    const pages = await twins(rig)
    const { hadNewId, isSame } = await writeBoth(pages, round % 2 === 1)
    if (!hadNewId) underOneId += 1
    if (!isSame) differing += 1
    for (const page of pages) page.leave()
  }
  const { divergences } = rig.live.figures()
  await rig.stop()
  return { rounds, underOneId, differing, divergences }
}

type Twins = readonly [first: NodePage, second: NodePage]

const idOf = (page: NodePage): number => page.connection.body.doc?.clientID ?? Number.NaN

async function twins(rig: CollabRig): Promise<Twins> {
  const documentId = await rig.live.createDocument({
    ...{ kind: 'conferenceNote', caseId: makeId('case', '0'.repeat(26)), title: null },
    sections: [{ sectionKey: 'progress', title: '経過' }],
  })
  const door = { ...rig.doorOf(1), documentId, token: tokenOf(1) }
  const [first, second] = [new NodePage(door), new NodePage(door)]
  await Promise.all([first.opened(), second.opened()])
  first.type('複製の前。')
  await Promise.all([first.saved(), second.reads('複製の前。')])
  if (second.connection.body.doc !== null) second.connection.body.doc.clientID = idOf(first)
  return [first, second]
}

async function writeBoth([first, second]: Twins, isFrozen: boolean) {
  const { provider } = second.connection
  if (isFrozen) provider.disconnect()
  first.type('続き。')
  await first.saved()
  if (isFrozen) provider.connect()
  await until(() => provider.synced, 'the duplicate is in')
  await second.reads('続き。')
  const hadNewId = idOf(second) !== idOf(first)
  second.type('複製から。')
  await second.saved()
  await first.reads('複製から。')
  return { hadNewId, isSame: first.text === second.text }
}
