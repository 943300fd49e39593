import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { Log } from '#server/platform/log.ts'
import type { Atomically } from '#server/platform/mongo.ts'
import type { BasisId, CouncilId } from '#shared/core/ids.ts'
import type { PlainDate } from '#shared/core/time.ts'
import type { SharingBasis } from '#shared/domain/sharingBasis.ts'
import type { CaseStore } from './caseStore.ts'

/** That a basis was ended before its time, as by a person who withdrew their consent. */
export interface EndedBasis {
  readonly id: BasisId
  readonly councilId: CouncilId
  readonly endedOn: PlainDate
}

/** The same outside the store, which a backup that is put back knows nothing of. */
export interface EndingLedger {
  /** Throws: when it is there and cannot be read. */
  read(): Promise<readonly EndedBasis[]>
  /** Holds the records, durably, when it resolves. */
  keep(ended: readonly EndedBasis[]): Promise<void>
  /** Lets go of a council that is gone. */
  forget(councilId: CouncilId): Promise<void>
}

export interface EndedBasesPorts {
  readonly cases: Pick<CaseStore, 'findBasis' | 'listEndedBases' | 'saveBasis'>
  readonly council: { readCouncil(): Promise<{ readonly id: CouncilId } | null> }
  readonly ledger: EndingLedger
  readonly audit: AuditTrail
  readonly atomically: Atomically
  readonly log: Log
}

/** What has ended stays ended, whatever is put back. */
export interface EndedBases {
  /** Has the ledger know of all that have ended. Never throws: what it could not keep is told of in the log, and tried again. */
  keepAll(): Promise<void>
  /** Tries again what the ledger could not keep. Never throws. */
  goOn(): Promise<void>
  /**
   * Ends again, by the ledger, what a backup that was put back lets hold again. Call it before anybody comes.
   * Unit: bases that held again. Throws: the store's error, or that the ledger cannot be read; nobody may come then.
   */
  replay(): Promise<number>
}

const holdsLonger = ({ endedOn }: SharingBasis, ended: EndedBasis): boolean =>
  endedOn === null || endedOn > ended.endedOn

export function endedBases(ports: EndedBasesPorts): EndedBases {
  const { cases, council, ledger, audit, atomically, log } = ports
  let isBehind = false

  const keepAll = async (): Promise<void> => {
    try {
      const own = await council.readCouncil()
      if (own === null) return
      const ended = await cases.listEndedBases()
      await ledger.keep(
        ended.flatMap(({ id, endedOn }) => (endedOn === null ? [] : [{ id, councilId: own.id, endedOn }])),
      )
      isBehind = false
    } catch (cause) {
      isBehind = true
      log.error('basis.notInLedger', cause)
    }
  }

  const endAgain = (ended: EndedBasis): Promise<boolean> =>
    atomically(async () => {
      const basis = await cases.findBasis(ended.id)
      // One that was recorded after the backup is not there; of two nodes that start at once one is second.
      if (basis === null || !holdsLonger(basis, ended)) return false
      await cases.saveBasis({ ...basis, endedOn: ended.endedOn })
      await audit.append({ kind: 'basisEndReplayed', by: null, objectIds: [basis.caseId, basis.id] })
      return true
    })

  return {
    keepAll,
    async goOn() {
      if (isBehind) await keepAll()
    },
    async replay() {
      const own = await council.readCouncil()
      let count = 0
      for (const ended of await ledger.read()) {
        if (ended.councilId === own?.id && (await endAgain(ended))) count += 1
      }
      return count
    },
  }
}
