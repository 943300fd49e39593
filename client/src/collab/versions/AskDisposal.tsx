import { useState } from 'react'
import { Dialog } from '#client/ui/Dialog.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { RadioGroup } from '#client/ui/RadioGroup.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { fieldOf, useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import { DestroyTrailRequest, DISPOSAL_RULES, type DisposalRule } from '#shared/api/versions.ts'
import { fill, useCollabWords } from '../words.ts'
import { useAskDisposal } from './useDisposals.ts'

interface Props {
  readonly documentId: string
  readonly title: string
  readonly onClose: () => void
}

interface AskDraft {
  readonly rule: DisposalRule | ''
  readonly reason: string
}

/** Asks for the trail to be destroyed, by what rule and why; it destroys nothing. */
export function AskDisposal({ documentId, title, onClose }: Props) {
  const words = useCollabWords().disposal
  const tell = useOutcome()
  const ask = useAskDisposal(documentId)
  const draft = useDraft<AskDraft>({ rule: '', reason: '' })
  const [isChecked, setChecked] = useState(false)
  const request = DestroyTrailRequest.safeParse(draft.value)
  const isWrong = (field: keyof AskDraft): boolean =>
    isChecked && request.error?.issues.some(({ path }) => path[0] === field) === true
  const submit = () => {
    setChecked(true)
    if (!request.success) return
    tell(ask.mutateAsync(request.data), { title: words.ask, said: words.askedSaid, onDone: onClose })
  }
  return (
    <Dialog title={words.ask} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={words.ask}>
        <FailureNotice failure={ask.error} title={words.notAskedFor} />
        <p>{fill(words.askEffect, { title })}</p>
        <RadioGroup
          label={words.rule}
          isRequired
          {...fieldOf(draft, 'rule')}
          options={DISPOSAL_RULES.map((rule) => ({ value: rule, label: words.rules[rule] }))}
          problem={isWrong('rule') ? words.ruleMissing : undefined}
        />
        <TextField
          label={words.reason}
          hint={words.reasonHint}
          isRequired
          {...fieldOf(draft, 'reason')}
          problem={isWrong('reason') ? words.reasonMissing : undefined}
        />
        <FormButtons submit={words.ask} isBusy={ask.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
