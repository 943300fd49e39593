import { useTranslation } from 'react-i18next'
import { ConferenceFilterBar } from '#client/features/conferences/ConferenceFilterBar.tsx'
import { ConferenceTable } from '#client/features/conferences/ConferenceTable.tsx'
import {
  EVERY_CONFERENCE,
  filterConferences,
  fiscalYearsOf,
  isNarrowed,
} from '#client/features/conferences/conferenceFilter.ts'
import { isPassedBy, nextFirst } from '#client/features/conferences/nextFirst.ts'
import { useConferences } from '#client/features/conferences/useConferences.ts'
import { callsConferences, seesConferences } from '#client/features/sign-in/roleAbilities.ts'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { usePorts } from '#client/platform/Ports.tsx'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import { Section } from '#client/ui/Section.tsx'
import type { ConferenceSummary } from '#shared/api/conferences.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { isOver } from '#shared/domain/conferenceKind.ts'
import { Lines } from './Lines.tsx'
import { NoCaseSeen } from './NoCaseSeen.tsx'
import { useListView } from './useListView.ts'

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
  const conferences = useConferences()
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
  return <FilteredConferences conferences={conferences} />
}

/** Unit: conferences that one looks through without a search. */
const FEW = 10

interface ListProps {
  readonly conferences: readonly ConferenceSummary[]
}

function FilteredConferences({ conferences }: ListProps) {
  const { t } = useTranslation()
  const memberId = useSession().signedIn?.member.id
  const { filter, setFilter, ...reach } = useListView('conferences', memberId, EVERY_CONFERENCE)
  const shown = filterConferences(conferences, filter)
  const isSearched = conferences.length > FEW || isNarrowed(filter)
  return (
    <>
      {isSearched && (
        <>
          <ConferenceFilterBar filter={filter} fiscalYears={fiscalYearsOf(conferences)} onChange={setFilter} />
          <p role="status" className="pb-4 text-solid-gray-700">
            {t('case.shown', { shown: shown.length, all: conferences.length })}
          </p>
        </>
      )}
      {shown.length === 0 ? (
        <EmptyState
          title={t('conference.noneTitle')}
          action={
            <Button kind="secondary" onPress={() => setFilter(EVERY_CONFERENCE)}>
              {t('case.showAll')}
            </Button>
          }
        >
          {t('case.noneText')}
        </EmptyState>
      ) : (
        <Groups conferences={shown} {...reach} />
      )}
    </>
  )
}

interface Reach {
  /** Unit: lines of a group that are drawn. */
  readonly lines: number
  readonly showMore: () => void
}

function Groups({ conferences, ...reach }: ListProps & Reach) {
  const { t } = useTranslation()
  const today = dayInJapan(usePorts().clock.now())
  const planned = conferences.filter(({ state }) => state === 'planned')
  const toCome = nextFirst(planned, today).filter((one) => !isPassedBy(one, today))
  return (
    <div className="flex flex-col gap-10">
      <Group {...reach} title={t('conference.underWay')} rows={conferences.filter(({ state }) => state === 'open')} />
      <Group {...reach} title={t('conference.toCome')} rows={toCome} />
      <Group {...reach} title={t('conference.passedBy')} rows={planned.filter((one) => isPassedBy(one, today))} />
      <Group {...reach} title={t('conference.over')} rows={conferences.filter(({ state }) => isOver(state))} />
    </div>
  )
}

interface GroupProps extends Reach {
  readonly title: string
  readonly rows: readonly ConferenceSummary[]
}

function Group({ title, rows, lines, showMore }: GroupProps) {
  if (rows.length === 0) return null
  return (
    <Section title={title}>
      <Lines count={lines} all={rows.length} onMore={showMore}>
        <ConferenceTable conferences={rows.slice(0, lines)} caption={title} showsCase />
      </Lines>
    </Section>
  )
}
