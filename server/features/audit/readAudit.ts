import { type Actor, authorise } from '#server/access/actor.ts'
import type { AuditPage, AuditRecordsQuery } from '#shared/api/audit.ts'
import { aboutNumber } from './aboutCase.ts'
import { type AuditPorts, pageOf, searchOf } from './auditPage.ts'

/**
 * Shows who saw and did what, to those who watch over it: names of the council, numbers of cases, and nothing that is kept in them.
 * That they looked is in the trail before they are shown anything.
 */
export const readAudit =
  (ports: AuditPorts) =>
  async (actor: Actor, { caseNumber, ...asked }: AuditRecordsQuery): Promise<AuditPage> => {
    authorise('audit.read', actor, null, ports.clock.now())
    const about = caseNumber === undefined ? null : await aboutNumber(ports, caseNumber)
    return pageOf(ports, actor.memberId, await searchOf(ports, asked, about))
  }
