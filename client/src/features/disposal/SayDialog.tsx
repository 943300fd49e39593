import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { fieldOf, useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import { DisposalReasonRequest, type DueCaseView } from '#shared/api/disposal.ts'
import { type Saying, useSay } from './useDisposals.ts'

/** What each is called, what it does, its button, and how it is said that it is done. */
const WORDS = {
  request: ['disposal.askTitle', 'disposal.askEffect', 'disposal.ask', 'disposal.asked'],
  hold: ['disposal.holdTitle', 'disposal.holdEffect', 'disposal.hold', 'disposal.heldSaid'],
  'hold/lifting': ['disposal.liftTitle', 'disposal.liftEffect', 'disposal.lift', 'disposal.lifted'],
} as const satisfies { readonly [saying in Saying]: readonly [string, string, string, string] }

interface Props {
  readonly due: DueCaseView
  readonly saying: Saying
  readonly onClose: () => void
}

/** Asks for a case to be disposed of, holds it back, or lifts that, with a reason. */
export function SayDialog({ due, saying, onClose }: Props) {
  const { t } = useTranslation()
  const tell = useOutcome()
  const say = useSay(due.caseId, saying)
  const draft = useDraft({ reason: '' })
  const [isChecked, setChecked] = useState(false)
  const request = DisposalReasonRequest.safeParse(draft.value)
  const [titled, effect, button, done] = WORDS[saying]
  const { number } = due
  const title = t(titled, { number })
  const submit = () => {
    setChecked(true)
    if (request.success) tell(say.mutateAsync(request.data), { title, said: t(done, { number }), onDone: onClose })
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={title} failure={say.error}>
        <p>{t(effect)}</p>
        <TextField
          label={t('disposal.reason')}
          hint={t('disposal.reasonHint')}
          isRequired
          longest={200}
          {...fieldOf(draft, 'reason')}
          problem={isChecked && !request.success ? t('form.missing') : undefined}
        />
        <FormButtons submit={t(button)} isBusy={say.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
