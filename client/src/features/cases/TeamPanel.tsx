import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { useLastDayQuestion } from '#client/platform/useLastDayQuestion.ts'
import { useOffer } from '#client/platform/useOffer.ts'
import { Button } from '#client/ui/Button.tsx'
import { DayDialog } from '#client/ui/DayDialog.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { Section } from '#client/ui/Section.tsx'
import { StateMark } from '#client/ui/StateMark.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'
import { Unbroken } from '#client/ui/Unbroken.tsx'
import { useOutcome } from '#client/ui/useOutcome.ts'
import { Whole } from '#client/ui/Whole.tsx'
import type { CaseDetail, TeamPlaceView } from '#shared/api/cases.ts'
import type { MemberView, OrganisationView } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { AddToTeamDialog, type PlaceBegun } from './AddToTeamDialog.tsx'
import { useEndTeamPlace } from './useCases.ts'

interface Props {
  readonly theCase: CaseDetail
  /** Those of the council today. */
  readonly organisations: readonly OrganisationView[]
  readonly members: readonly MemberView[]
}

/** Which organisations work on this case, until when, and what kinds of information reach them. */
export function TeamPanel({ theCase, organisations, members }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  const offer = useOffer()(theCase.can.changeTeam)
  const [adding, setAdding] = useState<Adding | null>(null)
  const [ending, setEnding] = useState<TeamPlaceView | null>(null)
  const { takeAway } = theCase.can
  const add = (
    <Button
      kind="secondary"
      size="compact"
      unavailableBecause={offer.unavailableBecause}
      onPress={() => setAdding({ begun: null })}
    >
      {t('team.add')}
    </Button>
  )
  const mayEnd =
    takeAway.allowed && theCase.team.some((place) => !isLeadPlace(theCase, place) && !dates.isOver(place.until))
  const isStillOf = (one: MemberView, id: string) => one.organisationId === id && !dates.isOver(one.until)
  const isGone = ({ organisation, member }: TeamPlaceView): boolean =>
    !organisations.some(({ id }) => id === organisation.id) ||
    (member !== null && !members.some((one) => isStillOf(one, organisation.id) && one.id === member.id))
  const successorOf = successorsIn(theCase, members, (one) => dates.isOver(one.until))
  const columns = useColumns({
    ...{ theCase, isGone, onEnd: mayEnd ? setEnding : null, successorOf },
    onFollow: theCase.can.changeTeam.allowed ? (begun) => setAdding({ begun }) : null,
  })
  return (
    <Section title={t('team.title')} lead={t('team.lead')} actions={offer.isOffered && add}>
      {theCase.team.length === 0 ? (
        <EmptyState title={t('team.emptyTitle')}>{t('team.emptyText')}</EmptyState>
      ) : (
        <Table
          caption={t('team.title')}
          columns={columns}
          rows={theCase.team}
          keyOf={(place) => `${place.organisation.id} ${place.member?.id ?? ''}`}
          density="compact"
        />
      )}
      {mayEnd && <p className="off-paper max-w-3xl pt-2 text-solid-gray-700">{t('team.endInstead')}</p>}
      {adding !== null && (
        <AddToTeamDialog {...{ theCase, organisations, members }} {...adding} onClose={() => setAdding(null)} />
      )}
      {ending !== null && <EndPlace theCase={theCase} place={ending} onClose={() => setEnding(null)} />}
    </Section>
  )
}

/** What the form of a new place begins with; null for nothing. */
interface Adding {
  readonly begun: PlaceBegun | null
}

/** Who came in the place of somebody who stands on the team in person, and does not stand there yet. */
const successorsIn =
  (
    theCase: CaseDetail,
    members: readonly MemberView[],
    isOver: (term: { readonly until: PlainDate | null }) => boolean,
  ) =>
  ({ organisation, member }: TeamPlaceView): MemberView | null => {
    if (member === null) return null
    const isThere = ({ id }: MemberView) => theCase.team.some((place) => place.member?.id === id && !isOver(place))
    const came = (one: MemberView) => one.succeeds === member.id && one.organisationId === organisation.id
    return members.find((one) => came(one) && !isOver(one) && !isThere(one)) ?? null
  }

/** Who holds a place: of one organisation several may, each in person. */
function usePlaceName(): (place: TeamPlaceView) => string {
  const { t } = useTranslation()
  return ({ organisation, member }) =>
    member === null ? organisation.name : t('team.person', { name: member.name, organisation: organisation.name })
}

