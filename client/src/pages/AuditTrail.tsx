import { useState } from 'react'
import { AuditRecords } from '#client/features/audit/AuditRecords.tsx'
import { AuditSearchForm } from '#client/features/audit/AuditSearchForm.tsx'
import type { AuditSearch } from '#client/features/audit/useAuditRecords.ts'
import { useMembers } from '#client/features/council/useCouncil.ts'
import { useSheetMark } from './useSheetMark.ts'

interface Props {
  readonly title: string
  /** What a printed sheet says at its foot that it is of. */
  readonly sheet: string
  /** Of one case; without one all of it. */
  readonly caseId?: AuditSearch['caseId']
}

/** The trail, with what narrows it above. */
export function AuditTrail({ title, sheet, caseId }: Props) {
  useSheetMark(sheet)
  const members = useMembers()
  const [search, setSearch] = useState<AuditSearch>(caseId === undefined ? {} : { caseId })
  return (
    <>
      <AuditSearchForm {...{ title, members, caseId }} onSearch={setSearch} />
      <AuditRecords {...{ title, search }} />
    </>
  )
}
