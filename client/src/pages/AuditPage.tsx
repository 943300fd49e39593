import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AuditRecords } from '#client/features/audit/AuditRecords.tsx'
import { AuditSearchForm } from '#client/features/audit/AuditSearchForm.tsx'
import type { AuditSearch } from '#client/features/audit/useAuditRecords.ts'
import { useMembers } from '#client/features/council/useCouncil.ts'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'

/** Who saw and changed what, for those who watch over it. */
export function AuditPage() {
  const { t } = useTranslation()
  const isAuditor = useSession().signedIn?.member.role === 'auditor'
  return (
    <>
      <PageTitle text={t('audit.title')} />
      <PageHeading title={t('audit.title')} lead={isAuditor ? t('audit.lead') : undefined} />
      {isAuditor ? <Trail /> : <EmptyState title={t('audit.notYoursTitle')}>{t('audit.notYours')}</EmptyState>}
    </>
  )
}

function Trail() {
  const members = useMembers()
  const [search, setSearch] = useState<AuditSearch>({})
  return (
    <>
      <AuditSearchForm members={members} onSearch={setSearch} />
      <AuditRecords search={search} />
    </>
  )
}
