import { useTranslation } from 'react-i18next'
import { answersForFiles } from '#client/features/disposal/answersForFiles.ts'
import { DueCases } from '#client/features/disposal/DueCases.tsx'
import { ErasedCases } from '#client/features/disposal/ErasedCases.tsx'
import { RetentionPanel } from '#client/features/disposal/RetentionPanel.tsx'
import { useDisposals } from '#client/features/disposal/useDisposals.ts'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { usePorts } from '#client/platform/Ports.tsx'
import { Breadcrumbs } from '#client/ui/Breadcrumbs.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import { dayInJapan } from '#shared/core/time.ts'
import { AskBeforeLeaving } from './AskBeforeLeaving.tsx'

/** How long cases are kept, which are due, and which were disposed of; for those who keep or answer for the council's files. */
export function DisposalPage() {
  const { t } = useTranslation()
  const member = useSession().signedIn?.member
  const today = dayInJapan(usePorts().clock.now())
  const isTheirs = member !== undefined && answersForFiles(member, today)
  return (
    <>
      <PageTitle text={t('disposal.title')} />
      <AskBeforeLeaving />
      <Breadcrumbs trail={[{ label: t('shell.council'), href: '/council' }]} here={t('disposal.title')} />
      <PageHeading title={t('disposal.title')} lead={isTheirs ? t('disposal.lead') : undefined} />
      {isTheirs ? <Files /> : <EmptyState title={t('disposal.notYoursTitle')}>{t('disposal.notYours')}</EmptyState>}
    </>
  )
}

function Files() {
  const disposals = useDisposals()
  return (
    <div className="flex flex-col gap-10">
      <RetentionPanel rule={disposals.rule} mayKeep={disposals.can.keepRule.allowed} />
      <DueCases disposals={disposals} />
      <ErasedCases erased={disposals.erased} />
    </div>
  )
}
