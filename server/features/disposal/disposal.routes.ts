import { z } from 'zod'
import type { Actor } from '#server/access/actor.ts'
import { parseWith, type Route } from '#server/access/declaredRoutes.ts'
import { ListingLog } from '#server/access/readingLog.ts'
import { ApproveDisposalRequest, DisposalReasonRequest, KeepRetentionRequest } from '#shared/api/disposal.ts'
import { idField } from '#shared/api/fields.ts'
import type { CaseId } from '#shared/core/ids.ts'
import { approveDisposal } from './approveDisposal.ts'
import { askDisposal, holdDisposal, liftHold } from './askDisposal.ts'
import type { DisposalPorts } from './disposalPorts.ts'
import type { Erasures } from './eraseCases.ts'
import { keepRetention } from './keepRetention.ts'
import { listDisposals } from './listDisposals.ts'

const CaseParams = z.strictObject({ caseId: idField('case') })

type Saying = (actor: Actor, caseId: CaseId, said: DisposalReasonRequest) => Promise<void>

export function disposalRoutes(ports: DisposalPorts, erasures: Erasures): readonly Route[] {
  const list = listDisposals(ports, new ListingLog(ports, 'disposalsListed'))
  const saying = (path: string, access: 'disposal.hold' | 'disposal.ask', say: Saying): Route => ({
    method: 'post',
    path: `/api/disposals/:caseId/${path}`,
    access,
    async answer({ actor, params, body }) {
      await say(actor, parseWith(CaseParams, params).caseId, parseWith(DisposalReasonRequest, body))
      return {}
    },
  })
  return [
    {
      method: 'get',
      path: '/api/disposals',
      access: 'disposal.list',
      answer: async ({ actor }) => ({ body: await list(actor) }),
    },
    {
      method: 'put',
      path: '/api/retention-rule',
      access: 'retention.keep',
      async answer({ actor, body }) {
        await keepRetention(ports)(actor, parseWith(KeepRetentionRequest, body))
        return {}
      },
    },
    saying('hold', 'disposal.hold', holdDisposal(ports)),
    saying('hold/lifting', 'disposal.hold', liftHold(ports)),
    saying('request', 'disposal.ask', askDisposal(ports)),
    {
      method: 'post',
      path: '/api/disposals/:caseId/approval',
      access: 'disposal.approve',
      async answer({ actor, params, body }) {
        const { caseId } = parseWith(CaseParams, params)
        await approveDisposal(ports, erasures)(actor, caseId, parseWith(ApproveDisposalRequest, body))
        return {}
      },
    },
  ]
}
