import { type ReactNode, useState } from 'react'
import { Dialog } from './Dialog.tsx'
import { Form } from './Form.tsx'
import { FormButtons } from './FormButtons.tsx'
import { type Understanding, UnderstoodField } from './UnderstoodField.tsx'

/** How a day is asked for, whatever it is for. */
export interface DayQuestion<Day> {
  readonly label: string
  readonly hint: string
  readonly submit: string
  readonly missing: string
  /** What stands in the field at first. */
  readonly typed: string
  readonly understand: (text: string) => Understanding
  readonly dayIn: (text: string) => Day | null
}

interface Props<Day> {
  readonly question: DayQuestion<Day>
  readonly title: string
  /** What follows from the answer. */
  readonly effect: string
  /** What is to be known of a day before it is the answer. */
  readonly warnOf?: (day: Day) => ReactNode
  readonly isBusy: boolean
  readonly failure: unknown
  readonly onAnswer: (day: Day) => void
  readonly onClose: () => void
}

/** Asks for the day on which something happens, and says what follows from it. */
export function DayDialog<Day>({ question, title, effect, warnOf, onAnswer, onClose, ...sending }: Props<Day>) {
  const [text, setText] = useState(question.typed)
  const [isChecked, setChecked] = useState(false)
  const day = question.dayIn(text)
  const submit = () => {
    setChecked(true)
    if (day !== null) onAnswer(day)
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} failure={sending.failure}>
        <p>{effect}</p>
        <UnderstoodField
          label={question.label}
          hint={question.hint}
          isRequired
          name="on"
          value={text}
          onChange={setText}
          understand={question.understand}
          problem={isChecked && text.trim() === '' ? question.missing : undefined}
        />
        {day !== null && warnOf?.(day)}
        <FormButtons submit={question.submit} isBusy={sending.isBusy} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
