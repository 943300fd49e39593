import { useTranslation } from 'react-i18next'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'

/** In the place of cases, for those whose role sees none: an empty list would say that there are none. */
export function NoCaseSeen() {
  const { t } = useTranslation()
  return (
    <EmptyState title={t('home.noCaseTitle')} action={<LinkButton href="/council">{t('home.toCouncil')}</LinkButton>}>
      {t('home.noCaseText')}
    </EmptyState>
  )
}
