import { useTranslation } from 'react-i18next'
import { ConferenceTable } from '#client/features/conferences/ConferenceTable.tsx'
import { isPassedBy, nextFirst } from '#client/features/conferences/nextFirst.ts'
import { useConferences } from '#client/features/conferences/useConferences.ts'
import { callsConferences, seesConferences } from '#client/features/sign-in/roleAbilities.ts'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { usePorts } from '#client/platform/Ports.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import { Section } from '#client/ui/Section.tsx'
import type { ConferenceSummary } from '#shared/api/conferences.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { isOver } from '#shared/domain/conferenceKind.ts'
import { NoCaseSeen } from './NoCaseSeen.tsx'

/** Conferences under way first, then those to come, the next one first, then those whose day went by, then those that are over. */
export function ConferenceListPage() {
  const { t } = useTranslation()
  const role = useSession().signedIn?.member.role
  return (
    <>
      <PageTitle text={t('shell.conferences')} />
      <PageHeading title={t('shell.conferences')} lead={t('conference.listLead')} />
      {seesConferences(role) ? <Conferences /> : <NoCaseSeen />}
    </>
  )
}

function Conferences() {
  const { t } = useTranslation()
  const calls = callsConferences(useSession().signedIn?.member.role)
  const { clock } = usePorts()
  const conferences = useConferences()
  const today = dayInJapan(clock.now())
  if (conferences.length === 0)
    return (
      <EmptyState
        title={t('conference.emptyTitle')}
        action={
          calls ? (
            <LinkButton kind="secondary" href="/cases">
              {t('conference.toCases')}
            </LinkButton>
          ) : undefined
        }
      >
        {calls ? t('conference.emptyText') : t('conference.emptyForReader')}
      </EmptyState>
    )
  const planned = conferences.filter(({ state }) => state === 'planned')
  return (
    <div className="flex flex-col gap-10">
      <Group title={t('conference.underWay')} rows={conferences.filter(({ state }) => state === 'open')} />
      <Group title={t('conference.toCome')} rows={nextFirst(planned, today).filter((one) => !isPassedBy(one, today))} />
      <Group title={t('conference.passedBy')} rows={planned.filter((one) => isPassedBy(one, today))} />
      <Group title={t('conference.over')} rows={conferences.filter(({ state }) => isOver(state))} />
    </div>
  )
}

function Group({ title, rows }: { readonly title: string; readonly rows: readonly ConferenceSummary[] }) {
  if (rows.length === 0) return null
  return (
    <Section title={title}>
      <ConferenceTable conferences={rows} caption={title} showsCase />
    </Section>
  )
}
