import { useTranslation } from 'react-i18next'
import { LatestRecords, useAskLatestRecords } from '#client/features/audit/LatestRecords.tsx'
import { areasOf } from '#client/features/cases/AreaName.tsx'
import { CaseTable } from '#client/features/cases/CaseTable.tsx'
import { EndingBases } from '#client/features/cases/EndingBases.tsx'
import { EndingSights } from '#client/features/cases/SightEnds.tsx'
import { CASES, useCases } from '#client/features/cases/useCases.ts'
import { ConferenceTable } from '#client/features/conferences/ConferenceTable.tsx'
import { nextFirst } from '#client/features/conferences/nextFirst.ts'
import { OwnActionItems } from '#client/features/conferences/OwnActionItems.tsx'
import {
  CONFERENCES,
  TRAILS_TO_CONFIRM,
  useConferences,
  useTrailsToConfirm,
} from '#client/features/conferences/useConferences.ts'
import { OWN_ACTION_ITEMS } from '#client/features/conferences/useNoteRows.ts'
import { EndedTerms, EndingTerms, OwnTermEnds } from '#client/features/council/EndingTerms.tsx'
import { NewSeats } from '#client/features/council/NewSeats.tsx'
import { NoCoordinator } from '#client/features/council/NoCoordinator.tsx'
import { MEMBERS, ORGANISATIONS, useOrganisations } from '#client/features/council/useCouncil.ts'
import { WaysIn } from '#client/features/council/WaysIn.tsx'
import { answersForFiles } from '#client/features/disposal/answersForFiles.ts'
import { DisposalsToApprove } from '#client/features/disposal/DisposalsToApprove.tsx'
import { GivenPassword, OwnPassword } from '#client/features/sign-in/OwnPassword.tsx'
import {
  callsConferences,
  opensCases,
  readsNotes,
  seesCases,
  seesConferences,
} from '#client/features/sign-in/roleAbilities.ts'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { useAskAhead } from '#client/platform/useList.ts'
import { TextLink } from '#client/ui/Anchor.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import { Section } from '#client/ui/Section.tsx'
import { dayInJapan } from '#shared/core/time.ts'
import { isOver } from '#shared/domain/conferenceKind.ts'
import type { Role } from '#shared/domain/member.ts'
import { goesOn } from '#shared/domain/supportCase.ts'
import { NoCaseSeen } from './NoCaseSeen.tsx'

/** Unit: lines of a list on this page; the rest is on the list's own page. */
const LINES = 8

const OF_CONFERENCES = [MEMBERS, CONFERENCES, TRAILS_TO_CONFIRM]
const OF_CASES = [...OF_CONFERENCES, CASES, ORGANISATIONS]
const OF_NOTES = [...OF_CASES, OWN_ACTION_ITEMS]

const hasActionItems = (role: Role | undefined): boolean => seesCases(role) && readsNotes(role)

/** What the first page of a role is made of. */
function listsFor(role: Role | undefined) {
  if (hasActionItems(role)) return OF_NOTES
  if (seesCases(role)) return OF_CASES
  return seesConferences(role) ? OF_CONFERENCES : [MEMBERS]
}

/** The day's work: what waits for this member, conferences under way or near, cases that lack something, the other cases of this member. */
export function HomePage() {
  const { t } = useTranslation()
  const { clock } = usePorts()
  const dates = useDates()
  const session = useSession()
  const member = session.signedIn?.member
  const name = member?.name ?? ''
  const role = member?.role
  const today = dayInJapan(clock.now())
  useAskAhead(listsFor(role))
  useAskLatestRecords(role === 'auditor')
  return (
    <>
      <PageTitle text={t('home.title')} />
      <PageHeading
        title={t('home.title')}
        lead={t('home.lead', { day: dates.day(today), name })}
        actions={opensCases(role) ? <LinkButton href="/cases/new">{t('newCase.title')}</LinkButton> : undefined}
      />
      <div className="flex flex-col gap-10">
        <GivenPassword />
        <OwnTermEnds me={member} />
        <NewSeats me={member} />
        {member !== undefined && answersForFiles(member, today) && <DisposalsToApprove />}
        {seesConferences(role) ? <OwnWork role={role} /> : <CouncilWork role={role} />}
        <OwnPassword />
      </div>
    </>
  )
}

