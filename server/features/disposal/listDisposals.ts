import { type Actor, authorise } from '#server/access/actor.ts'
import type { ListingLog } from '#server/access/readingLog.ts'
import { decide } from '#shared/access/policy.ts'
import type { DisposalsView, DueCaseView, ErasedCaseView } from '#shared/api/disposal.ts'
import type { May } from '#shared/api/fields.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { addDays, dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { isOver } from '#shared/domain/conferenceKind.ts'
import {
  approvableUntil,
  type CaseDisposal,
  type DisposalRequest,
  dueOn,
  type ErasedCase,
  hindranceOf,
  holdOf,
  nothingSaid,
  type RetentionRule,
  waitingRequest,
} from '#shared/domain/retention.ts'
import type { SupportCase } from '#shared/domain/supportCase.ts'
import { type DisposalPorts, keptOf } from './disposalPorts.ts'

type NameOf = (id: MemberId) => string

/** Unit: days before it is due from which a case is told of. */
const AHEAD_DAYS = 365

interface Due {
  readonly theCase: SupportCase
  readonly closedOn: PlainDate
  readonly dueOn: PlainDate
}

const dueUntil =
  (last: PlainDate, rule: RetentionRule | null) =>
  (theCase: SupportCase): readonly Due[] => {
    const { closedOn } = theCase
    const due = closedOn === undefined || rule === null ? null : dueOn(closedOn, rule)
    return closedOn === undefined || due === null || due > last ? [] : [{ theCase, closedOn, dueOn: due }]
  }

const wordView = ({ reason, by, at }: DisposalRequest, nameOf: NameOf) => ({ reason, by: nameOf(by), at })

interface Around {
  readonly actor: Actor
  readonly today: PlainDate
  readonly rule: RetentionRule | null
  readonly nameOf: NameOf
}

async function dueView(
  ports: DisposalPorts,
  { theCase, ...days }: Due,
  disposal: CaseDisposal,
  { actor, today, rule, nameOf }: Around,
): Promise<DueCaseView> {
  const ahead = (await ports.conferences.listOf(theCase.id)).filter(({ state }) => !isOver(state))
  const kept = await keptOf(ports, theCase)
  const [hold, asked] = [holdOf(disposal), waitingRequest(disposal, { today, rule })]
  const { id: caseId, number, state } = theCase
  return {
    ...{ caseId, number, state, ...days },
    hindrance: hindranceOf({ theCase, rule, disposal, kept, conferences: ahead }, today),
    hold: hold === null ? null : wordView(hold, nameOf),
    asked:
      asked === null
        ? null
        : { ...wordView(asked, nameOf), until: approvableUntil(asked), isOwn: asked.by === actor.memberId },
  }
}

const erasedView = (erased: ErasedCase, nameOf: NameOf): ErasedCaseView => {
  const { id: caseId, number, documentClass, years, closedOn, askedAt, approvedAt, clearedAt, hashes } = erased
  const people = { askedBy: nameOf(erased.askedBy), approvedBy: nameOf(erased.approvedBy) }
  return { caseId, number, documentClass, years, closedOn, askedAt, approvedAt, clearedAt, hashes, ...people }
}

/** 廃棄予定 and 廃棄の記録: which cases are due, by number and day, and which were disposed of. What is shown is recorded first. */
export const listDisposals =
  (ports: DisposalPorts, listings: Pick<ListingLog, 'record'>) =>
  async (actor: Actor): Promise<DisposalsView> => {
    const now = ports.clock.now()
    authorise('disposal.list', actor, null, now)
    const today = dayInJapan(now)
    const rule = await ports.disposals.readRule()
    const finished = await ports.cases.listFinished()
    const due = finished
      .flatMap(dueUntil(addDays(today, AHEAD_DAYS), rule))
      .toSorted((one, other) => (one.dueOn < other.dueOn ? -1 : Number(one.dueOn > other.dueOn)))
    await listings.record(
      actor.memberId,
      due.map(({ theCase }) => theCase),
    )
    const names = new Map((await ports.council.listMembers()).map(({ id, name }) => [id, name]))
    const around = { actor, today, rule, nameOf: (id: MemberId) => names.get(id) ?? '' }
    const said = new Map((await ports.disposals.list()).map((one) => [one.caseId, one]))
    const may = (action: 'retention.keep' | 'disposal.ask' | 'disposal.hold' | 'disposal.approve'): May => {
      const verdict = decide(action, actor, null, now)
      return verdict.allowed ? { allowed: true } : { allowed: false, because: verdict.because }
    }
    const views: DueCaseView[] = []
    for (const one of due)
      views.push(await dueView(ports, one, said.get(one.theCase.id) ?? nothingSaid(one.theCase.id), around))
    return {
      rule,
      due: views,
      undated: finished.filter(({ closedOn }) => closedOn === undefined).map(({ number }) => number),
      erased: (await ports.erased.list()).map((erased) => erasedView(erased, around.nameOf)),
      can: {
        keepRule: may('retention.keep'),
        ask: may('disposal.ask'),
        hold: may('disposal.hold'),
        approve: may('disposal.approve'),
      },
    }
  }