/** The lead organisation's own place lasts as long as it leads. */
const isLeadPlace = (theCase: CaseDetail, place: TeamPlaceView): boolean =>
  place.member === null && place.organisation.id === theCase.leadOrganisation.id

interface Shown {
  readonly theCase: CaseDetail
  /** True of a place that nobody stands in: its organisation has left the council, or its member has. */
  readonly isGone: (place: TeamPlaceView) => boolean
  readonly onEnd: ((place: TeamPlaceView) => void) | null
  readonly successorOf: (place: TeamPlaceView) => MemberView | null
  /** Gives a successor the place, on the same items of information; null for whoever may give none. */
  readonly onFollow: ((begun: PlaceBegun) => void) | null
}

function useColumns({ theCase, isGone, onEnd, successorOf, onFollow }: Shown): readonly Column<TeamPlaceView>[] {
  const { t } = useTranslation()
  const dates = useDates()
  const nameOf = usePlaceName()
  const columns: readonly Column<TeamPlaceView>[] = [
    {
      key: 'organisation',
      header: t('team.organisation'),
      namesRow: true,
      isTyped: true,
      cell: (place) => place.organisation.name,
    },
    {
      key: 'member',
      header: t('team.member'),
      isTyped: true,
      cell: (place) => (
        <>
          {place.member?.name ?? t('team.everyMember')}
          {onFollow !== null && <Follow place={place} successor={successorOf(place)} onFollow={onFollow} />}
        </>
      ),
    },
    {
      key: 'categories',
      header: t('team.categories'),
      cell: (place) => (
        <Whole text={place.categories.map((category) => t(`category.${category}`)).join(t('form.between'))} />
      ),
    },
    { key: 'term', header: t('team.term'), cell: (place) => <TermCell place={place} isGone={isGone(place)} /> },
  ]
  if (onEnd === null) return columns
  const end: Column<TeamPlaceView> = {
    key: 'end',
    header: t('form.action'),
    isOffPaper: true,
    cell: (place) =>
      isLeadPlace(theCase, place) || dates.isOver(place.until) ? null : (
        <Button
          kind="quiet"
          size="compact"
          onPress={() => onEnd(place)}
          heardAfter={t('form.of', { name: nameOf(place) })}
        >
          {t('team.end')}
        </Button>
      ),
  }
  return [...columns, end]
}

interface FollowProps {
  readonly place: TeamPlaceView
  readonly successor: MemberView | null
  readonly onFollow: (begun: PlaceBegun) => void
}

/** A place by name goes along with nobody: it is given to who came after, by whoever may give places. */
function Follow({ place: { organisation, categories }, successor, onFollow }: FollowProps) {
  const { t } = useTranslation()
  if (successor === null) return null
  const { id, name, from } = successor
  return (
    <span className="off-paper block">
      <Button
        kind="quiet"
        size="compact"
        onPress={() => onFollow({ organisationId: organisation.id, memberId: id, categories, from })}
      >
        {t('team.addSuccessor', { name })}
      </Button>
    </span>
  )
}

function TermCell({ place, isGone }: { readonly place: TeamPlaceView; readonly isGone: boolean }) {
  const { t } = useTranslation()
  const dates = useDates()
  const term = (
    <span>
      <Unbroken text={dates.term(place.from, place.until)} />
    </span>
  )
  const isOver = dates.isOver(place.until)
  if (!isOver && !isGone) return term
  return (
    <span className="flex flex-wrap items-center gap-2">
      {term}
      <StateMark tone="stop" shape="square">
        {t(isOver ? 'team.over' : 'team.gone')}
      </StateMark>
    </span>
  )
}

interface EndProps {
  readonly theCase: CaseDetail
  readonly place: TeamPlaceView
  readonly onClose: () => void
}

function EndPlace({ theCase, place, onClose }: EndProps) {
  const { t } = useTranslation()
  const tell = useOutcome()
  const end = useEndTeamPlace(theCase.id)
  const name = usePlaceName()(place)
  const title = t('team.endTitle', { name })
  return (
    <DayDialog
      question={useLastDayQuestion()}
      title={title}
      effect={place.member === null ? t('team.endEffect') : t('team.endEffectOfPerson')}
      isBusy={end.isPending}
      failure={end.error}
      onAnswer={(on) =>
        tell(end.mutateAsync({ place, on }), { title, said: t('team.ended', { name }), onDone: onClose })
      }
      onClose={onClose}
    />
  )
}
