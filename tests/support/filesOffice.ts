import type { Connection } from 'mongoose'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import type { CouncilServer } from './councilServer.ts'

/** What of a store is needed: a server's connection, or a folder opened while no server runs. */
type Rows = Pick<Connection, 'collection'>

/** Gives people of the demo an office that keeps or answers for the council's files. */
export async function giveOffices(rows: Rows, offices: { readonly [letter: string]: 'chair' | 'secretariat' }) {
  for (const [letter, office] of Object.entries(offices)) {
    const held = { office, from: '2020-04-01', until: null }
    await rows
      .collection<{ _id: string }>('members')
      .updateOne({ _id: demoMemberId(letter) }, { $set: { offices: [held] } })
  }
}

/** Leaves everybody with what their role opens alone. */
export const takeOffices = (rows: Rows) => rows.collection('members').updateMany({}, { $set: { offices: [] } })

/** A case is over since a day, and of its conferences none is to come. */
export async function closeLongAgo(rows: Rows, caseId: string, closedOn = '2019-06-01') {
  await rows.collection<{ _id: string }>('cases').updateOne({ _id: caseId }, { $set: { state: 'closed', closedOn } })
  await rows.collection('conferences').updateMany({ caseId }, { $set: { state: 'ended' } })
}

export const FIVE_YEARS = { documentClass: '相談支援', years: 5, shown: null }

/** A, of the 事務局, asks; C, the chair, approves. */
export async function disposeOf({ as }: Pick<CouncilServer, 'as'>, caseId: string): Promise<number> {
  const [asker, approver] = [await as('A'), await as('C')]
  await asker.post(`/api/disposals/${caseId}/request`, { reason: '保存期間の満了' })
  const { body } = await approver.get('/api/disposals')
  const askedAt = body.due.find((one: { readonly caseId: string }) => one.caseId === caseId)?.asked.at
  return (await approver.post(`/api/disposals/${caseId}/approval`, { askedAt })).status
}
