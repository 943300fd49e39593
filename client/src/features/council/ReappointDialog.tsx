import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import { fieldOf, useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import { MOST_REAPPOINTED, type ReappointmentAnswer } from '#shared/api/council.ts'
import { dayInJapan, type PlainDate } from '#shared/core/time.ts'
import type { Office } from '#shared/domain/member.ts'
import { yearsAfter } from '#shared/domain/reappointment.ts'
import type { Ending } from './endingIn.ts'
import { OfficesGoingOn, officesEnding, USUALLY_GO_ON } from './OfficesGoingOn.tsx'
import type { Reappointed } from './ReappointResult.tsx'
import { useReappoint } from './useCouncil.ts'

/** Unit: years of a term, as most councils have it. */
const TERM_YEARS = 2

interface Props {
  readonly chosen: readonly Ending[]
  /** Unit: members whose term ends as well, and of whom nothing is chosen. */
  readonly undecided: number
  readonly onDone: (made: Reappointed) => void
  readonly onClose: () => void
}

/** 再任 of all who are chosen: until when, what goes on with it and for whom is said before. */
export function ReappointDialog({ chosen, undecided, onDone, onClose }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  const tell = useOutcome()
  const today = dayInJapan(usePorts().clock.now())
  const latest = chosen.reduce((day, { until }) => (until > day ? until : day), chosen[0]?.until ?? today)
  const held = officesEnding(chosen)
  const typed = dates.typedDay(yearsAfter(latest, TERM_YEARS))
  const draft = useDraft<{ readonly until: string; readonly offices: readonly Office[] }>({
    ...{ until: typed, offices: USUALLY_GO_ON },
  })
  const [isChecked, setChecked] = useState(false)
  const reappoint = useReappoint()
  const title = t('yearChange.askTitle', { number: chosen.length })
  const until = dates.dayIn(draft.value.until)
  const isTooEarly = until !== null && (until <= latest || until < today)
  const missing = isChecked && draft.value.until.trim() === '' ? t('form.missing') : undefined
  const submit = () => {
    setChecked(true)
    if (until === null || isTooEarly || chosen.length > MOST_REAPPOINTED) return
    const members = chosen.map(({ id, until: shown }) => ({ id, shown }))
    const offices = held.map(({ office }) => office).filter((office) => draft.value.offices.includes(office))
    const done = (answer: ReappointmentAnswer) => {
      onDone(madeOf(answer, chosen, until))
      onClose()
    }
    tell(reappoint.mutateAsync({ until, offices, members }), { title, isShown: true, onDone: done })
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={title} failure={reappoint.error}>
        <Summary chosen={chosen} undecided={undecided} />
        <UnderstoodField
          label={t('yearChange.until')}
          hint={t('form.dateHint')}
          isRequired
          {...fieldOf(draft, 'until')}
          understand={dates.understand}
          problem={isTooEarly ? t('yearChange.tooEarly', { day: dates.plainDay(latest) }) : missing}
        />
        <OfficesGoingOn held={held} {...fieldOf(draft, 'offices')} />
        {chosen.length > MOST_REAPPOINTED && <p>{t('yearChange.tooMany', { number: MOST_REAPPOINTED })}</p>}
        <FormButtons submit={t('yearChange.now')} isBusy={reappoint.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}

/** What came of it, by the names of those whom it was asked for. */
function madeOf({ done, failed }: ReappointmentAnswer, chosen: readonly Ending[], until: PlainDate): Reappointed {
  const people = new Map(chosen.map((one) => [one.id, one]))
  return { isTakenBack: false, until, made: done, number: done.length, failed, people }
}

function Summary({ chosen, undecided }: Pick<Props, 'chosen' | 'undecided'>) {
  const { t } = useTranslation()
  const dates = useDates()
  const wereOver = chosen.filter(({ until }) => dates.isOver(until)).length
  return (
    <div className="flex flex-col gap-2">
      <p>{t('yearChange.effect')}</p>
      {wereOver > 0 && <p>{t('yearChange.effectOver', { number: wereOver })}</p>}
      {undecided > 0 && <p>{t('yearChange.effectOthers', { number: undecided })}</p>}
      {/* Hundreds of names are looked through here, by the arrow keys too. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: reason: what scrolls has to be reached by the keyboard */}
      <div tabIndex={0} className="max-h-48 overflow-y-auto rounded-12 border border-solid-gray-300 px-4 py-3">
        <ul aria-label={t('yearChange.reappoint')} className="list-disc ps-5">
          {chosen.map(({ id, name, organisationName, until }) => (
            <li key={id} className="wrap-anywhere">
              {t('yearChange.person', { name, organisation: organisationName, day: dates.plainDay(until) })}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
