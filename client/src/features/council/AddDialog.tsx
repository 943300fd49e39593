import { Fragment, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '#client/ui/Dialog.tsx'
import { useOutcome } from '#client/ui/useOutcome.ts'

/** What the form of a dialog that adds is given, for each that is added. */
export interface Adding<Shape> {
  /** What stands in the form at first. */
  readonly begun: Shape
  readonly goOn: { readonly submit: string; readonly isChosen: RefObject<boolean> }
  /** Called with what is on its way, and what stood in the form. */
  readonly onSent: (adding: Promise<unknown>, added: Shape) => void
}

interface Props<Shape> {
  readonly title: string
  readonly first: Shape
  /** What stays filled in for the next. */
  readonly nextAfter: (added: Shape) => Shape
  readonly saidOf: (added: Shape) => string
  readonly onClose: () => void
  readonly children: (adding: Adding<Shape>) => ReactNode
}

/** Adds one, or one after the other: a new council enters thirty. Then the form begins anew and the dialog says what was added. */
export function AddDialog<Shape>({ title, first, nextAfter, saidOf, onClose, children }: Props<Shape>) {
  const { t } = useTranslation()
  const tell = useOutcome()
  const form = useRef<HTMLDivElement>(null)
  const isChosen = useRef(false)
  const [{ round, begun, said }, setRound] = useState({ round: 0, begun: first, said: '' })
  useEffect(() => {
    if (round > 0) form.current?.querySelector('input')?.focus()
  }, [round])

  const onSent = (adding: Promise<unknown>, added: Shape) => {
    const isShown = isChosen.current
    const goOn = () => setRound({ round: round + 1, begun: nextAfter(added), said: saidOf(added) })
    tell(adding, { title, said: saidOf(added), isShown, onDone: isShown ? goOn : onClose })
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      {/* What is said at the foot of the page is not heard in a dialog. */}
      <div role="status">{said !== '' && <p className="pb-4">{said}</p>}</div>
      <div ref={form}>
        <Fragment key={round}>{children({ begun, goOn: { submit: t('form.addAndGoOn'), isChosen }, onSent })}</Fragment>
      </div>
    </Dialog>
  )
}
