import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { TextLink } from '#client/ui/Anchor.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Section } from '#client/ui/Section.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'
import type { MemberView } from '#shared/api/council.ts'
import { addDays, dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { comesAfter } from '#shared/domain/succession.ts'
import { type Ending, endingIn } from './endingIn.ts'
import { useMembers } from './useCouncil.ts'

/** How long before its last day a term is said to end soon: a council names its people at a meeting. Unit: days. */
const SOON_DAYS = 60
/** How long after it a term is said to have ended: whoever is to go on and cannot sign in is asked after by then. Unit: days. */
const LATELY_DAYS = 30

const endingSoon = (members: readonly MemberView[], today: PlainDate) =>
  endingIn(members, today, addDays(today, SOON_DAYS))

/** Whose term ends soon, for those who can let it go on: after its last day they see nothing any more. */
export function EndingTerms() {
  const { t } = useTranslation()
  const ending = endingSoon(useMembers(), dayInJapan(usePorts().clock.now()))
  return <Terms title={t('home.endingTerms')} lead={t('home.endingTermsLead')} terms={ending} />
}

/** Whose term ended lately, the latest first, for those who can name who comes after them; nobody whom somebody has come after. */
export function EndedTerms() {
  const { t } = useTranslation()
  const today = dayInJapan(usePorts().clock.now())
  const members = useMembers()
  const ended = endingIn(members, addDays(today, -LATELY_DAYS), addDays(today, -1))
    .filter((left) => !members.some((one) => comesAfter(one, left)))
    .toReversed()
  return <Terms title={t('home.endedTerms')} lead={t('home.endedTermsLead')} terms={ended} />
}

interface TermsProps {
  readonly title: string
  readonly lead: string
  readonly terms: readonly Ending[]
}

function Terms({ title, lead, terms }: TermsProps) {
  const { t } = useTranslation()
  const dates = useDates()
  if (terms.length === 0) return null
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
      title={title}
      lead={lead}
      actions={
        <TextLink href="/council/year-change" className="inline-block py-2">
          {t('yearChange.title')}
        </TextLink>
      }
    >
      <Table caption={title} columns={columns} rows={terms} keyOf={(row) => row.id} density="compact" />
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
