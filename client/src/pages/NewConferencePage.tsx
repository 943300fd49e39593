import type { ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useCase } from '#client/features/cases/useCases.ts'
import { NewConferenceForm } from '#client/features/conferences/NewConferenceForm.tsx'
import { useConference } from '#client/features/conferences/useConferences.ts'
import { useMembers, useOrganisations } from '#client/features/council/useCouncil.ts'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { usePorts } from '#client/platform/Ports.tsx'
import { TextLink } from '#client/ui/Anchor.tsx'
import { Breadcrumbs } from '#client/ui/Breadcrumbs.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import type { CaseDetail } from '#shared/api/cases.ts'
import type { MemberView } from '#shared/api/council.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { isInvitable } from '#shared/domain/conference.ts'
import { AskBeforeLeaving } from './AskBeforeLeaving.tsx'
import { OfferedForm } from './OfferedForm.tsx'
import { useAddressed } from './useAddressed.ts'

/** Whom of a case's team the server would invite today. */
function useInvitable({ team }: CaseDetail): readonly MemberView[] {
  const organisations = useOrganisations()
  const today = dayInJapan(usePorts().clock.now())
  const places = team.map(({ organisation, member, ...place }) => {
    return { ...place, organisationId: organisation.id, memberId: member?.id ?? null }
  })
  return useMembers().filter((member) => isInvitable(member, { team: places, organisations }, today))
}

/** Calling a conference on a case; without a ground that holds, the page says what would make one. */
export function NewConferencePage() {
  const { t } = useTranslation()
  const theCase = useCase(useAddressed('caseId'))
  const team = useInvitable(theCase)
  const name = t('case.name', { number: theCase.number, callName: theCase.callName })
  const { callConference } = theCase.can
  const ownId = useSession().signedIn?.member.id
  const as = useSearchParams()[0].get('as')
  const form = { theCase, team, ownId }
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
        {as === null ? <NewConferenceForm {...form} /> : <LikeAnother {...form} conferenceId={as} />}
      </OfferedForm>
    </div>
  )
}

/** With what one that was called off had, as far as whoever calls knows of it. */
function LikeAnother({
  conferenceId,
  ...form
}: ComponentProps<typeof NewConferenceForm> & { readonly conferenceId: string }) {
  return <NewConferenceForm {...form} as={useConference(conferenceId)} />
}
