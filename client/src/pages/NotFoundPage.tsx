import { useTranslation } from 'react-i18next'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'

/** The same words for what does not exist and for what is not the reader's, so that nobody learns which. */
export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <div className="mx-auto max-w-3xl py-6">
      <PageTitle text={t('notFound.title')} />
      <PageHeading title={t('notFound.title')} />
      <p className="pb-6">{t('notFound.text')}</p>
      <LinkButton href="/">{t('error.home')}</LinkButton>
    </div>
  )
}
