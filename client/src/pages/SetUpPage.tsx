import { useTranslation } from 'react-i18next'
import { SetUpForm } from '#client/features/sign-in/SetUpForm.tsx'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { Breadcrumbs } from '#client/ui/Breadcrumbs.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'

/** A new council, begun by whoever can read the server's terminal. */
export function SetUpPage() {
  const { t } = useTranslation()
  return (
    <div className="mx-auto max-w-2xl">
      <PageTitle text={t('setUp.title')} />
      <Breadcrumbs trail={[{ label: t('first.crumb'), href: '/' }]} here={t('setUp.title')} />
      <PageHeading title={t('setUp.title')} lead={t('setUp.lead')} />
      <SetUpForm />
    </div>
  )
}
