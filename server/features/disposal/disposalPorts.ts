import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow, type Seats } from '#server/access/actorNow.ts'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { Endings } from '#server/access/revocation.ts'
import type { Log } from '#server/platform/log.ts'
import type { Atomically } from '#server/platform/mongo.ts'
import type { Action, ActionFacts } from '#shared/access/policy.ts'
import { AppError } from '#shared/core/appError.ts'
import type { CaseId, CouncilId, DocumentId } from '#shared/core/ids.ts'
import { type Clock, dayInJapan } from '#shared/core/time.ts'
import type { Conference } from '#shared/domain/conference.ts'
import type { Member } from '#shared/domain/member.ts'
import { type CaseDisposal, hindranceOf, nothingSaid, type RetentionRule } from '#shared/domain/retention.ts'
import type { SupportCase } from '#shared/domain/supportCase.ts'
import type { DisposalStore, ErasedCases, ErasureLedger } from './disposalStore.ts'

/** What disposal asks of the council's directory. */
export interface CouncilOfDisposal extends Seats {
  readCouncil(): Promise<{ readonly id: CouncilId } | null>
  listMembers(): Promise<readonly Member[]>
}

/** What disposal asks of the cases, and of their conferences. */
export interface DisposableCases {
  find(id: CaseId): Promise<SupportCase | null>
  listFinished(): Promise<readonly SupportCase[]>
  save(theCase: SupportCase): Promise<void>
  /** Removes the case with all that rests on it. */
  remove(id: CaseId): Promise<void>
}
export interface DisposableConferences {
  listOf(caseId: CaseId): Promise<readonly Conference[]>
  removeOf(caseId: CaseId): Promise<void>
}

/** What disposal asks of the live documents. */
export interface ErasableDocuments {
  /** Those that there are of a case. */
  idsOf(caseId: CaseId): Promise<readonly DocumentId[]>
  /** Erases one, or goes on with it. `onHash` is told of its last text's hash in the transaction in which it ends. */
  erase(documentId: DocumentId, onHash: (sha256: string) => Promise<void>): Promise<void>
  /** Destroys the keys of a case whose documents are erased, and has the disk forget what was removed. */
  forgetKeys(caseId: CaseId, documentIds: readonly DocumentId[]): Promise<void>
}

export interface DisposalPorts {
  readonly disposals: DisposalStore
  readonly erased: ErasedCases
  readonly ledger: ErasureLedger
  readonly cases: DisposableCases
  readonly conferences: DisposableConferences
  readonly documents: ErasableDocuments
  readonly council: CouncilOfDisposal
  readonly audit: AuditTrail
  readonly endings: Endings
  readonly atomically: Atomically
  readonly clock: Clock
  readonly log: Log
}

/** The actions that are about the council's files as a whole. */
type FilesAction = { [A in Action]: ActionFacts<A> extends null ? A : never }[Action]

/** Judges by who somebody is in the running transaction. Throws: `forbidden`. */
export async function authoriseNow(
  { council, clock }: DisposalPorts,
  actor: Actor,
  action: FilesAction,
): Promise<void> {
  authorise(action, await actorNow(council, clock, actor), null, clock.now())
}

/** A case that two may dispose of, once one has asked and nothing stands in the way. */
export interface Disposable {
  readonly theCase: SupportCase
  readonly rule: RetentionRule | null
  readonly disposal: CaseDisposal
  readonly kept: SupportCase | null
  readonly conferences: readonly Conference[]
}

/** The case for which one was closed as a duplicate, while it is there. */
export const keptOf = async ({ cases }: DisposalPorts, { duplicate }: SupportCase): Promise<SupportCase | null> =>
  duplicate == null ? null : cases.find(duplicate.of)

/** Throws: `notFound`, the same for a case that goes on: nobody learns of it here. */
export async function loadDisposable(ports: DisposalPorts, caseId: CaseId): Promise<Disposable> {
  const theCase = await ports.cases.find(caseId)
  if (theCase === null) throw new AppError('notFound')
  const disposable = {
    theCase,
    rule: await ports.disposals.readRule(),
    disposal: (await ports.disposals.find(caseId)) ?? nothingSaid(caseId),
    kept: await keptOf(ports, theCase),
    conferences: await ports.conferences.listOf(caseId),
  }
  if (hindranceOf(disposable, dayInJapan(ports.clock.now())) === 'goesOn') throw new AppError('notFound')
  return disposable
}

/** Throws: `conflict` with what stands in the way. */
export function assertDisposable(disposable: Disposable, clock: Clock): void {
  const because = hindranceOf(disposable, dayInJapan(clock.now()))
  if (because !== null) throw new AppError('conflict', { because })
}