interface WorkProps {
  readonly role: Role | undefined
}

/** For those who support somebody, or take part in conferences. */
function OwnWork({ role }: WorkProps) {
  return (
    <>
      {seesCases(role) && <EndingSights />}
      <TrailsToConfirm />
      {hasActionItems(role) && <OwnActionItems keepsWatch={callsConferences(role)} />}
      <NextConferences />
      {role === 'observer' && <ReadableConferences />}
      {seesCases(role) && (
        <>
          <EndingBases />
          <UnfinishedCases />
          <OtherCases />
        </>
      )}
    </>
  )
}

/** For those who keep the council in order. */
function CouncilWork({ role }: WorkProps) {
  return (
    <>
      {role === 'administrator' && (
        <>
          <NoCoordinator />
          <EndingTerms />
          <EndedTerms />
          <WaysIn />
        </>
      )}
      {role === 'auditor' ? <LatestRecords /> : <NoCaseSeen />}
    </>
  )
}

function TrailsToConfirm() {
  const { t } = useTranslation()
  const waiting = useTrailsToConfirm()
  if (waiting.length === 0) return null
  return (
    <Section title={t('home.trails')} lead={t('home.trailsLead')}>
      <ConferenceTable conferences={waiting} caption={t('home.trails')} showsCase />
    </Section>
  )
}

function NextConferences() {
  const { t } = useTranslation()
  const role = useSession().signedIn?.member.role
  const { clock } = usePorts()
  const conferences = useConferences().filter(({ state }) => !isOver(state))
  const inTurn = nextFirst(conferences, dayInJapan(clock.now()))
  return (
    <Section title={t('home.conferences')} actions={<More href="/conferences" label={t('home.allConferences')} />}>
      {conferences.length === 0 ? (
        <EmptyState title={t('home.noConferenceTitle')}>
          {callsConferences(role) ? t('conference.emptyText') : t('conference.emptyForReader')}
        </EmptyState>
      ) : (
        <ConferenceTable conferences={inTurn.slice(0, LINES)} caption={t('home.conferences')} showsCase />
      )}
    </Section>
  )
}

/** What an observer was at, and reads the extract of; those of others find it with their cases. */
function ReadableConferences() {
  const { t } = useTranslation()
  const ended = useConferences()
    .filter(({ state }) => state === 'ended')
    .toSorted((one, other) => other.startsAt - one.startsAt)
  return (
    <Section title={t('home.ended')} lead={t('home.endedLead')}>
      {ended.length === 0 ? (
        <EmptyState title={t('home.endedNoneTitle')}>{t('home.endedNone')}</EmptyState>
      ) : (
        <ConferenceTable conferences={ended.slice(0, LINES)} caption={t('home.ended')} showsCase />
      )}
    </Section>
  )
}

function UnfinishedCases() {
  const { t } = useTranslation()
  const cases = useCases().filter((theCase) => goesOn(theCase) && theCase.missing.length > 0)
  const areas = areasOf(useOrganisations())
  if (cases.length === 0) return null
  return (
    <Section
      title={t('home.unfinished')}
      lead={t('home.unfinishedLead')}
      actions={cases.length > LINES && <More href="/cases" label={t('home.allCases')} />}
    >
      <CaseTable areas={areas} cases={cases.slice(0, LINES)} caption={t('home.unfinished')} />
    </Section>
  )
}

function OtherCases() {
  const { t } = useTranslation()
  const role = useSession().signedIn?.member.role
  const cases = useCases()
  const areas = areasOf(useOrganisations())
  const whole = cases.filter((theCase) => goesOn(theCase) && theCase.missing.length === 0)
  if (cases.length === 0)
    return (
      <Section title={t('home.cases')}>
        <EmptyState title={t('case.emptyTitle')}>
          {opensCases(role) ? t('case.emptyText') : t('case.emptyForReader')}
        </EmptyState>
      </Section>
    )
  if (whole.length === 0) return null
  return (
    <Section title={t('home.cases')} actions={<More href="/cases" label={t('home.allCases')} />}>
      <CaseTable areas={areas} cases={whole.slice(0, LINES)} caption={t('home.cases')} />
    </Section>
  )
}

function More({ href, label }: { readonly href: string; readonly label: string }) {
  return (
    <TextLink href={href} className="inline-block py-2">
      {label}
    </TextLink>
  )
}
