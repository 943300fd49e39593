import { useState } from 'react'
import { Dialog } from '#client/ui/Dialog.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { DisposalView } from '#shared/api/versions.ts'
import { fill, useCollabWords } from '../words.ts'
import { DisposalFacts } from './DisposalRecords.tsx'
import { useConfirmDisposal } from './useDisposals.ts'

interface Props {
  readonly documentId: string
  readonly title: string
  /** What another member asked for. */
  readonly disposal: DisposalView
  readonly onDone: () => void
  /** Refused: what waits now is to be read again, and `disposal` to be that. */
  readonly onRefused: () => void
  readonly onClose: () => void
}

/** Destroys a trail, once the exact title of its document has been typed. */
export function ConfirmDisposal({ documentId, title, disposal, onDone, onRefused, onClose }: Props) {
  const words = useCollabWords().disposal
  const tell = useOutcome()
  const confirming = useConfirmDisposal(documentId)
  // What was typed for one request is not typed for another that took its place.
  const [entered, setEntered] = useState({ askedAt: disposal.askedAt, title: '' })
  const typed = entered.askedAt === disposal.askedAt ? entered.title : ''
  const [isChecked, setChecked] = useState(false)
  const isTitle = typed.trim() === title.trim()
  const submit = () => {
    setChecked(true)
    if (!isTitle) return
    const onFailed = () => {
      setChecked(false)
      onRefused()
    }
    const sending = confirming.mutateAsync({ askedAt: disposal.askedAt })
    tell(sending, { title: words.confirmTitle, isShown: true, onDone, onFailed })
  }
  return (
    <Dialog title={words.confirmTitle} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={words.confirmTitle}>
        <FailureNotice failure={confirming.error} title={words.notDestroyed} />
        <Notice tone="warning" title={words.noUndo}>
          {words.confirmEffect}
        </Notice>
        <DisposalFacts disposal={disposal} />
        <TextField
          label={words.typedTitle}
          hint={fill(words.typedTitleHint, { title })}
          isRequired
          value={typed}
          onChange={(text) => setEntered({ askedAt: disposal.askedAt, title: text })}
          problem={isChecked && !isTitle ? words.typedTitleWrong : undefined}
        />
        <FormButtons kind="danger" submit={words.confirm} isBusy={confirming.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
