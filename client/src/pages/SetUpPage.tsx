import { useTranslation } from 'react-i18next'
import { Navigate } from 'react-router'
import { SetUpForm } from '#client/features/sign-in/SetUpForm.tsx'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { Breadcrumbs } from '#client/ui/Breadcrumbs.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import { AskBeforeLeaving } from './AskBeforeLeaving.tsx'

/** A new council, begun by whoever can read the server's terminal, who is taken to it as soon as it is there. */
export function SetUpPage() {
  const { t } = useTranslation()
  if (useSession().signedIn !== null) return <Navigate to="/council" replace />
  return (
    <div className="mx-auto max-w-2xl">
      <PageTitle text={t('setUp.title')} />
      <AskBeforeLeaving />
      <Breadcrumbs trail={[{ label: t('first.crumb'), href: '/' }]} here={t('setUp.title')} />
      <PageHeading title={t('setUp.title')} lead={t('setUp.lead')} />
      <SetUpForm />
    </div>
  )
}
