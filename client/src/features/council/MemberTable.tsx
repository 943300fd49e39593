import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { StateMark } from '#client/ui/StateMark.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'
import { Unbroken } from '#client/ui/Unbroken.tsx'
import { Whole } from '#client/ui/Whole.tsx'
import type { MemberView } from '#shared/api/council.ts'
import { useCouncilWords } from './useCouncilWords.ts'

export interface MemberActs {
  readonly rename: (member: MemberView) => void
  readonly move: (member: MemberView) => void
  readonly succeed: (member: MemberView) => void
  readonly giveAccount: (member: MemberView) => void
  readonly end: (member: MemberView) => void
  readonly restore: (member: MemberView) => void
  readonly giveBack: (member: MemberView) => void
}

interface Props {
  readonly members: readonly MemberView[]
  /** What an administrator may do with a member; null for everybody else. */
  readonly acts: MemberActs | null
  /** The reader's own membership, which somebody else must end. */
  readonly ownId: string | undefined
}

/** Who acts for which organisation, in which role and office, and until when. */
export function MemberTable({ members, acts, ownId }: Props) {
  return <MemberLines members={members} columns={useMemberColumns(acts, ownId)} />
}

interface LinesProps extends Pick<Props, 'members'> {
  /** The same ones as long as they can be: with others every line is drawn anew. */
  readonly columns: readonly Column<MemberView>[]
}

export function MemberLines({ members, columns }: LinesProps) {
  const { t } = useTranslation()
  return (
    <Table
      caption={t('member.title')}
      columns={columns}
      rows={members}
      keyOf={(row) => row.id}
      density="compact"
      isLong
    />
  )
}

/** What of each member is shown, and done where the reader may. */
export function useMemberColumns(acts: MemberActs | null, ownId: string | undefined): readonly Column<MemberView>[] {
  const { t } = useTranslation()
  const columns = useColumns(acts, ownId)
  const end: Column<MemberView> = {
    key: 'end',
    header: t('form.action'),
    isOffPaper: true,
    cell: (member) => acts !== null && <ActButtons member={member} acts={acts} isOwn={member.id === ownId} />,
  }
  return acts === null ? columns : [...columns, end]
}

function useColumns(acts: MemberActs | null, ownId: string | undefined): readonly Column<MemberView>[] {
  const { t } = useTranslation()
  const { roleOf, officesOf } = useCouncilWords()
  return [
    {
      key: 'name',
      header: t('member.name'),
      namesRow: true,
      isTyped: true,
      cell: (member) => (
        <>
          {member.name} <span className="inline-block text-dns-14N-130 text-solid-gray-700">{member.kana}</span>
        </>
      ),
    },
    { key: 'organisation', header: t('team.organisation'), isTyped: true, cell: (member) => member.organisationName },
    { key: 'role', header: t('member.role'), cell: (member) => <Whole text={roleOf(member)} /> },
    {
      key: 'offices',
      header: t('member.offices'),
      cell: (member) => {
        const words = officesOf(member)
        return words === '' ? null : <Whole text={words} />
      },
    },
    {
      key: 'term',
      header: t('team.term'),
      cell: (member) => <TermOf member={member} acts={member.id === ownId ? null : acts} />,
    },
    {
      key: 'account',
      header: t('member.account'),
      cell: (member) => <WayIn member={member} acts={acts} />,
    },
  ]
}

/** From when to when; an end that an administrator set, for another than themself, can be taken back. */
function TermOf({ member, acts }: { readonly member: MemberView; readonly acts: MemberActs | null }) {
  const { t } = useTranslation()
  const dates = useDates()
  return (
    <>
      <span className="flex flex-wrap items-center gap-2">
        <span>
          <Unbroken text={dates.term(member.from, member.until)} />
        </span>
        {dates.isOver(member.until) && (
          <StateMark tone="stop" shape="square">
            {t('team.over')}
          </StateMark>
        )}
      </span>
      {(member.earlierTerms ?? []).map(({ from, until }) => (
        <span key={from} className="block text-dns-14N-130 text-solid-gray-700">
          <Unbroken text={t('member.earlierTerm', { term: dates.term(from, until) })} />
        </span>
      ))}
      {acts !== null && member.until !== null && (
        <span className="off-paper block">
          <Button
            kind="quiet"
            size="compact"
            onPress={() => acts.restore(member)}
            heardAfter={t('form.of', { name: member.name })}
          >
            {t('member.restore')}
          </Button>
        </span>
      )}
    </>
  )
}

/** By what somebody takes part; to whoever came on paper until now an administrator may give a login. */
function WayIn({ member, acts }: { readonly member: MemberView; readonly acts: MemberActs | null }) {
  const { t } = useTranslation()
  const dates = useDates()
  const { wayIn } = useCouncilWords()
  const { hasAccount, loginName } = member
  return (
    <>
      <Whole text={wayIn(member)} />
      {loginName !== null && (
        <span className="block text-dns-14N-130 text-solid-gray-700">
          <Whole text={t('member.loginName')} />
          <span className="inline-block break-all">{loginName}</span>
        </span>
      )}
      {acts !== null && !hasAccount && !dates.isOver(member.until) && (
        <span className="off-paper block">
          <Button
            kind="quiet"
            size="compact"
            onPress={() => acts.giveAccount(member)}
            heardAfter={t('form.of', { name: member.name })}
          >
            {t('member.giveAccount')}
          </Button>
        </span>
      )}
    </>
  )
}

interface ActButtonsProps {
  readonly member: MemberView
  readonly acts: MemberActs
  readonly isOwn: boolean
}

function ActButtons({ member, acts, isOwn }: ActButtonsProps) {
  const { t } = useTranslation()
  const dates = useDates()
  const of = t('form.of', { name: member.name })
  return (
    // As wide as all of them in Japanese are; in English, where they are longer, they go on below.
    <span className="flex flex-wrap xl:min-w-90">
      <Button kind="quiet" size="compact" onPress={() => acts.rename(member)} heardAfter={of}>
        {t('member.rename')}
      </Button>
      {!dates.isOver(member.until) && (
        <Button kind="quiet" size="compact" onPress={() => acts.move(member)} heardAfter={of}>
          {t('member.move')}
        </Button>
      )}
      {!isOwn && (
        <Button kind="quiet" size="compact" onPress={() => acts.succeed(member)} heardAfter={of}>
          {t('member.succeed')}
        </Button>
      )}
      {!isOwn && !dates.isOver(member.until) && (
        <Button kind="quiet" size="compact" onPress={() => acts.end(member)} heardAfter={of}>
          {t('member.end')}
        </Button>
      )}
      {dates.isOver(member.until) && (
        <Button kind="quiet" size="compact" onPress={() => acts.giveBack(member)} heardAfter={of}>
          {t('member.return')}
        </Button>
      )}
    </span>
  )
}
