import { useTranslation } from 'react-i18next'
import { isSpeltAlike } from '#client/platform/saidBy.ts'
import { useDates } from '#client/platform/useDates.ts'
import { Notice } from '#client/ui/Notice.tsx'
import type { MemberView } from '#shared/api/council.ts'
import type { PersonDraft } from './PersonFields.tsx'

interface Props {
  readonly person: PersonDraft
  /** Those that are of the council, or were. */
  readonly members: readonly MemberView[]
}

const together = (text: string): string => text.replace(/\s/g, '')
const isAlike = (one: string, other: string): boolean =>
  together(one) !== '' && isSpeltAlike(together(one), together(other))

/** That somebody of this name, or of this kana, is there: one human has one membership, also one who left and comes back. */
export function CalledAlike({ person, members }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  const alike = members.filter((one) => isAlike(person.name, one.name) || isAlike(person.kana, one.kana))
  if (alike.length === 0) return null
  return (
    <Notice tone="warning" title={t('member.alikeTitle')} isNews>
      <p>{t('member.alikeText')}</p>
      <ul className="list-disc pl-6">
        {alike.map(({ id, name, organisationName, from, until }) => (
          <li key={id}>
            {t('member.alikeLine', { name, organisation: organisationName, term: dates.term(from, until) })}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
