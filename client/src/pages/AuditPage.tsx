import { useTranslation } from 'react-i18next'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import { AuditTrail } from './AuditTrail.tsx'

/** Who saw and changed what, for those who watch over it. */
export function AuditPage() {
  const { t } = useTranslation()
  const isAuditor = useSession().signedIn?.member.role === 'auditor'
  return (
    <>
      <PageTitle text={t('audit.title')} />
      <PageHeading title={t('audit.title')} lead={isAuditor ? t('audit.lead') : undefined} />
      {isAuditor ? (
        <AuditTrail title={t('audit.title')} sheet={t('audit.title')} />
      ) : (
        <EmptyState title={t('audit.notYoursTitle')}>{t('audit.notYours')}</EmptyState>
      )}
    </>
  )
}
