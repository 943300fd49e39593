import type { CaseId } from '#shared/core/ids.ts'
import type { ErasedCase } from '#shared/domain/retention.ts'
import type { DisposalPorts } from './disposalPorts.ts'

/** The erasure of cases that two have disposed of. */
export interface Erasures {
  /** Takes a case away from everybody, and keeps that it is to be erased. Call it in the transaction that decides it. */
  begin(erased: ErasedCase): Promise<void>
  /** Erases what is left of a case. Never throws: what could not be done is told of in the log, and tried again. */
  finish(erased: ErasedCase): Promise<void>
  /** Goes on with what is not done yet, as after a stop in the middle, and lets the ledger know of all that the store knows of. Never throws. */
  finishAll(): Promise<void>
  /**
   * Takes away again, by the ledger, what a backup that was put back has brought back; `finishAll` erases it. Call it before anybody
   * comes. Unit: cases that had come back. Throws: the store's error, or that the ledger cannot be read; nobody may come then.
   */
  replay(): Promise<number>
}

export function erasures(ports: DisposalPorts): Erasures {
  const { disposals, erased: records, ledger, cases, conferences, log } = ports
  const underWay = new Set<CaseId>()

  const begin = async (erased: ErasedCase): Promise<void> => {
    await records.add(erased)
    await disposals.remove(erased.id)
    await conferences.removeOf(erased.id)
    await cases.remove(erased.id)
  }

  const finish = async (erased: ErasedCase): Promise<void> => {
    if (underWay.has(erased.id)) return
    underWay.add(erased.id)
    await clearAway(ports, erased)
      .catch((cause: unknown) => log.error('case.notErased', cause, { caseId: erased.id }))
      .finally(() => underWay.delete(erased.id))
  }

  return {
    begin,
    finish,
    async finishAll() {
      const all = await records.list().catch((cause: unknown) => {
        log.error('case.notErased', cause)
        return []
      })
      // Each node has a ledger of its own, and knows there what another has erased.
      await ledger.keep(all).catch((cause: unknown) => log.error('ledger.notKept', cause))
      for (const erased of all.filter(({ clearedAt }) => clearedAt === null)) await finish(erased)
    },
    async replay() {
      const back = await cameBack(ports)
      for (const erased of back) {
        await ports.atomically(async () => {
          // Another node that starts at this moment may have been first.
          if ((await records.find(erased.id)) !== null) return
          await begin(erased)
          await ports.audit.append({ kind: 'erasureReplayed', by: null, objectIds: [erased.id] })
        })
      }
      return back.length
    },
  }
}

/** What the ledger knows to be erased and the store does not: it is of before. Another council's is nobody's business here. */
async function cameBack({ council, ledger, erased, conferences }: DisposalPorts): Promise<readonly ErasedCase[]> {
  const own = await council.readCouncil()
  const back: ErasedCase[] = []
  for (const kept of await ledger.read()) {
    if (kept.councilId !== own?.id || (await erased.find(kept.id)) !== null) continue
    const known = new Set(kept.conferences.map(({ id }) => id))
    const others = (await conferences.listOf(kept.id)).filter(({ id }) => !known.has(id))
    const parts = others.map(({ id, documentId, startsAt }) => ({ id, documentId, startsAt }))
    back.push({ ...kept, conferences: [...kept.conferences, ...parts], clearedAt: null })
  }
  return back
}

/** The ledger first: nothing is erased that a backup could bring back unnoticed. Each step may be done again. */
async function clearAway(ports: DisposalPorts, { id, conferences, approvedBy }: ErasedCase): Promise<void> {
  const { documents, erased, ledger, clock } = ports
  await ledger.keep([await recordOf(ports, id)])
  const ids = [...new Set([...conferences.map(({ documentId }) => documentId), ...(await documents.idsOf(id))])]
  for (const documentId of ids) {
    await documents.erase(documentId, (sha256) => erased.noteHash(id, { documentId, sha256 }))
  }
  await documents.forgetKeys(id, ids)
  await ports.atomically(async () => {
    // Two nodes may be at it: one of them says so.
    if (await erased.clear(id, clock.now()))
      await ports.audit.append({ kind: 'caseErased', by: approvedBy, objectIds: [id] })
  })
  await ledger.keep([await recordOf(ports, id)])
}

async function recordOf({ erased }: DisposalPorts, id: CaseId): Promise<ErasedCase> {
  const record = await erased.find(id)
  if (record === null) throw new Error('the record of an erased case is gone')
  return record
}
