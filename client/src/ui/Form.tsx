import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { confirmsConversion } from './imeEnter.ts'

interface Props {
  readonly children: ReactNode
  readonly onSubmit: () => void
  readonly label?: string
}

/** A form that never reloads the page, whose first wrong field takes the focus, and that no conversion key submits. */
export function Form({ children, onSubmit, label }: Props) {
  const form = useRef<HTMLFormElement>(null)
  const [attempts, setAttempts] = useState(0)

  useEffect(() => {
    if (attempts === 0) return
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    // A group of radio buttons is marked as a whole, and only its buttons can have the focus.
    const place = wrong?.matches('[role=radiogroup]') === true ? wrong.querySelector('input') : wrong
    place?.focus()
  }, [attempts])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    // The server takes no text that is too long, and its field says so already.
    if (form.current?.querySelector('[data-too-long]') == null) onSubmit()
    setAttempts((before) => before + 1)
  }
  const guard = (press: KeyboardEvent) => {
    if (confirmsConversion(press)) press.preventDefault()
  }
  return (
    <form ref={form} noValidate aria-label={label} onSubmit={submit} onKeyDown={guard} className="flex flex-col gap-6">
      {children}
    </form>
  )
}
