import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { TextLink } from '#client/ui/Anchor.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Section } from '#client/ui/Section.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'
import type { MemberView } from '#shared/api/council.ts'
import { addDays, dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { useMembers } from './useCouncil.ts'

/** How long before its last day a term is said to end soon: a council names its people at a meeting. Unit: days. */
const SOON_DAYS = 60

type Ending = MemberView & { readonly until: PlainDate }

/** Those of the members whose term ends soon, the nearest first. */
function endingSoon(members: readonly MemberView[], today: PlainDate): readonly Ending[] {
  return members
    .flatMap(({ until, ...member }) => (until === null ? [] : [{ ...member, until }]))
    .filter(({ until }) => today <= until && until <= addDays(today, SOON_DAYS))
    .toSorted((one, other) => one.until.localeCompare(other.until))
}

/** Whose term ends soon, for those who can let it go on: after its last day they see nothing any more. */
export function EndingTerms() {
  const { t } = useTranslation()
  const dates = useDates()
  const ending = endingSoon(useMembers(), dayInJapan(usePorts().clock.now()))
  if (ending.length === 0) return null
  const columns: readonly Column<Ending>[] = [
    { key: 'until', header: t('member.lastDay'), cell: ({ until }) => dates.day(until), noWrap: true },
    { key: 'name', header: t('member.name'), namesRow: true, isTyped: true, cell: ({ name }) => name },
    {
      ...{ key: 'organisation', header: t('team.organisation'), isTyped: true },
      cell: ({ organisationName }) => organisationName,
    },
    { key: 'role', header: t('member.role'), cell: ({ role }) => t(`role.${role}`) },
  ]
  return (
    <Section
      title={t('home.endingTerms')}
      lead={t('home.endingTermsLead')}
      actions={
        <TextLink href="/council" className="inline-block py-2">
          {t('home.toCouncil')}
        </TextLink>
      }
    >
      <Table
        caption={t('home.endingTerms')}
        columns={columns}
        rows={ending}
        keyOf={(row) => row.id}
        density="compact"
      />
    </Section>
  )
}

/** That one's own term ends soon: nobody is to learn it from a closed door. */
export function OwnTermEnds({ me }: { readonly me: MemberView | undefined }) {
  const { t } = useTranslation()
  const dates = useDates()
  const today = dayInJapan(usePorts().clock.now())
  const [own] = endingSoon(me === undefined ? [] : [me], today)
  if (own === undefined) return null
  return (
    <Notice tone="information" title={t('home.ownTermEnds', { day: dates.day(own.until) })}>
      <p>{t('home.ownTermEndsText')}</p>
    </Notice>
  )
}
