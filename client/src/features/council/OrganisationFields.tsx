import { useTranslation } from 'react-i18next'
import { LONGEST } from '#client/platform/longest.ts'
import { CheckboxGroup } from '#client/ui/CheckboxGroup.tsx'
import { RadioGroup } from '#client/ui/RadioGroup.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { type Draft, fieldOf } from '#client/ui/useDraft.ts'
import { ORGANISATION_KINDS } from '#shared/domain/organisation.ts'
import { isAreaCode, lacksShortName, type OrganisationDraft } from './organisationDraft.ts'

interface PartProps {
  readonly draft: Draft<OrganisationDraft>
  readonly isChecked: boolean
}

/** What an organisation is called, and what it is. */
export function OrganisationFields(props: PartProps) {
  return (
    <>
      <NameFields {...props} />
      <KindFields {...props} />
    </>
  )
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
