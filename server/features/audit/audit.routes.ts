import { parseWith, type Route } from '#server/access/declaredRoutes.ts'
import { AuditRecordsQuery } from '#shared/api/audit.ts'
import { type AuditPorts, readAudit } from './readAudit.ts'

export const auditRoutes = (ports: AuditPorts): readonly Route[] => [
  {
    method: 'get',
    path: '/api/audit-records',
    access: 'audit.read',
    answer: async ({ actor, query }) => ({ body: await readAudit(ports)(actor, parseWith(AuditRecordsQuery, query)) }),
  },
]
