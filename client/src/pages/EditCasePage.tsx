import { useTranslation } from 'react-i18next'
import { EditCaseForm } from '#client/features/cases/EditCaseForm.tsx'
import { useCase } from '#client/features/cases/useCases.ts'
import { useOrganisations } from '#client/features/council/useCouncil.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { Breadcrumbs } from '#client/ui/Breadcrumbs.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import { AskBeforeLeaving } from './AskBeforeLeaving.tsx'
import { OfferedForm } from './OfferedForm.tsx'
import { useAddressed } from './useAddressed.ts'

/** The facts of a case, open to change. */
export function EditCasePage() {
  const { t } = useTranslation()
  const theCase = useCase(useAddressed('caseId'))
  const organisations = useOrganisations()
  const name = t('case.name', { number: theCase.number, callName: theCase.callName })
  return (
    <div className="max-w-2xl">
      <PageTitle text={t('editCase.titleOf', { name })} />
      <AskBeforeLeaving />
      <Breadcrumbs
        trail={[
          { label: t('shell.cases'), href: '/cases' },
          { label: name, href: `/cases/${theCase.id}` },
        ]}
        here={t('editCase.title')}
      />
      <PageHeading title={t('editCase.title')} lead={name} />
      <OfferedForm may={theCase.can.change} back={{ href: `/cases/${theCase.id}`, label: t('case.toPage') }}>
        <EditCaseForm theCase={theCase} organisations={organisations} />
      </OfferedForm>
    </div>
  )
}
