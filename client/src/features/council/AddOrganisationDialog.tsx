import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LONGEST } from '#client/platform/longest.ts'
import { CheckboxGroup } from '#client/ui/CheckboxGroup.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { RadioGroup } from '#client/ui/RadioGroup.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { type Draft, fieldOf, useDraft } from '#client/ui/useDraft.ts'
import { ORGANISATION_KINDS, type OrganisationKind } from '#shared/domain/organisation.ts'
import { AddDialog, type Adding } from './AddDialog.tsx'
import { useAddOrganisation } from './useCouncil.ts'

interface OrganisationDraft {
  readonly name: string
  readonly kana: string
  readonly shortName: string
  readonly kinds: readonly OrganisationKind[]
  readonly areaCode: string
  readonly standing: 'member' | 'outside'
}

const EMPTY: OrganisationDraft = { name: '', kana: '', shortName: '', kinds: [], areaCode: '', standing: 'member' }

const halfWidth = (text: string): string => text.normalize('NFKC').trim()

/** The short name stands for itself, and the name for it where it is left empty and the name is short enough. */
const lacksShortName = ({ name, shortName }: OrganisationDraft): boolean =>
  shortName.trim() === '' && name.trim().length > LONGEST.shortName

/** Six digits, full width or half, or nothing. */
const isAreaCode = (text: string): boolean => /^(\d{6})?$/.test(halfWidth(text))

/** One more body the council works with. */
export function AddOrganisationDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <AddDialog
      title={t('organisation.addTitle')}
      first={EMPTY}
      nextAfter={({ standing }) => ({ ...EMPTY, standing })}
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
  const { name, kana, shortName, kinds, areaCode, standing } = draft.value

  const submit = () => {
    setChecked(true)
    if (name.trim() === '' || kana.trim() === '' || kinds.length === 0 || !isAreaCode(areaCode)) return
    if (lacksShortName(draft.value)) return
    add.mutate(
      {
        name: name.trim(),
        kana: kana.trim(),
        shortName: shortName.trim() === '' ? name.trim() : shortName.trim(),
        kinds: [...kinds],
        areaCode: halfWidth(areaCode) === '' ? null : halfWidth(areaCode),
        isMember: standing === 'member',
      },
      { onSuccess: () => adding.onAdded(draft.value) },
    )
  }
  return (
    <Form onSubmit={submit} label={t('organisation.addTitle')}>
      <FailureNotice failure={add.error} />
      <NameFields draft={draft} isChecked={isChecked} />
      <KindFields draft={draft} isChecked={isChecked} />
      <FormButtons submit={t('organisation.submit')} isBusy={add.isPending} onClose={onClose} goOn={adding.goOn} />
    </Form>
  )
}

interface PartProps {
  readonly draft: Draft<OrganisationDraft>
  readonly isChecked: boolean
}

function NameFields({ draft, isChecked }: PartProps) {
  const { t } = useTranslation()
  const missing = (text: string) => (isChecked && text.trim() === '' ? t('form.missing') : undefined)
  return (
    <>
      <TextField
        label={t('organisation.name')}
        longest={LONGEST.bodyName}
        isRequired
        {...fieldOf(draft, 'name')}
        problem={missing(draft.value.name)}
      />
      <TextField
        label={t('form.kana')}
        longest={LONGEST.bodyName}
        isRequired
        {...fieldOf(draft, 'kana')}
        problem={missing(draft.value.kana)}
      />
      <TextField
        label={t('organisation.shortName')}
        longest={LONGEST.shortName}
        hint={t('organisation.shortNameHint')}
        {...fieldOf(draft, 'shortName')}
        problem={isChecked && lacksShortName(draft.value) ? t('organisation.shortNameMissing') : undefined}
      />
    </>
  )
}

function KindFields({ draft, isChecked }: PartProps) {
  const { t } = useTranslation()
  return (
    <>
      <CheckboxGroup
        label={t('organisation.kinds')}
        isRequired
        columns={2}
        {...fieldOf(draft, 'kinds')}
        options={ORGANISATION_KINDS.map((kind) => ({ value: kind, label: t(`organisationKind.${kind}`) }))}
        problem={isChecked && draft.value.kinds.length === 0 ? t('form.chooseOne') : undefined}
      />
      <TextField
        label={t('organisation.areaCode')}
        hint={t('organisation.areaCodeHint')}
        isAscii
        inputMode="numeric"
        width="short"
        {...fieldOf(draft, 'areaCode')}
        problem={!isChecked || isAreaCode(draft.value.areaCode) ? undefined : t('organisation.areaCodeWrong')}
      />
      <RadioGroup
        label={t('organisation.standing')}
        {...fieldOf(draft, 'standing')}
        options={[
          { value: 'member', label: t('organisation.isMember') },
          { value: 'outside', label: t('organisation.isOutside') },
        ]}
      />
    </>
  )
}
