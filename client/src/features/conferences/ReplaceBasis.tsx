import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextLink } from '#client/ui/Anchor.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { RadioGroup } from '#client/ui/RadioGroup.tsx'
import type { Option } from '#client/ui/Select.tsx'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { BasisView, CaseDetail } from '#shared/api/cases.ts'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { groundsFor, needsGround } from './conferenceDraft.ts'
import { Unnamed } from './Unnamed.tsx'
import { useBasisLines } from './useBasisLines.ts'
import { useReplaceBasis } from './useConferences.ts'

interface Props {
  readonly conference: ConferenceDetail
  readonly theCase: CaseDetail
  readonly onClose: () => void
}

/** Puts a planned conference on another basis of its case: who is invited and what is prepared in its note stays. */
export function ReplaceBasisDialog({ conference, theCase, onClose }: Props) {
  const { t } = useTranslation()
  const bases = groundsFor(conference.meetingKind, theCase)
  const isNeeded = needsGround(conference.meetingKind)
  return (
    <Dialog title={t('conference.replaceBasisTitle')} isOpen onClose={onClose}>
      {bases.length === 0 && isNeeded ? (
        <EmptyState
          title={t('newConference.noBasisTitle')}
          action={<TextLink href={`/cases/${theCase.id}`}>{t('newConference.toCase')}</TextLink>}
        >
          {t('conference.noOtherBasis')}
        </EmptyState>
      ) : (
        <ReplaceForm {...{ conference, theCase, bases, isNeeded, onClose }} />
      )}
    </Dialog>
  )
}

/** Chosen where a study without identifiers is to stand on none. */
const NO_BASIS = 'none'

interface FormProps extends Props {
  /** Those that can be chosen. */
  readonly bases: readonly BasisView[]
  readonly isNeeded: boolean
}

function ReplaceForm({ conference, theCase, bases, isNeeded, onClose }: FormProps) {
  const { t } = useTranslation()
  const tell = useOutcome()
  const replace = useReplaceBasis(conference.id)
  const lines = useBasisLines(bases)
  const [shown] = useState(conference.basis?.id ?? null)
  const [choice, choose] = useState<string>(shown ?? '')
  const choices = bases.map(({ id }, index): Option => ({ value: id, label: lines[index] ?? '' }))
  const [isChecked, setChecked] = useState(false)
  // One that ends meanwhile is chosen no more.
  const chosen = bases.find(({ id }) => id === choice)
  const isMissing = chosen === undefined && isNeeded
  const submit = () => {
    setChecked(true)
    if (isMissing) return
    const title = t('conference.replaceBasisTitle')
    const request = { basisId: chosen?.id ?? null, shown }
    tell(replace.mutateAsync(request), { title, said: t('conference.basisReplaced'), onDone: onClose })
  }
  return (
    <Form onSubmit={submit} label={t('conference.replaceBasisTitle')} failure={replace.error}>
      <RadioGroup
        label={t('basis.kind')}
        hint={t('conference.replaceBasisHint')}
        isRequired={isNeeded}
        name="basisId"
        value={chosen?.id ?? (isNeeded ? '' : NO_BASIS)}
        onChange={choose}
        options={isNeeded ? choices : [...choices, { value: NO_BASIS, label: t('newConference.basisNone') }]}
        problem={isChecked && isMissing ? t('form.choose') : undefined}
      />
      {chosen !== undefined && <Unnamed theCase={theCase} basis={chosen} invited={conference.attendance} />}
      <FormButtons submit={t('conference.replaceBasis')} isBusy={replace.isPending} onClose={onClose} />
    </Form>
  )
}
