import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { useDraft } from '#client/ui/useDraft.ts'
import { AddDialog, type Adding } from './AddDialog.tsx'
import { OrganisationFields } from './OrganisationFields.tsx'
import { EMPTY_ORGANISATION, type OrganisationDraft, organisationFactsOf } from './organisationDraft.ts'
import { useAddOrganisation } from './useCouncil.ts'

/** One more body the council works with. */
export function AddOrganisationDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <AddDialog
      title={t('organisation.addTitle')}
      first={EMPTY_ORGANISATION}
      nextAfter={({ standing }) => ({ ...EMPTY_ORGANISATION, standing })}
      saidOf={({ name }) => t('organisation.added', { name: name.trim() })}
      onClose={onClose}
    >
      {(adding) => <OrganisationForm {...{ adding, onClose }} />}
    </AddDialog>
  )
}

interface FormProps {
  readonly adding: Adding<OrganisationDraft>
  readonly onClose: () => void
}

function OrganisationForm({ adding, onClose }: FormProps) {
  const { t } = useTranslation()
  const draft = useDraft(adding.begun)
  const [isChecked, setChecked] = useState(false)
  const add = useAddOrganisation()

  const submit = () => {
    setChecked(true)
    const facts = organisationFactsOf(draft.value)
    if (facts !== null) adding.onSent(add.mutateAsync(facts), draft.value)
  }
  return (
    <Form onSubmit={submit} label={t('organisation.addTitle')} failure={add.error}>
      <OrganisationFields draft={draft} isChecked={isChecked} />
      <FormButtons submit={t('organisation.submit')} isBusy={add.isPending} onClose={onClose} goOn={adding.goOn} />
    </Form>
  )
}
