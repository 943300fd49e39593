import { type ComponentProps, useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { saidBy } from '#client/platform/saidBy.ts'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import type { MemberView } from '#shared/api/council.ts'
import { type MemberActs, MemberLines, useMemberColumns } from './MemberTable.tsx'
import { useCouncilWords } from './useCouncilWords.ts'

/** Unit: members who are in sight at once; of more one searches. */
const IN_SIGHT = 5

interface Props {
  readonly members: readonly MemberView[]
  readonly acts: MemberActs | null
  readonly ownId: string | undefined
}

/** The members, narrowed while one types: on a phone each is a card, and a council has dozens. */
export function MemberList({ members, acts, ownId }: Props) {
  return <SearchedList members={members} columns={useMemberColumns(acts, ownId)} />
}

/** What is typed stands here, below the columns, so that a key draws no line anew that stays. */
function SearchedList({ members, columns }: ComponentProps<typeof MemberLines>) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const { roleOf } = useCouncilWords()
  // What is typed is there at once; hundreds of lines follow when there is time.
  const isFound = saidBy(useDeferredValue(search))
  const found = members.filter((member) =>
    isFound([member.name, member.kana, member.organisationName, roleOf(member), member.loginName ?? '']),
  )
  const all = (
    <Button onPress={() => setSearch('')} kind="secondary">
      {t('case.showAll')}
    </Button>
  )
  return (
    <>
      {(members.length > IN_SIGHT || search !== '') && (
        <search className={`${search.trim() === '' ? 'off-paper ' : ''}block max-w-xl pb-4`}>
          <TextField label={t('member.search')} type="search" value={search} onChange={setSearch} />
        </search>
      )}
      {found.length === 0 ? (
        <EmptyState title={t('member.noneTitle')} action={all}>
          {t('member.noneText')}
        </EmptyState>
      ) : (
        <MemberLines members={found} columns={columns} />
      )}
    </>
  )
}
