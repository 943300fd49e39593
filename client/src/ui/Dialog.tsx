import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useUiWords } from './UiWords.tsx'

interface Props {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A small form over the page. Esc and a press outside leave it, and the focus goes back to where it was. */
export function Dialog({ title, isOpen, onClose, children }: Props) {
  const { language } = useUiWords()
  return (
    <I18nProvider locale={language}>
      <ModalOverlay
        isOpen={isOpen}
        onOpenChange={(open) => (open ? undefined : onClose())}
        isDismissable
        className="fixed inset-0 z-40 flex items-end justify-center overflow-y-auto bg-opacity-gray-600 sm:items-start sm:p-6 sm:pt-16"
      >
        <Modal className="w-full max-w-xl rounded-t-16 bg-white shadow-4 outline-none sm:rounded-16">
          <AriaDialog className="max-h-[92dvh] overflow-y-auto p-5 outline-none sm:p-8">
            <Heading slot="title" level={2} className="pb-4 text-std-22B-150">
              {title}
            </Heading>
            {children}
          </AriaDialog>
        </Modal>
      </ModalOverlay>
    </I18nProvider>
  )
}
