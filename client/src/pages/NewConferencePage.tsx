import { useTranslation } from 'react-i18next'
import { useCase } from '#client/features/cases/useCases.ts'
import { NewConferenceForm } from '#client/features/conferences/NewConferenceForm.tsx'
import { useMembers } from '#client/features/council/useCouncil.ts'
import { seesCases } from '#client/features/sign-in/roleAbilities.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { usePorts } from '#client/platform/Ports.tsx'
import { TextLink } from '#client/ui/Anchor.tsx'
import { Breadcrumbs } from '#client/ui/Breadcrumbs.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import type { CaseDetail } from '#shared/api/cases.ts'
import type { MemberView } from '#shared/api/council.ts'
import { dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { coversDay } from '#shared/domain/member.ts'
import { AskBeforeLeaving } from './AskBeforeLeaving.tsx'
import { OfferedForm } from './OfferedForm.tsx'
import { useAddressed } from './useAddressed.ts'

/**
 * The people of a case's team on a day: those named one by one, and of an organisation that stands there as a whole all who may
 * see a case. The server invites nobody whose place or membership is over.
 */
const peopleOf = (theCase: CaseDetail, members: readonly MemberView[], day: PlainDate): readonly MemberView[] => {
  const team = theCase.team.filter((place) => coversDay(place, day))
  const isOnTeam = (member: MemberView) =>
    team.some(
      (place) =>
        place.organisation.id === member.organisationId && (place.member === null || place.member.id === member.id),
    )
  return members.filter((member) => coversDay(member, day) && seesCases(member.role) && isOnTeam(member))
}

/** Calling a conference on a case; without a ground that holds, the page says what would make one. */
export function NewConferencePage() {
  const { t } = useTranslation()
  const theCase = useCase(useAddressed('caseId'))
  const members = useMembers()
  const today = dayInJapan(usePorts().clock.now())
  const name = t('case.name', { number: theCase.number, callName: theCase.callName })
  const { callConference } = theCase.can
  const hasGround = theCase.bases.some(({ state }) => state === 'current')
  return (
    <div className="max-w-2xl">
      <PageTitle text={t('newConference.title')} />
      <AskBeforeLeaving />
      <Breadcrumbs
        trail={[
          { label: t('shell.cases'), href: '/cases' },
          { label: name, href: `/cases/${theCase.id}` },
        ]}
        here={t('newConference.title')}
      />
      <PageHeading title={t('newConference.title')} lead={name} />
      {callConference.allowed && !hasGround && (
        <div className="pb-8">
          <Notice tone="warning" title={t('newConference.noBasisTitle')}>
            <p className="pb-1">{t('newConference.noBasisText')}</p>
            <TextLink href={`/cases/${theCase.id}`} className="inline-block py-2">
              {t('newConference.toCase')}
            </TextLink>
          </Notice>
        </div>
      )}
      <OfferedForm may={callConference} back={{ href: `/cases/${theCase.id}`, label: t('case.toPage') }}>
        <NewConferenceForm theCase={theCase} team={peopleOf(theCase, members, today)} />
      </OfferedForm>
    </div>
  )
}
