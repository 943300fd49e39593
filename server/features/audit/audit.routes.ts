import { z } from 'zod'
import { parseWith, type Route } from '#server/access/declaredRoutes.ts'
import { AuditRecordsQuery, CaseTrailQuery } from '#shared/api/audit.ts'
import { idField } from '#shared/api/fields.ts'
import { readAudit } from './readAudit.ts'
import { type CaseTrailPorts, readCaseTrail } from './readCaseTrail.ts'

const CaseParams = z.strictObject({ caseId: idField('case') })

export const auditRoutes = (ports: CaseTrailPorts): readonly Route[] => [
  {
    method: 'get',
    path: '/api/audit-records',
    access: 'audit.read',
    answer: async ({ actor, query }) => ({ body: await readAudit(ports)(actor, parseWith(AuditRecordsQuery, query)) }),
  },
  {
    method: 'get',
    path: '/api/cases/:caseId/audit-records',
    access: 'case.readTrail',
    async answer({ actor, params, query }) {
      const { caseId } = parseWith(CaseParams, params)
      return { body: await readCaseTrail(ports)(actor, caseId, parseWith(CaseTrailQuery, query)) }
    },
  },
]
