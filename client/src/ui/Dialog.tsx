import { type MouseEvent, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { DialogHeadContext } from './dialogHead.ts'
import { NoteFilledIn } from './filledIn.ts'
import { focusNear, placesAround } from './focusNear.ts'
import { useUiWords } from './UiWords.tsx'

interface Props {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Where what opened a dialog is gone by its end, its row or the part of the page it stood in takes the focus, and the keyboard stays near. */
function useFocusNear(): void {
  const [places] = useState(() => placesAround(document.activeElement))
  useEffect(() => () => focusNear(places), [places])
}

/** Or a press beside it would take the keyboard out of its field until the next frame, and an Escape before that would be lost. */
function keepKeyboard(press: MouseEvent): void {
  if (press.target === press.currentTarget) press.preventDefault()
}

/**
 * A small form over the page. Esc leaves it, and so does a press outside while nothing has been filled in; the focus goes
 * back to where it was.
 */
export function Dialog({ title, isOpen, onClose, children }: Props) {
  const { language } = useUiWords()
  const head = useContext(DialogHeadContext)
  const own = head === null ? '' : 'signed-out'
  const isFilledIn = useRef(false)
  const note = () => {
    isFilledIn.current = true
  }
  useFocusNear()
  return (
    <I18nProvider locale={language}>
      <ModalOverlay
        isOpen={isOpen}
        onOpenChange={(open) => (open ? undefined : onClose())}
        isDismissable
        shouldCloseOnInteractOutside={() => !isFilledIn.current}
        onMouseDown={keepKeyboard}
        className="fixed inset-0 z-40 flex items-end justify-center overflow-y-auto bg-opacity-gray-600 sm:items-start sm:p-6 sm:pt-16"
      >
        <Modal className="w-full max-w-xl rounded-t-16 bg-white shadow-4 outline-none sm:rounded-16 forced-colors:border">
          <AriaDialog className="max-h-[92dvh] overflow-y-auto wrap-anywhere p-5 outline-none sm:p-8">
            {head !== null && <div className="pb-6">{head}</div>}
            <Heading slot="title" level={2} className={`pb-4 text-std-22B-150 ${own}`}>
              {title}
            </Heading>
            <div onChange={note} className={own}>
              <NoteFilledIn value={note}>{children}</NoteFilledIn>
            </div>
          </AriaDialog>
        </Modal>
      </ModalOverlay>
    </I18nProvider>
  )
}
