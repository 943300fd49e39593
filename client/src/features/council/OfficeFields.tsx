import { type RefObject, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { Select } from '#client/ui/Select.tsx'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import type { Draft } from '#client/ui/useDraft.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { OFFICES } from '#shared/domain/member.ts'
import type { OfficeDraft, PostDraft } from './postDraft.ts'

interface Props {
  readonly draft: Draft<PostDraft>
  readonly isChecked: boolean
}

/** The dated offices somebody holds, held or will hold. */
export function OfficeFields({ draft, isChecked }: Props) {
  const { t } = useTranslation()
  const { clock } = usePorts()
  const dates = useDates()
  const { offices } = draft.value
  const set = draft.set('offices')
  const place = useRef<HTMLDivElement>(null)
  const leadTo = useLeadToLine(place)
  const add = () => {
    leadTo(offices.length)
    const key = Math.max(-1, ...offices.map((one) => one.key)) + 1
    set([...offices, { key, office: '', from: dates.typedDay(dayInJapan(clock.now())), until: '' }])
  }
  const remove = (key: number, index: number) => {
    leadTo(Math.min(index, offices.length - 2))
    set(offices.filter((one) => one.key !== key))
  }
  return (
    <div ref={place} className="flex flex-col items-start gap-4">
      {offices.map((line, index) => (
        <OfficeLine
          key={line.key}
          line={line}
          title={t('member.officeNth', { number: index + 1 })}
          isChecked={isChecked}
          onChange={(next) => set(offices.map((one) => (one.key === line.key ? next : one)))}
          onRemove={() => remove(line.key, index)}
        />
      ))}
      <Button kind="secondary" size="compact" onPress={add}>
        {t('member.addOffice')}
      </Button>
    </div>
  )
}

/** Has the keyboard on a line once it is drawn: on the one that was added, or on the neighbour of one that went; without any, on the button. */
function useLeadToLine(place: RefObject<HTMLElement | null>): (line: number) => void {
  const wanted = useRef<number | null>(null)
  useEffect(() => {
    if (wanted.current === null) return
    const line = place.current?.querySelectorAll('fieldset')[wanted.current]
    wanted.current = null
    const target = line?.querySelector('select') ?? place.current?.querySelector<HTMLElement>(':scope > button')
    target?.focus()
  })
  return (line) => {
    wanted.current = line
  }
}

interface LineProps {
  readonly line: OfficeDraft
  readonly title: string
  readonly isChecked: boolean
  readonly onChange: (line: OfficeDraft) => void
  readonly onRemove: () => void
}

function OfficeLine({ line, title, isChecked, onChange, onRemove }: LineProps) {
  const { t } = useTranslation()
  const dates = useDates()
  const [from, until] = [dates.dayIn(line.from), dates.dayIn(line.until)]
  const isTurned = from !== null && until !== null && until < from
  return (
    <fieldset className="flex w-full min-w-0 flex-col gap-4 rounded-12 border border-solid-gray-300 px-4 pb-4">
      <legend className="px-1 font-bold">{title}</legend>
      <Select
        label={t('member.offices')}
        isRequired
        nothing={t('form.nothingChosen')}
        value={line.office}
        options={OFFICES.map((office) => ({ value: office, label: t(`office.${office}`) }))}
        onChange={(office) => onChange({ ...line, office })}
        problem={isChecked && line.office === '' ? t('form.choose') : undefined}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <UnderstoodField
          label={t('form.from')}
          isRequired
          value={line.from}
          onChange={(text) => onChange({ ...line, from: text })}
          understand={dates.understand}
          problem={isChecked && line.from.trim() === '' ? t('form.missing') : undefined}
        />
        <UnderstoodField
          label={t('form.until')}
          value={line.until}
          onChange={(text) => onChange({ ...line, until: text })}
          understand={dates.understand}
          problem={isTurned ? t('form.untilTooEarly') : undefined}
        />
      </div>
      <span>
        <Button kind="quiet" size="compact" onPress={onRemove} heardAfter={t('form.of', { name: title })}>
          {t('member.removeOffice')}
        </Button>
      </span>
    </fieldset>
  )
}
