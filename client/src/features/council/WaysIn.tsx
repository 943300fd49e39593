import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { Section } from '#client/ui/Section.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'
import type { MemberView } from '#shared/api/council.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { coversDay, type Role } from '#shared/domain/member.ts'
import { useMembers } from './useCouncil.ts'

/** What these do is done here only: on paper they can do nothing. */
const WORKS_HERE: readonly Role[] = ['administrator', 'coordinator', 'auditor']

/** What is to be seen to before somebody can sign in, or does so alone. */
type Matter = 'noWayIn' | 'passwordGiven'

function matterOf({ role, hasAccount, isPasswordGiven }: MemberView): Matter | null {
  if (!hasAccount) return WORKS_HERE.includes(role) ? 'noWayIn' : null
  return isPasswordGiven === true ? 'passwordGiven' : null
}

type Line = MemberView & { readonly matter: Matter }

/** Of those in office, who cannot sign in and has to, and who still does so by the password that they were handed. */
export function WaysIn() {
  const { t } = useTranslation()
  const today = dayInJapan(usePorts().clock.now())
  const inOffice = useMembers().filter((member) => coversDay(member, today))
  const onPaper = inOffice.filter(({ hasAccount }) => !hasAccount).length
  const lines = inOffice.flatMap((member): readonly Line[] => {
    const matter = matterOf(member)
    return matter === null ? [] : [{ ...member, matter }]
  })
  return (
    <Section
      title={t('home.waysIn')}
      lead={t('home.waysInLead', { all: inOffice.length, signIn: inOffice.length - onPaper, onPaper })}
    >
      {lines.length === 0 ? (
        <EmptyState title={t('home.waysInNoneTitle')}>{t('home.waysInNone')}</EmptyState>
      ) : (
        <Lines lines={lines} />
      )}
    </Section>
  )
}

function Lines({ lines }: { readonly lines: readonly Line[] }) {
  const { t } = useTranslation()
  const columns: readonly Column<Line>[] = [
    { key: 'name', header: t('member.name'), namesRow: true, isTyped: true, cell: ({ name }) => name },
    {
      ...{ key: 'organisation', header: t('team.organisation'), isTyped: true },
      cell: ({ organisationName }) => organisationName,
    },
    { key: 'role', header: t('member.role'), cell: ({ role }) => t(`role.${role}`) },
    { key: 'matter', header: t('home.matter'), cell: ({ matter }) => t(`home.${matter}`) },
  ]
  return <Table caption={t('home.waysIn')} columns={columns} rows={lines} keyOf={({ id }) => id} density="compact" />
}
