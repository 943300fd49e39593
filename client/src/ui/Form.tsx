import { type FormEvent, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { NoteFilledIn, useAskBeforeUnload } from './filledIn.ts'
import { keepFromSubmitting } from './imeEnter.ts'

interface Props {
  readonly children: ReactNode
  readonly onSubmit: () => void
  readonly label?: string
  /** True for what is filled in again in a moment: the page asks nothing before it is left. */
  readonly mayBeLost?: boolean
}

/** A form that never reloads the page, whose first wrong field takes the focus, that no conversion key submits and no second press sends twice. */
export function Form({ children, onSubmit, label, mayBeLost = false }: Props) {
  const form = useRef<HTMLFormElement>(null)
  const [attempts, setAttempts] = useState(0)
  const isTaken = useRef(false)
  const noteFilledIn = useAskBeforeUnload()
  const noteAround = useContext(NoteFilledIn)

  useEffect(() => {
    if (attempts === 0) return
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    // A group of radio buttons is marked as a whole, and only its buttons can have the focus.
    const place = wrong?.matches('[role=radiogroup]') === true ? wrong.querySelector('input') : wrong
    place?.focus()
  }, [attempts])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    // A held button is none that submits, and Enter in a form's only field asks for none.
    if (isTaken.current || form.current?.querySelector('[type=submit]') == null) return
    // That work is under way shows in the next task; a busy computer hands over a second press before it.
    isTaken.current = true
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
    if (!mayBeLost) noteFilledIn()
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
      className="flex flex-col gap-6"
    >
      <NoteFilledIn value={noteTick}>{children}</NoteFilledIn>
    </form>
  )
}
