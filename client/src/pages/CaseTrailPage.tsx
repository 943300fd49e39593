import { useTranslation } from 'react-i18next'
import { useCase } from '#client/features/cases/useCases.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { Breadcrumbs } from '#client/ui/Breadcrumbs.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import { AuditTrail } from './AuditTrail.tsx'
import { useAddressed } from './useAddressed.ts'

/** Who saw and changed a case, for whoever coordinates it and is asked by the person. */
export function CaseTrailPage() {
  const { t } = useTranslation()
  const theCase = useCase(useAddressed('caseId'))
  const name = t('case.name', { number: theCase.number, callName: theCase.callName })
  const isShown = theCase.can.readTrail.allowed
  const back = `/cases/${theCase.id}`
  return (
    <>
      <PageTitle text={t('caseTrail.titleOf', { name })} />
      <Breadcrumbs
        trail={[
          { label: t('shell.cases'), href: '/cases' },
          { label: name, href: back },
        ]}
        here={t('caseTrail.title')}
      />
      <PageHeading title={t('caseTrail.titleOf', { name })} lead={isShown ? t('caseTrail.lead') : undefined} />
      {isShown ? (
        <AuditTrail
          title={t('caseTrail.title')}
          sheet={`${theCase.number}　${t('caseTrail.title')}`}
          caseId={theCase.id}
        />
      ) : (
        <EmptyState
          title={t('caseTrail.notYoursTitle')}
          action={
            <LinkButton kind="secondary" href={back}>
              {t('case.toPage')}
            </LinkButton>
          }
        >
          {t('caseTrail.notYours')}
        </EmptyState>
      )}
    </>
  )
}
