import { Suspense, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AlsoPresent } from '#client/features/conferences/AlsoPresent.tsx'
import { AttendanceList } from '#client/features/conferences/AttendanceList.tsx'
import { ChangeConference } from '#client/features/conferences/ChangeConference.tsx'
import { ConferenceFacts } from '#client/features/conferences/ConferenceFacts.tsx'
import { ConferenceStateMark } from '#client/features/conferences/ConferenceStateMark.tsx'
import { ConferenceSteps } from '#client/features/conferences/ConferenceSteps.tsx'
import { EarlierRows } from '#client/features/conferences/EarlierRows.tsx'
import { InvitedMark } from '#client/features/conferences/InvitedMark.tsx'
import { InviteMore, SuccessorsToInvite } from '#client/features/conferences/InviteMore.tsx'
import { ReplyToInvitation } from '#client/features/conferences/ReplyToInvitation.tsx'
import { useConference, useTrailsToConfirm } from '#client/features/conferences/useConferences.ts'
import { seesCases, writesNotes } from '#client/features/sign-in/roleAbilities.ts'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { Breadcrumbs } from '#client/ui/Breadcrumbs.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import { Section } from '#client/ui/Section.tsx'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { type ConferenceState, isOver } from '#shared/domain/conferenceKind.ts'
import { lazyPart } from './lazyPart.tsx'
import { ReplaceBasis } from './ReplaceBasis.tsx'
import { useAddressed } from './useAddressed.ts'

const fetchEditor = async () => (await import('#client/collab/LiveDocument.tsx')).LiveDocument
const LiveDocument = lazyPart(fetchEditor)
const TrailPanel = lazyPart(async () => (await import('#client/collab/versions/TrailPanel.tsx')).TrailPanel)
const NewToMe = lazyPart(async () => (await import('#client/collab/versions/NewToMe.tsx')).NewToMe)
const ExtractView = lazyPart(async () => (await import('#client/collab/ExtractView.tsx')).ExtractView)

interface Props {
  readonly conference: ConferenceDetail
}

/** Whoever writes has the editor on its way while the server is asked for the conference: on a slow line it takes longest. */
function useEditorSoon(): void {
  // It is fetched once however often it is asked for; should it not come, the note asks again and says so.
  if (writesNotes(useSession().signedIn?.member.role)) fetchEditor().catch(() => undefined)
}

/** One conference: its note in the middle, who is there and what it stands on beside it. */
export function ConferencePage() {
  const { t } = useTranslation()
  const dates = useDates()
  useEditorSoon()
  const conference = useConference(useAddressed('conferenceId'))
  const member = useSession().signedIn?.member
  const hasTrail = isOver(conference.state)
  const showsEarlier = !hasTrail && conference.noteRight !== 'none'
  return (
    <>
      <PageTitle text={conference.title} />
      <Breadcrumbs trail={[{ label: t('shell.conferences'), href: '/conferences' }]} here={conference.title} />
      <PageHeading
        title={conference.title}
        lead={
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <ConferenceStateMark state={conference.state} />
            <InvitedMark conference={conference} />
            <span>{dates.moment(conference.startsAt)}</span>
            <span>{conference.place}</span>
          </span>
        }
        actions={<Actions conference={conference} />}
      />
      <div className="pb-6 empty:hidden">
        <ReplyToInvitation conference={conference} memberId={member?.id} />
      </div>
      <div className="grid items-start gap-x-6 gap-y-8 wide:grid-cols-[minmax(0,1fr)_20rem] wide:grid-rows-[auto_1fr]">
        {showsEarlier && (
          <div className="min-w-0 wide:col-start-2 wide:row-start-1">
            <EarlierRows conference={conference} />
          </div>
        )}
        <div className="min-w-0 wide:col-start-1 wide:row-span-2 wide:row-start-1">
          <Section title={t('note.title')}>
            <div className="flex flex-col gap-3">
              {hasTrail && <AwaitedTrail conference={conference} />}
              <Note conference={conference} />
              {hasTrail && <Trail conference={conference} />}
            </div>
          </Section>
        </div>
        <div
          className={`flex min-w-0 flex-col gap-6 wide:col-start-2 ${showsEarlier ? 'wide:row-start-2' : 'wide:row-start-1'}`}
        >
          <Section title={t('attendance.title')} isFramed actions={<InviteMore conference={conference} />}>
            <SuccessorsToInvite conference={conference} />
            <AttendanceList conference={conference} />
            <AlsoPresent conference={conference} />
          </Section>
          <Section title={t('conference.facts')} isFramed actions={<ChangeConference conference={conference} />}>
            <ConferenceFacts
              conference={conference}
              leadsToCase={seesCases(member?.role)}
              basisAction={<ReplaceBasis conference={conference} />}
            />
          </Section>
        </div>
      </div>
    </>
  )
}

