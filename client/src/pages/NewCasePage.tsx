import { useTranslation } from 'react-i18next'
import { NewCaseForm } from '#client/features/cases/NewCaseForm.tsx'
import { useCasesMeanwhile } from '#client/features/cases/useCases.ts'
import { useCouncilBodies } from '#client/features/council/useCouncil.ts'
import { opensCases } from '#client/features/sign-in/roleAbilities.ts'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { Breadcrumbs } from '#client/ui/Breadcrumbs.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import type { May } from '#shared/api/fields.ts'
import { AskBeforeLeaving } from './AskBeforeLeaving.tsx'
import { OfferedForm } from './OfferedForm.tsx'

/** A case in a minute: three fields and the page is there. */
export function NewCasePage() {
  const { t } = useTranslation()
  const bodies = useCouncilBodies()
  const member = useSession().signedIn?.member
  const own = member?.organisationId ?? ''
  const known = useCasesMeanwhile()
  // Staff open cases of their own organisation; a coordinator opens one for any.
  const leads = bodies.filter(({ id }) => member?.role === 'coordinator' || id === own)
  const may: May = opensCases(member?.role) ? { allowed: true } : { allowed: false, because: 'wrongRole' }
  return (
    <div className="max-w-2xl">
      <PageTitle text={t('newCase.title')} />
      <AskBeforeLeaving />
      <Breadcrumbs trail={[{ label: t('shell.cases'), href: '/cases' }]} here={t('newCase.title')} />
      <PageHeading title={t('newCase.title')} lead={t('newCase.lead')} />
      <OfferedForm may={may} back={{ href: '/cases', label: t('case.toList') }}>
        <NewCaseForm organisations={leads} ownOrganisationId={own} known={known} />
      </OfferedForm>
    </div>
  )
}
