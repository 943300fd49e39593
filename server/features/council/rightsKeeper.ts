import { markOf } from '#server/access/passwords.ts'
import type { CouncilId } from '#shared/core/ids.ts'
import { narrowRights } from './narrowRights.ts'
import type { KeptRights, RightsPorts, RightsReplayed } from './rightsPorts.ts'

/** What is over stays over, and a password that was changed opens nothing, whatever is put back. */
export interface RightsKeeper {
  /**
   * Has the ledger know of the rights as they stand, unless nothing has ended since it did. Never throws: what it could not keep is
   * told of in the log; call it again.
   */
  keepAll(): Promise<void>
  /**
   * Takes away, by the ledger, what a backup that was put back lets hold again; nothing is given. Call it before anybody comes.
   * Throws: the store's error, or that the ledger cannot be read; nobody may come then.
   */
  replay(): Promise<RightsReplayed>
}

const NOTHING: RightsReplayed = {
  ...{ isOlder: false, endedCount: 0, passwordCount: 0, isLeftToAdministrators: false },
}

async function rightsAt({ council, accounts, cases }: RightsPorts, epoch: number): Promise<KeptRights | null> {
  const own = await council.readCouncil()
  if (own === null) return null
  return {
    ...{ id: own.id, councilId: own.id, epoch },
    members: (await council.listMembers()).map(({ id, organisationId, role, offices, from, until, seatedAt }) => ({
      ...{ id, organisationId, role, offices, from, until, seatedAt },
    })),
    organisations: (await council.listOrganisations()).map(({ id, isMember, closedOn }) => ({
      ...{ id, isMember, closedOn },
    })),
    teams: await cases.listTeams(),
    passwords: (await accounts.list()).map((account) => ({ id: account.id, mark: markOf(account.password) })),
  }
}

export function rightsKeeper(ports: RightsPorts): RightsKeeper {
  const { council, epochs, ledger, atomically, log } = ports
  let keptEpoch: number | null = null
  let others: readonly KeptRights[] | null = null
  let isAsked = false
  let underWay: Promise<void> | null = null

  const known = async (id: CouncilId) => (await ledger.read()).find(({ councilId }) => councilId === id)

  /** What is there of another council. Throws: where the store is older than what is there of this one. */
  const othersThan = async ({ councilId, epoch }: KeptRights): Promise<readonly KeptRights[]> => {
    const all = await ledger.read()
    const isOlder = all.some((before) => before.councilId === councilId && before.epoch > epoch)
    if (isOlder) throw new Error('the ledger knows of more than the store')
    return all.filter((one) => one.councilId !== councilId)
  }

  const keep = async (): Promise<void> => {
    // Read first: what ends meanwhile is kept once more, at its own epoch.
    const epoch = await epochs.epoch()
    const rights = epoch === keptEpoch ? null : await rightsAt(ports, epoch)
    if (rights === null) return
    // Once: nobody else writes there, and with a thousand cases it takes its time.
    others ??= await othersThan(rights)
    await ledger.replaceAll([...others, rights])
    keptEpoch = epoch
  }

  const keepAsAsked = async (): Promise<void> => {
    while (isAsked) {
      isAsked = false
      try {
        await keep()
      } catch (cause) {
        log.error('rights.notInLedger', cause)
      }
    }
    underWay = null
  }

  /** One at a time: of two the later would not be the one that is kept. Whoever asks meanwhile is answered by another. */
  const keepAll = (): Promise<void> => {
    isAsked = true
    underWay ??= keepAsAsked()
    return underWay
  }

  return {
    keepAll,
    async replay() {
      const own = await council.readCouncil()
      const kept = own === null ? undefined : await known(own.id)
      if (kept === undefined || kept.epoch <= (await epochs.epoch())) return NOTHING
      return atomically(async () => {
        const narrowed = await narrowRights(ports, kept)
        await epochs.raiseTo(kept.epoch)
        return { isOlder: true, ...narrowed }
      })
    },
  }
}
