import { useTranslation } from 'react-i18next'
import { seesConferences } from '#client/features/sign-in/roleAbilities.ts'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'

/** In the place of cases, for those whose role sees none: an empty list would say that there are none. */
export function NoCaseSeen() {
  const { t } = useTranslation()
  const isObserver = seesConferences(useSession().signedIn?.member.role)
  const way = isObserver ? (
    <LinkButton href="/conferences">{t('home.allConferences')}</LinkButton>
  ) : (
    <LinkButton href="/council">{t('home.toCouncil')}</LinkButton>
  )
  return (
    <EmptyState title={t('home.noCaseTitle')} action={way}>
      {t(isObserver ? 'home.noCaseForObserver' : 'home.noCaseText')}
    </EmptyState>
  )
}
