import { useTranslation } from 'react-i18next'
import { YearChange } from '#client/features/council/YearChange.tsx'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { Breadcrumbs } from '#client/ui/Breadcrumbs.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import { AskBeforeLeaving } from './AskBeforeLeaving.tsx'

/** 年度替わり: the terms that end, all on one page, for administrators. */
export function YearChangePage() {
  const { t } = useTranslation()
  const member = useSession().signedIn?.member
  const isTheirs = member?.role === 'administrator'
  return (
    <>
      <PageTitle text={t('yearChange.title')} />
      <AskBeforeLeaving />
      <Breadcrumbs trail={[{ label: t('shell.council'), href: '/council' }]} here={t('yearChange.title')} />
      <PageHeading title={t('yearChange.title')} lead={isTheirs ? t('yearChange.lead') : undefined} />
      {isTheirs ? (
        <YearChange ownId={member.id} />
      ) : (
        <EmptyState title={t('yearChange.notYoursTitle')}>{t('yearChange.notYours')}</EmptyState>
      )}
    </>
  )
}
