import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { saidBy } from '#client/platform/saidBy.ts'
import { CheckboxGroup } from '#client/ui/CheckboxGroup.tsx'
import { TextField } from '#client/ui/TextField.tsx'

/** Unit: people whom one looks through without a search. */
export const FEW_PEOPLE = 20

/** Somebody who may be chosen. */
export interface Choosable {
  readonly id: string
  readonly label: string
  /** What else they are found by. */
  readonly kana?: string
}

interface Props {
  readonly people: readonly Choosable[]
  readonly value: readonly string[]
  readonly onChange: (ids: readonly string[]) => void
  readonly hint: string
  readonly isRequired?: boolean
  readonly problem?: string | undefined
}

/** Whom to invite. Of many only those chosen and the first that are searched for are drawn: nobody looks through hundreds. */
export function InviteePicker({ people, value, onChange, ...field }: Props) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const isMany = people.length > FEW_PEOPLE
  const drawn = isMany ? drawnOf(people, value, search) : people
  return (
    <div className="flex flex-col gap-4">
      {isMany && (
        <search onKeyDown={keepEnter}>
          <TextField
            label={t('attendance.search')}
            hint={t('attendance.searchHint', { number: people.length })}
            type="search"
            value={search}
            onChange={setSearch}
          />
        </search>
      )}
      <CheckboxGroup
        label={t('newConference.invitees')}
        name="inviteeIds"
        {...field}
        value={value}
        onChange={onChange}
        options={drawn.map(({ id, label }) => ({ value: id, label }))}
      />
      {isMany && (
        <p role="status" className="text-solid-gray-700">
          {t('attendance.chosenOf', { chosen: value.length, drawn: drawn.length, all: people.length })}
        </p>
      )}
    </div>
  )
}

/** Enter in the search belongs to it: the form around it would call or invite with what is chosen so far. */
function keepEnter(press: KeyboardEvent): void {
  if (press.key === 'Enter') press.preventDefault()
}

/** Those chosen, and of the others the first that are found, in their order. */
function drawnOf(people: readonly Choosable[], chosen: readonly string[], search: string): readonly Choosable[] {
  const says = saidBy(search)
  const others = people.filter(({ id, label, kana = '' }) => !chosen.includes(id) && says([label, kana]))
  const found = new Set(others.slice(0, FEW_PEOPLE).map(({ id }) => id))
  return people.filter(({ id }) => chosen.includes(id) || found.has(id))
}
