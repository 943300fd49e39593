import { useTranslation } from 'react-i18next'
import { seesConferences } from '#client/features/sign-in/roleAbilities.ts'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import type { Role } from '#shared/domain/member.ts'

/** In the place of cases, for those whose role sees none: an empty list would say that there are none. */
export function NoCaseSeen() {
  const { t } = useTranslation()
  const role = useSession().signedIn?.member.role
  const { text, href, label } = wayOf(role)
  return (
    <EmptyState title={t('home.noCaseTitle')} action={<LinkButton href={href}>{t(label)}</LinkButton>}>
      {t(text)}
    </EmptyState>
  )
}

/** What the role does instead. */
function wayOf(role: Role | undefined) {
  if (role === 'auditor') return { text: 'home.noCaseForAuditor', href: '/audit', label: 'home.toAudit' } as const
  if (seesConferences(role))
    return { text: 'home.noCaseForObserver', href: '/conferences', label: 'home.allConferences' } as const
  return { text: 'home.noCaseText', href: '/council', label: 'home.toCouncil' } as const
}
