import { type FocusEvent, type FormEvent, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { FailureNotice } from './FailureNotice.tsx'
import { NoteFilledIn, useAskBeforeUnload } from './filledIn.ts'
import { keepFromSubmitting } from './imeEnter.ts'
import { RefusedFields } from './refusedFields.ts'
import { useUiWords } from './UiWords.tsx'

interface Props {
  readonly children: ReactNode
  readonly onSubmit: () => void
  readonly label?: string
  /** True for what is filled in again in a moment: the page asks nothing before it is left. */
  readonly mayBeLost?: boolean
  /** Why what was sent did not do what it should; said at its head, and at the fields that were refused. */
  readonly failure?: unknown
}

/** The first wrong field takes the focus. A group of radio buttons is marked as a whole, and only its buttons can have it. */
function leadToWrong(form: HTMLFormElement | null): void {
  const wrong = form?.querySelector<HTMLElement>('[aria-invalid="true"]')
  const place = wrong?.matches('[role=radiogroup]') === true ? wrong.querySelector('input') : wrong
  place?.focus()
}

/** Not while the keyboard is in another part of the page, as in a note. */
const isHereOrNowhere = (form: HTMLFormElement | null): boolean =>
  document.activeElement === document.body || form?.contains(document.activeElement) === true

/** A form that never reloads the page, whose first wrong field takes the focus, that no conversion key submits and no second press sends twice. */
export function Form({ children, onSubmit, label, mayBeLost = false, failure = null }: Props) {
  const form = useRef<HTMLFormElement>(null)
  const [attempts, setAttempts] = useState(0)
  const isTaken = useRef(false)
  /** Somebody writes on, or goes to another field, while the answer is awaited: nothing takes the keyboard from there. */
  const isWrittenOn = useRef(false)
  const noteFilledIn = useAskBeforeUnload()
  const noteAround = useContext(NoteFilledIn)
  const refused = useUiWords().explain(failure).refused

  useEffect(() => {
    if (attempts > 0) leadToWrong(form.current)
  }, [attempts])
  useEffect(() => {
    if (failure !== null && !isWrittenOn.current && isHereOrNowhere(form.current)) leadToWrong(form.current)
  }, [failure])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    // A held button is none that submits, and Enter in a form's only field asks for none.
    if (isTaken.current || form.current?.querySelector('[type=submit]') == null) return
    // That work is under way shows in the next task; a busy computer hands over a second press before it.
    isTaken.current = true
    isWrittenOn.current = false
    // The server takes no text that is too long, and its field says so already.
    if (form.current?.querySelector('[data-too-long]') == null) onSubmit()
    // After what the work has begun with, so that it shows by then.
    setTimeout(() => {
      isTaken.current = false
    })
    setAttempts((before) => before + 1)
  }
  const change = () => {
    // What is filled in after a press is sent by the next.
    isTaken.current = false
    isWrittenOn.current = true
    if (!mayBeLost) noteFilledIn()
  }
  const noteField = ({ target }: FocusEvent) => {
    if (target.matches('input, textarea, select')) isWrittenOn.current = true
  }
  const noteTick = () => {
    change()
    noteAround()
  }
  return (
    <form
      ref={form}
      noValidate
      aria-label={label}
      onSubmit={submit}
      onKeyDown={keepFromSubmitting}
      onChange={change}
      onFocus={noteField}
      className="flex flex-col gap-6"
    >
      <FailureNotice failure={failure} />
      <RefusedFields value={{ fields: refused, sendings: attempts }}>
        <NoteFilledIn value={noteTick}>{children}</NoteFilledIn>
      </RefusedFields>
    </form>
  )
}
