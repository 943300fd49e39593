import { memo, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { Select } from '#client/ui/Select.tsx'
import { StateMark } from '#client/ui/StateMark.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'
import { Whole } from '#client/ui/Whole.tsx'
import type { MemberView } from '#shared/api/council.ts'
import type { Ending } from './endingIn.ts'
import { useYearChoice, type YearChoice } from './YearChoices.tsx'

interface Props {
  readonly ending: readonly Ending[]
  /** Who comes in whose place. */
  readonly successors: ReadonlyMap<string, string>
  readonly ownId: string | undefined
  readonly onSucceed: (member: MemberView) => void
}

/** Whose term ends, and what becomes of it. */
export const YearTable = memo(function YearTable({ ending, successors, ownId, onSucceed }: Props) {
  const { t, i18n } = useTranslation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: reason: what the words say is another with another language only
  const columns = useMemo((): readonly Column<Ending>[] => {
    const choice = (member: Ending) => {
      const successor = successors.get(member.id)
      if (successor !== undefined) return <Whole text={t('yearChange.followedBy', { name: successor })} />
      if (member.id === ownId) return t('yearChange.own')
      return <Choice member={member} onSucceed={onSucceed} />
    }
    return [
      { key: 'until', header: t('basis.lastDay'), cell: ({ until }) => <LastDay until={until} /> },
      {
        ...{ key: 'name', header: t('member.name'), namesRow: true, isTyped: true },
        cell: ({ name, kana }) => (
          <>
            {name} <span className="inline-block text-dns-14N-130 text-solid-gray-700">{kana}</span>
          </>
        ),
      },
      {
        ...{ key: 'organisation', header: t('team.organisation'), isTyped: true },
        cell: ({ organisationName }) => organisationName,
      },
      { key: 'role', header: t('member.role'), cell: ({ role }) => <Whole text={t(`role.${role}`)} /> },
      { key: 'offices', header: t('member.offices'), cell: (member) => <Offices member={member} /> },
      { key: 'choice', header: t('yearChange.choice'), cell: choice },
    ]
  }, [i18n.language, successors, ownId, onSucceed])
  return (
    <Table
      caption={t('yearChange.listTitle')}
      columns={columns}
      rows={ending}
      keyOf={(row) => row.id}
      density="compact"
      isLong
    />
  )
})

function LastDay({ until }: Pick<Ending, 'until'>) {
  const { t } = useTranslation()
  const dates = useDates()
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Whole text={dates.plainDay(until)} />
      {dates.isOver(until) && (
        <StateMark tone="stop" shape="square">
          {t('team.over')}
        </StateMark>
      )}
    </span>
  )
}

/** The offices held to the last day: the others are over, or not begun. */
function Offices({ member: { offices, until } }: { readonly member: Ending }) {
  const { t } = useTranslation()
  const held = offices.filter((one) => one.from <= until && (one.until === null || one.until >= until))
  const words = held.map(({ office }) => t(`office.${office}`)).join(t('form.between'))
  return words === '' ? null : <Whole text={words} />
}

interface ChoiceProps {
  readonly member: Ending
  readonly onSucceed: (member: MemberView) => void
}

function Choice({ member, onSucceed }: ChoiceProps) {
  const { t } = useTranslation()
  const { choice: chosen, choose } = useYearChoice(member.id)
  return (
    <span className="flex flex-wrap items-center gap-x-2 xl:flex-nowrap">
      <span className="w-40">
        <Select<YearChoice>
          label={t('yearChange.choiceOf', { name: member.name })}
          isLabelOnlyHeard
          nothing={t('yearChange.undecided')}
          value={chosen}
          options={[
            { value: 'reappoint', label: t('yearChange.reappoint') },
            { value: 'retire', label: t('yearChange.retire') },
          ]}
          onChange={(choice) => choose([member.id], choice)}
        />
      </span>
      <span className="off-paper">
        <Button
          kind="quiet"
          size="compact"
          onPress={() => onSucceed(member)}
          heardAfter={t('form.of', { name: member.name })}
        >
          {t('member.succeed')}
        </Button>
      </span>
    </span>
  )
}
