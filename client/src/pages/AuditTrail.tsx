import { useState } from 'react'
import { AuditRecords } from '#client/features/audit/AuditRecords.tsx'
import { AuditSearchForm } from '#client/features/audit/AuditSearchForm.tsx'
import type { AuditSearch } from '#client/features/audit/useAuditRecords.ts'
import { useMembers } from '#client/features/council/useCouncil.ts'

interface Props {
  readonly title: string
  /** Of one case; without one all of it. */
  readonly caseId?: AuditSearch['caseId']
}

/** The trail, with what narrows it above. */
export function AuditTrail({ title, caseId }: Props) {
  const members = useMembers()
  const [search, setSearch] = useState<AuditSearch>(caseId === undefined ? {} : { caseId })
  return (
    <>
      <AuditSearchForm {...{ title, members, caseId }} onSearch={setSearch} />
      <AuditRecords {...{ title, search }} />
    </>
  )
}
