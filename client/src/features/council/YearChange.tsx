import { memo, useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { saidBy } from '#client/platform/saidBy.ts'
import { useDates } from '#client/platform/useDates.ts'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { Section } from '#client/ui/Section.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import type { MemberView } from '#shared/api/council.ts'
import { addDays, dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { yearEndAround } from '#shared/domain/reappointment.ts'
import { comesAfter } from '#shared/domain/succession.ts'
import { type Ending, endingIn } from './endingIn.ts'
import { Reappointing } from './Reappointing.tsx'
import { type Reappointed, ReappointResult } from './ReappointResult.tsx'
import { SucceedMember } from './SucceedMember.tsx'
import { useFollowedCouncil, useMembers } from './useCouncil.ts'
import { useStandingChoices, YearChoices } from './YearChoices.tsx'
import { YearTable } from './YearTable.tsx'

/** How long after its last day a term is asked after still: the papers of a new year come late. Unit: days. */
const LATE_DAYS = 60

const byOrganisation = new Intl.Collator('ja')

/** Whose term ends by a day, as their organisations name them: those of one day together, and of one organisation. */
const endingBy = (members: readonly MemberView[], day: PlainDate, today: PlainDate): readonly Ending[] =>
  endingIn(members, addDays(today, -LATE_DAYS), day).toSorted(
    (one, other) =>
      one.until.localeCompare(other.until) || byOrganisation.compare(one.organisationName, other.organisationName),
  )

/** 年度替わり: all whose term ends by a day, and of each whether they go on, another comes, or it ends. */
export function YearChange({ ownId }: { readonly ownId: string | undefined }) {
  const { t } = useTranslation()
  const dates = useDates()
  useFollowedCouncil()
  const today = dayInJapan(usePorts().clock.now())
  const first = yearEndAround(today)
  const [text, setText] = useState(dates.typedDay(first))
  const [search, setSearch] = useState('')
  const day = useDeferredValue(dates.dayIn(text) ?? first)
  const wanted = useDeferredValue(search)
  return (
    <YearChoices>
      <Section title={t('yearChange.listTitle')} lead={t('yearChange.listLead')}>
        <search className="off-paper grid max-w-4xl items-start gap-x-6 gap-y-3 pb-5 sm:grid-cols-2">
          <UnderstoodField
            label={t('yearChange.by')}
            hint={t('form.dateHint')}
            value={text}
            onChange={setText}
            understand={dates.understand}
          />
          <TextField
            label={t('yearChange.search')}
            hint={t('yearChange.searchHint')}
            type="search"
            value={search}
            onChange={setSearch}
          />
        </search>
        <EndingMembers day={day} search={wanted} today={today} ownId={ownId} />
      </Section>
    </YearChoices>
  )
}

interface EndingProps {
  readonly day: PlainDate
  readonly search: string
  readonly today: PlainDate
  readonly ownId: string | undefined
}

/** Drawn anew with another list only, and by no key that is typed above it, nor by a choice. */
const EndingMembers = memo(function EndingMembers({ day, search, today, ownId }: EndingProps) {
  const { t } = useTranslation()
  const dates = useDates()
  const members = useMembers()
  useStandingChoices(members)
  const [result, setResult] = useState<Reappointed | null>(null)
  const [leaving, setLeaving] = useState<MemberView | null>(null)
  const ending = useMemo(() => endingBy(members, day, today), [members, day, today])
  const successors = useMemo(() => successorsOf(ending, members), [ending, members])
  const found = useMemo(() => {
    const isFound = saidBy(search)
    return ending.filter(({ name, kana, organisationName }) => isFound([name, kana, organisationName]))
  }, [ending, search])
  return (
    <>
      {result !== null && <ReappointResult result={result} onTakenBack={setResult} />}
      {ending.length === 0 ? (
        <EmptyState title={t('yearChange.emptyTitle', { day: dates.plainDay(day) })}>
          {t('yearChange.emptyText')}
        </EmptyState>
      ) : (
        <Reappointing
          {...{ ending, found }}
          isSettled={(id) => id === ownId || successors.has(id)}
          onDone={setResult}
        />
      )}
      {found.length > 0 && <YearTable ending={found} successors={successors} ownId={ownId} onSucceed={setLeaving} />}
      {ending.length > 0 && found.length === 0 && (
        <EmptyState title={t('member.noneTitle')}>{t('member.noneText')}</EmptyState>
      )}
      {leaving !== null && <SucceedMember member={leaving} onClose={() => setLeaving(null)} />}
    </>
  )
})

/** Who came, or comes, in whose place. */
const successorsOf = (ending: readonly Ending[], members: readonly MemberView[]): ReadonlyMap<string, string> => {
  const came = members.filter(
    ({ succeeds, from, until }) => succeeds !== undefined && (until === null || until >= from),
  )
  const pairs = ending.map((left) => [left.id, came.find((one) => comesAfter(one, left))?.name] as const)
  return new Map(pairs.flatMap(([id, name]) => (name === undefined ? [] : [[id, name] as const])))
}
