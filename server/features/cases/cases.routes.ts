import { z } from 'zod'
import type { Actor } from '#server/access/actor.ts'
import { parseWith, type Reply, type Route } from '#server/access/declaredRoutes.ts'
import { idOfNew } from '#server/access/idOfNew.ts'
import { ListingLog } from '#server/access/readingLog.ts'
import {
  ChangeCaseRequest,
  DuplicateOfRequest,
  JoinTeamRequest,
  KeepConsentPaperRequest,
  LeaveTeamRequest,
  OpenCaseRequest,
  RecordBasisRequest,
  WithdrawConsentRequest,
} from '#shared/api/cases.ts'
import { idField } from '#shared/api/fields.ts'
import { AppError } from '#shared/core/appError.ts'
import type { CaseId } from '#shared/core/ids.ts'
import { dayInJapan } from '#shared/core/time.ts'
import type { SharingBasis } from '#shared/domain/sharingBasis.ts'
import type { CasePorts } from './casePorts.ts'
import { basisView } from './caseViews.ts'
import { changeCase, joinTeam, leaveTeam } from './changeCase.ts'
import { closeAsDuplicate, takeDuplicateBack } from './duplicateCase.ts'
import { endBasis, recordBasis } from './keepBasis.ts'
import { keepConsentPaper } from './keepConsentPaper.ts'
import { openCase } from './openCase.ts'
import { listCases, loadNames, readCase } from './readCases.ts'
import { withdrawConsent } from './withdrawConsent.ts'

const CaseParams = z.strictObject({ caseId: idField('case') })
const TeamParams = z.strictObject({ caseId: idField('case'), organisationId: idField('organisation') })
const BasisParams = z.strictObject({ basisId: idField('basis') })

const detailOf = async (ports: CasePorts, actor: Actor, id: CaseId) => ({ body: await readCase(ports)(actor, id) })

/**
 * After a change the page shows the whole case anew, so the answer is the case as it now reads; nothing when the change took
 * the case from whoever made it, since it is done all the same.
 */
const detailAfter = (ports: CasePorts, actor: Actor, id: CaseId): Promise<Reply> =>
  detailOf(ports, actor, id).catch((cause: unknown) => {
    if (cause instanceof AppError && cause.code === 'notFound') return {}
    throw cause
  })

export function caseRoutes(ports: CasePorts): readonly Route[] {
  const list = listCases(ports, new ListingLog(ports, 'casesListed'))
  return [
    {
      method: 'get',
      path: '/api/cases',
      access: 'case.read',
      answer: async ({ actor }) => ({ body: { items: await list(actor), next: null } }),
    },
    {
      method: 'post',
      path: '/api/cases',
      access: 'case.open',
      async answer(asked) {
        const request = parseWith(OpenCaseRequest, asked.body)
        const { id } = await openCase(ports)(asked.actor, request, idOfNew('case', ports.ids, asked))
        return { status: 201, ...(await detailOf(ports, asked.actor, id)) }
      },
    },
    {
      method: 'get',
      path: '/api/cases/:caseId',
      access: 'case.read',
      answer: ({ actor, params }) => detailOf(ports, actor, parseWith(CaseParams, params).caseId),
    },
    {
      method: 'patch',
      path: '/api/cases/:caseId',
      access: 'case.change',
      async answer({ actor, params, body }) {
        const { caseId } = parseWith(CaseParams, params)
        await changeCase(ports)(actor, caseId, parseWith(ChangeCaseRequest, body))
        return detailAfter(ports, actor, caseId)
      },
    },
    ...duplicateRoutes(ports),
    ...teamRoutes(ports),
    ...basisRoutes(ports),
  ]
}

const duplicateRoutes = (ports: CasePorts): readonly Route[] => [
  {
    method: 'put',
    path: '/api/cases/:caseId/duplicate-of',
    access: 'case.change',
    async answer({ actor, params, body }) {
      const { caseId } = parseWith(CaseParams, params)
      await closeAsDuplicate(ports)(actor, caseId, parseWith(DuplicateOfRequest, body).caseNumber)
      return detailAfter(ports, actor, caseId)
    },
  },
  {
    method: 'delete',
    path: '/api/cases/:caseId/duplicate-of',
    access: 'case.change',
    async answer({ actor, params }) {
      const { caseId } = parseWith(CaseParams, params)
      await takeDuplicateBack(ports)(actor, caseId)
      return detailAfter(ports, actor, caseId)
    },
  },
]

const teamRoutes = (ports: CasePorts): readonly Route[] => [
  {
    method: 'post',
    path: '/api/cases/:caseId/team',
    access: 'case.changeTeam',
    async answer({ actor, params, body }) {
      const { caseId } = parseWith(CaseParams, params)
      await joinTeam(ports)(actor, caseId, parseWith(JoinTeamRequest, body))
      return detailAfter(ports, actor, caseId)
    },
  },
  {
    method: 'post',
    path: '/api/cases/:caseId/team/:organisationId/ending',
    access: 'case.takeAway',
    async answer({ actor, params, body }) {
      const { caseId, organisationId } = parseWith(TeamParams, params)
      await leaveTeam(ports)(actor, caseId, { organisationId, ...parseWith(LeaveTeamRequest, body) })
      return detailAfter(ports, actor, caseId)
    },
  },
]

function basisRoutes(ports: CasePorts): readonly Route[] {
  const presentBasis = async (basis: SharingBasis) =>
    basisView(basis, await loadNames(ports), dayInJapan(ports.clock.now()))
  return [
    {
      method: 'post',
      path: '/api/cases/:caseId/bases',
      access: 'case.recordBasis',
      async answer(asked) {
        const { caseId } = parseWith(CaseParams, asked.params)
        const place = { caseId, id: idOfNew('basis', ports.ids, asked) }
        const basis = await recordBasis(ports)(asked.actor, place, parseWith(RecordBasisRequest, asked.body))
        return { status: 201, body: await presentBasis(basis) }
      },
    },
    {
      method: 'post',
      path: '/api/bases/:basisId/ending',
      access: 'case.takeAway',
      answer: async ({ actor, params }) => ({
        body: await presentBasis(await endBasis(ports)(actor, parseWith(BasisParams, params).basisId)),
      }),
    },
    {
      method: 'post',
      path: '/api/bases/:basisId/consent-paper',
      access: 'case.recordBasis',
      async answer({ actor, params, body }) {
        const { basisId } = parseWith(BasisParams, params)
        return {
          body: await presentBasis(
            await keepConsentPaper(ports)(actor, basisId, parseWith(KeepConsentPaperRequest, body)),
          ),
        }
      },
    },
    {
      method: 'post',
      path: '/api/consent-withdrawals',
      access: 'consent.withdraw',
      async answer({ actor, body }) {
        await withdrawConsent(ports)(actor, parseWith(WithdrawConsentRequest, body))
        return {}
      },
    },
  ]
}