function Actions({ conference }: Props) {
  const { t } = useTranslation()
  const isReadable = conference.documentId !== null && conference.noteRight !== 'none'
  return (
    <>
      {isReadable && (
        <>
          <LinkButton kind="secondary" href={`/conferences/${conference.id}/projector`} target="_blank">
            {t('conference.projector')}
          </LinkButton>
          <LinkButton kind="secondary" href={`/conferences/${conference.id}/print`}>
            {t('conference.print')}
          </LinkButton>
        </>
      )}
      <ConferenceSteps conference={conference} />
    </>
  )
}

/** The note as this member may have it: to write, to read, or not at all, and then what would change that. */
function Note({ conference }: Props) {
  const { t } = useTranslation()
  const { noteRight } = conference
  const { signedIn } = useSession()
  const mayWrite = noteRight === 'edit' && signedIn !== null
  // Where the right to write or the sign-in has ended, the note itself says so, and has what was not sent, until there is nothing of it.
  const [written, setWritten] = useState(noteRight === 'edit' ? conference.documentId : null)
  if (mayWrite && written !== conference.documentId) setWritten(conference.documentId)
  const onEnded = useCallback(() => {
    if (!mayWrite) setWritten(null)
  }, [mayWrite])
  const documentId = written ?? conference.documentId
  const differencePath = `/conferences/${conference.id}/difference`
  if (documentId === null || (written === null && noteRight === 'none')) return <ClosedNote />
  return (
    // Each for itself: while what is to be read comes, React would keep the note that has ended, and show it after the next sign-in.
    <Suspense key={written} fallback={<Progress label={t('note.opening')} />}>
      {written !== null ? (
        <LiveDocument
          documentId={documentId}
          memberId={signedIn?.member.id}
          title={conference.title}
          differencePath={differencePath}
          onEnded={onEnded}
        />
      ) : (
        <div className="flex flex-col gap-5">
          {noteRight !== 'edit' && (
            <ReaderHead
              documentId={documentId}
              differencePath={differencePath}
              isWithoutNames={noteRight === 'readWithoutNames'}
              state={conference.state}
            />
          )}
          <ExtractView documentId={documentId} face="full" />
        </div>
      )}
    </Suspense>
  )
}

/** That there is no way to the note, and what would open it. */
function ClosedNote() {
  const { t } = useTranslation()
  const role = useSession().signedIn?.member.role
  const words = role === 'volunteer' ? t('note.closedForVolunteer') : t('note.closedText')
  return (
    <EmptyState title={t('note.closedTitle')}>{role === 'observer' ? t('note.closedForObserver') : words}</EmptyState>
  )
}

interface ReaderHeadProps {
  readonly documentId: string
  readonly differencePath: string
  readonly isWithoutNames: boolean
  readonly state: ConferenceState
}

/** What becomes of what is read: nothing is promised to change that is over. */
const COMING = {
  planned: 'note.readOnlyLive',
  open: 'note.readOnlyLive',
  ended: 'note.readOnlyEnded',
  calledOff: 'note.readOnlyOff',
} as const

/** What a reader may do with the extract below it, and what it does not show. */
function ReaderHead({ isWithoutNames, state, ...note }: ReaderHeadProps) {
  const { t } = useTranslation()
  return (
    <>
      <Notice tone="information" title={t('note.readOnlyTitle')}>
        <p>{t('note.readOnlyText')}</p>
        <p>{t(COMING[state])}</p>
        {isWithoutNames && <p>{t('note.withoutNames')}</p>}
      </Notice>
      <NewToMe {...note} />
    </>
  )
}

/** That this member is waited for, said where they look first. */
function AwaitedTrail({ conference }: Props) {
  const { t } = useTranslation()
  const isAwaited = useIsAwaited(conference)
  if (!isAwaited) return null
  return (
    <Notice tone="warning" title={t('note.trailAsked')} isNews>
      {t('note.trailAskedText')}
    </Notice>
  )
}

const useIsAwaited = ({ id }: ConferenceDetail): boolean => useTrailsToConfirm().some((one) => one.id === id)

/** What becomes of how the note was made. */
function Trail({ conference }: Props) {
  const { signedIn } = useSession()
  const { documentId, noteRight, title } = conference
  const isAwaited = useIsAwaited(conference)
  if (documentId === null || noteRight === 'none' || signedIn === null) return null
  return (
    <Suspense fallback={null}>
      <TrailPanel documentId={documentId} title={title} memberId={signedIn.member.id} isOpenAtFirst={isAwaited} />
    </Suspense>
  )
}
