import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { dayInJapan } from '#shared/core/time.ts'
import { leavesUnheld, type Seated } from '#shared/domain/roleHeld.ts'
import { useMembers, useOrganisations } from './useCouncil.ts'

/**
 * That a change would leave days without a coordinator who can sign in, said before it is made. It is no ground to refuse it: whoever
 * has left keeps no access for want of a successor.
 */
export function CoordinatorGap({ change }: { readonly change: (people: Seated) => Seated }) {
  const { t } = useTranslation()
  const today = dayInJapan(usePorts().clock.now())
  const before = { members: useMembers(), organisations: useOrganisations() }
  if (!leavesUnheld('coordinator', { before, after: change(before) }, today)) return null
  return (
    <Notice tone="warning" title={t('member.gapTitle')} isNews>
      <p>{t('member.gapText')}</p>
    </Notice>
  )
}
