import { useTranslation } from 'react-i18next'
import { areasOf } from '#client/features/cases/AreaName.tsx'
import { BasisPanel } from '#client/features/cases/BasisPanel.tsx'
import { CaseFacts } from '#client/features/cases/CaseFacts.tsx'
import { CloseAsDuplicate, DuplicateNotice } from '#client/features/cases/DuplicateCase.tsx'
import { MissingList } from '#client/features/cases/MissingList.tsx'
import { SightEnds } from '#client/features/cases/SightEnds.tsx'
import { TeamPanel } from '#client/features/cases/TeamPanel.tsx'
import { useCase } from '#client/features/cases/useCases.ts'
import { CaseRows } from '#client/features/conferences/CaseRows.tsx'
import { ConferenceTable } from '#client/features/conferences/ConferenceTable.tsx'
import { useCouncilBodies, useMembers, useOrganisations } from '#client/features/council/useCouncil.ts'
import { readsNotes } from '#client/features/sign-in/roleAbilities.ts'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { useOffer } from '#client/platform/useOffer.ts'
import { Breadcrumbs } from '#client/ui/Breadcrumbs.tsx'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import { Section } from '#client/ui/Section.tsx'
import type { CaseDetail } from '#shared/api/cases.ts'
import { AskBeforeLeaving } from './AskBeforeLeaving.tsx'
import { useAddressed } from './useAddressed.ts'

/** One case: what is still missing, its conferences, who works on it and on what ground, its facts. */
export function CasePage() {
  const { t } = useTranslation()
  const theCase = useCase(useAddressed('caseId'))
  const organisations = useOrganisations()
  const members = useMembers()
  const name = t('case.name', { number: theCase.number, callName: theCase.callName })
  const bodies = useCouncilBodies()
  const role = useSession().signedIn?.member.role
  return (
    <>
      <PageTitle text={name} />
      <AskBeforeLeaving />
      <Breadcrumbs trail={[{ label: t('shell.cases'), href: '/cases' }]} here={theCase.number} />
      <PageHeading title={name} actions={<Actions theCase={theCase} />} />
      <div className="flex flex-col gap-9">
        <section aria-label={t('case.facts')} className="rounded-12 bg-key-50 px-5 py-4">
          <CaseFacts theCase={theCase} areas={areasOf(organisations)} />
        </section>
        <SightEnds theCase={theCase} />
        <DuplicateNotice theCase={theCase} />
        <MissingList theCase={theCase} />
        <Conferences theCase={theCase} />
        {readsNotes(role) && <CaseRows caseId={theCase.id} />}
        {theCase.can.readTeam.allowed && (
          <>
            <TeamPanel theCase={theCase} organisations={bodies} members={members} />
            <BasisPanel theCase={theCase} organisations={bodies} />
          </>
        )}
        <WayToTrail theCase={theCase} />
        <CloseAsDuplicate theCase={theCase} />
      </div>
    </>
  )
}

interface CaseProps {
  readonly theCase: CaseDetail
}

function Actions({ theCase }: CaseProps) {
  const { t } = useTranslation()
  const { change, callConference } = theCase.can
  const call = useOffer()(callConference)
  return (
    <>
      {change.allowed && (
        <LinkButton kind="secondary" href={`/cases/${theCase.id}/edit`}>
          {t('editCase.open')}
        </LinkButton>
      )}
      {callConference.allowed && (
        <LinkButton href={`/cases/${theCase.id}/conferences/new`}>{t('newConference.title')}</LinkButton>
      )}
      {!callConference.allowed && call.isOffered && (
        <Button unavailableBecause={call.unavailableBecause}>{t('newConference.title')}</Button>
      )}
    </>
  )
}

function WayToTrail({ theCase }: CaseProps) {
  const { t } = useTranslation()
  if (!theCase.can.readTrail.allowed) return null
  return (
    <div className="off-paper">
      <Section title={t('caseTrail.title')} lead={t('caseTrail.leadOnCase')}>
        <LinkButton kind="secondary" href={`/cases/${theCase.id}/trail`}>
          {t('caseTrail.open')}
        </LinkButton>
      </Section>
    </div>
  )
}

function Conferences({ theCase }: CaseProps) {
  const { t } = useTranslation()
  const { callConference } = theCase.can
  const call = useOffer()(callConference)
  const why = call.isOffered ? call.unavailableBecause : t('conference.emptyForReader')
  return (
    <Section title={t('case.conferences')}>
      {theCase.conferences.length === 0 ? (
        <EmptyState title={t('conference.emptyTitle')}>
          {callConference.allowed ? t('conference.emptyForCase') : why}
        </EmptyState>
      ) : (
        <ConferenceTable conferences={theCase.conferences} caption={t('case.conferences')} />
      )}
    </Section>
  )
}
