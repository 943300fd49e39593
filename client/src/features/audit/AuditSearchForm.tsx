import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { Form } from '#client/ui/Form.tsx'
import { Select } from '#client/ui/Select.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import { fieldOf, useDraft } from '#client/ui/useDraft.ts'
import type { MemberView } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { AUDIT_GROUPS, type AuditGroup } from '#shared/domain/auditKind.ts'
import { readCaseNumber } from '#shared/domain/supportCase.ts'
import type { AuditSearch } from './useAuditRecords.ts'

interface Props {
  readonly title: string
  readonly members: readonly MemberView[]
  /** The case whose trail it is; then it is not asked which, and of the council and of sign-ins there is nothing. */
  readonly caseId?: AuditSearch['caseId']
  readonly onSearch: (search: AuditSearch) => void
}

interface SearchDraft {
  readonly from: string
  readonly until: string
  readonly memberId: MemberView['id'] | ''
  readonly caseNumber: string
  readonly group: AuditGroup | ''
}

const OF_A_CASE: readonly AuditGroup[] = ['seen', 'changed', 'refused']

const EMPTY: SearchDraft = { from: '', until: '', memberId: '', caseNumber: '', group: '' }

/** Something is written there that says nothing. */
const isUnread = (text: string, read: string | null) => text.trim() !== '' && read === null

/** What a form that can be read looks for. */
function searchOf({ memberId, caseNumber, group }: SearchDraft, [from, until]: readonly (PlainDate | null)[]) {
  const number = readCaseNumber(caseNumber)
  const named = { from, until, memberId: memberId || null, caseNumber: number, group: group || null }
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value != null)) as AuditSearch
}

/** By whom, of what case, of what kind and when. What is left empty narrows nothing; on paper stands what was looked for. */
export function AuditSearchForm({ title, members, caseId, onSearch }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  const draft = useDraft(EMPTY)
  const [isChecked, setChecked] = useState(false)
  const { from, until, caseNumber } = draft.value
  const [first, last] = [dates.dayIn(from), dates.dayIn(until)]
  const isTurned = first !== null && last !== null && last < first
  const isNumberWrong = isUnread(caseNumber, readCaseNumber(caseNumber))
  const isNarrowed = Object.values(draft.value).some((text) => text !== '')
  const submit = () => {
    setChecked(true)
    if (isTurned || isNumberWrong || isUnread(from, first) || isUnread(until, last)) return
    onSearch({ ...(caseId === undefined ? {} : { caseId }), ...searchOf(draft.value, [first, last]) })
  }
  return (
    <search className={`${isNarrowed ? '' : 'off-paper '}block pb-6`}>
      <Form onSubmit={submit} label={title} mayBeLost>
        <div className="grid items-start gap-x-6 gap-y-4 sm:grid-cols-2">
          <UnderstoodField
            label={t('audit.from')}
            hint={t('form.dateHint')}
            understand={dates.understand}
            {...fieldOf(draft, 'from')}
          />
          <UnderstoodField
            label={t('audit.until')}
            hint={t('form.dateHint')}
            understand={dates.understand}
            {...fieldOf(draft, 'until')}
            problem={isChecked && isTurned ? t('form.untilTooEarly') : undefined}
          />
          <Select
            label={t('audit.person')}
            hint={t('audit.personHint')}
            nothing={t('audit.everybody')}
            {...fieldOf(draft, 'memberId')}
            options={members.map(({ id, name, organisationName }) => ({
              value: id,
              label: t('audit.member', { name, organisation: organisationName }),
            }))}
          />
          {caseId === undefined && (
            <TextField
              label={t('audit.caseNumber')}
              hint={t('audit.caseHint')}
              isAscii
              {...fieldOf(draft, 'caseNumber')}
              problem={isChecked && isNumberWrong ? t('withdrawal.numberUnreadable') : undefined}
            />
          )}
          <Select
            label={t('audit.group')}
            nothing={t('audit.everyGroup')}
            {...fieldOf(draft, 'group')}
            options={(caseId === undefined ? AUDIT_GROUPS : OF_A_CASE).map((value) => ({
              value,
              label: t(`auditGroup.${value}`),
            }))}
          />
        </div>
        <div className="off-paper">
          <Button type="submit">{t('audit.submit')}</Button>
        </div>
      </Form>
    </search>
  )
}
