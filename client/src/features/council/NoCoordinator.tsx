import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { dayInJapan } from '#shared/core/time.ts'
import { isRoleHeldOn } from '#shared/domain/roleHeld.ts'
import { useMembers, useOrganisations } from './useCouncil.ts'

/** For those who can add one: a council without a coordinator stands still, and no other page of theirs would tell. */
export function NoCoordinator() {
  const { t } = useTranslation()
  const { clock } = usePorts()
  const people = { members: useMembers(), organisations: useOrganisations() }
  if (isRoleHeldOn('coordinator', people, dayInJapan(clock.now()))) return null
  return (
    <Notice tone="warning" title={t('home.noCoordinatorTitle')}>
      <p className="pb-4">{t('home.noCoordinatorText')}</p>
      <LinkButton href="/council">{t('home.toCouncil')}</LinkButton>
    </Notice>
  )
}
