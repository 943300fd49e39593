import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import type { MemberView, OrganisationView } from '#shared/api/council.ts'

/** What the lists of the council say of somebody and of an organisation, on a page and in a file alike. */
export function useCouncilWords() {
  const { t } = useTranslation()
  const dates = useDates()
  return {
    roleOf: ({ role, volunteerKind }: MemberView) =>
      volunteerKind === null ? t(`role.${role}`) : t(`volunteerKind.${volunteerKind}`),
    /** Empty where nobody has given them one, and where all are over. */
    officesOf: ({ offices }: MemberView) => {
      const held = offices.filter(({ until }) => !dates.isOver(until))
      return held.map(({ office }) => t(`office.${office}`)).join(t('form.between'))
    },
    /** By what they take part. */
    wayIn: ({ hasAccount }: MemberView) => t(hasAccount ? 'member.hasAccount' : 'member.onPaper'),
    standingOf: ({ isMember, closedOn }: OrganisationView) => {
      const standing = isMember ? t('organisation.isMember') : t('organisation.isOutside')
      return closedOn === null ? standing : t('organisation.closing', { standing, day: dates.plainDay(closedOn) })
    },
  }
}
