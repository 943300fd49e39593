import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { StateMark } from '#client/ui/StateMark.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'
import { Unbroken } from '#client/ui/Unbroken.tsx'
import type { MemberView } from '#shared/api/council.ts'

interface Props {
  readonly members: readonly MemberView[]
  /** Null for those who may not end a membership. */
  readonly onEnd: ((member: MemberView) => void) | null
  /** The reader's own membership, which somebody else must end. */
  readonly ownId: string | undefined
}

/** Who acts for which organisation, in which role and office, and until when. */
export function MemberTable({ members, onEnd, ownId }: Props) {
  const { t } = useTranslation()
  const columns = useColumns()
  const end: Column<MemberView> = {
    key: 'end',
    header: t('form.action'),
    isOffPaper: true,
    cell: (member) => (member.id === ownId ? null : <EndButton member={member} onEnd={onEnd} />),
  }
  return (
    <Table
      caption={t('member.title')}
      columns={onEnd === null ? columns : [...columns, end]}
      rows={members}
      keyOf={(row) => row.id}
      density="compact"
    />
  )
}

function useColumns(): readonly Column<MemberView>[] {
  const { t } = useTranslation()
  const dates = useDates()
  const roleOf = ({ role, volunteerKind }: MemberView) =>
    volunteerKind === null ? t(`role.${role}`) : t(`volunteerKind.${volunteerKind}`)
  return [
    {
      key: 'name',
      header: t('member.name'),
      namesRow: true,
      isTyped: true,
      cell: (member) => (
        <>
          {member.name}
          <span className="pl-2 text-dns-14N-130 text-solid-gray-700">{member.kana}</span>
        </>
      ),
    },
    { key: 'organisation', header: t('team.organisation'), isTyped: true, cell: (member) => member.organisationName },
    { key: 'role', header: t('member.role'), cell: roleOf },
    {
      key: 'offices',
      header: t('member.offices'),
      cell: (member) => member.offices.map(({ office }) => t(`office.${office}`)).join(t('form.between')),
    },
    {
      key: 'term',
      header: t('team.term'),
      cell: (member) => (
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
      ),
    },
    {
      key: 'account',
      header: t('member.account'),
      cell: (member) => (member.hasAccount ? t('member.hasAccount') : t('member.onPaper')),
    },
  ]
}

interface EndButtonProps {
  readonly member: MemberView
  readonly onEnd: ((member: MemberView) => void) | null
}

function EndButton({ member, onEnd }: EndButtonProps) {
  const { t } = useTranslation()
  const dates = useDates()
  if (onEnd === null || dates.isOver(member.until)) return null
  return (
    <Button kind="quiet" size="compact" onPress={() => onEnd(member)} heardAfter={t('form.of', { name: member.name })}>
      {t('member.end')}
    </Button>
  )
}
