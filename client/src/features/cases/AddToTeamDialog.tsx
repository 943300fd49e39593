import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { CheckboxGroup } from '#client/ui/CheckboxGroup.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { Select } from '#client/ui/Select.tsx'
import { type Draft, fieldOf, useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { CaseDetail } from '#shared/api/cases.ts'
import type { MemberView, OrganisationView } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { INFORMATION_CATEGORIES, type InformationCategory } from '#shared/domain/informationCategory.ts'
import { TermFields } from './TermFields.tsx'
import { useAddToTeam } from './useCases.ts'
import { useTermDraft } from './useTermDraft.ts'

interface Props {
  readonly theCase: CaseDetail
  readonly organisations: readonly OrganisationView[]
  readonly members: readonly MemberView[]
  /** What the form begins with, where whoever opens it has said so. */
  readonly begun?: PlaceBegun | null
  readonly onClose: () => void
}

const EVERY_MEMBER = 'everyMember'

interface PlaceDraft {
  readonly organisationId: string
  /** `EVERY_MEMBER` for the organisation as a whole. */
  readonly memberId: string
  readonly categories: readonly InformationCategory[]
}

/** Whose form is begun for somebody, and the first day on which they are there. */
export interface PlaceBegun extends PlaceDraft {
  readonly from: PlainDate
}

const EMPTY: PlaceDraft = { organisationId: '', memberId: EVERY_MEMBER, categories: ['basic'] }

/** Who can be chosen of an organisation. */
const peopleOf = (members: readonly MemberView[], { organisationId }: PlaceDraft) =>
  members.filter((member) => member.organisationId === organisationId)

/** Whom the choice means; undefined for one whose membership ended since: that is no wish for the whole organisation. */
function chosenOf(members: readonly MemberView[], draft: PlaceDraft) {
  if (draft.memberId === EVERY_MEMBER) return null
  return peopleOf(members, draft).find(({ id }) => id === draft.memberId)?.id
}

/** An organisation, or one person of it, joins the case. */
export function AddToTeamDialog({ theCase, organisations, begun = null, ...props }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  const { onClose } = props
  // The list keeps everybody who ever was of the council.
  const members = props.members.filter(({ until }) => !dates.isOver(until))
  const draft = useDraft<PlaceDraft>(begun ?? EMPTY)
  const { draft: termDraft, term } = useTermDraft(begun?.from)
  const [isChecked, setChecked] = useState(false)
  const tell = useOutcome()
  const add = useAddToTeam(theCase.id)
  const { organisationId, categories } = draft.value
  const organisation = organisations.find(({ id }) => id === organisationId)
  const memberId = chosenOf(members, draft.value)

  const submit = () => {
    setChecked(true)
    if (organisation === undefined || memberId === undefined || term === null || categories.length === 0) return
    const request = { organisationId: organisation.id, memberId, categories: [...categories], ...term }
    const said = t('team.added', { name: organisation.name })
    tell(add.mutateAsync(request), { title: t('team.addTitle'), said, onDone: onClose })
  }
  return (
    <Dialog title={t('team.addTitle')} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={t('team.addTitle')} failure={add.error}>
        <PlaceFields draft={draft} isChecked={isChecked} organisations={organisations} members={members} />
        <TermFields draft={termDraft} isChecked={isChecked} />
        <FormButtons submit={t('team.submit')} isBusy={add.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}

interface FieldsProps {
  readonly draft: Draft<PlaceDraft>
  readonly isChecked: boolean
  readonly organisations: readonly OrganisationView[]
  readonly members: readonly MemberView[]
}

function PlaceFields({ draft, isChecked, organisations, members }: FieldsProps) {
  const { t } = useTranslation()
  const { organisationId, memberId, categories } = draft.value
  const isKnown = organisations.some(({ id }) => id === organisationId)
  const isGone = chosenOf(members, draft.value) === undefined
  const chooseOrganisation = (id: string) => {
    draft.set('organisationId')(id)
    draft.set('memberId')(EVERY_MEMBER)
  }
  return (
    <>
      <Select
        label={t('team.organisation')}
        isRequired
        nothing={t('form.nothingChosen')}
        name="organisationId"
        value={isKnown ? organisationId : ''}
        options={organisations.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={chooseOrganisation}
        problem={isChecked && !isKnown ? t('form.choose') : undefined}
      />
      <Select
        label={t('team.member')}
        hint={t('team.memberHint')}
        name="memberId"
        value={isGone ? '' : memberId}
        options={[
          ...(isGone ? [{ value: '', label: t('form.nothingChosen') }] : []),
          { value: EVERY_MEMBER, label: t('team.everyMember') },
          ...peopleOf(members, draft.value).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={draft.set('memberId')}
        problem={isGone ? t('team.memberGone') : undefined}
      />
      <CheckboxGroup
        label={t('team.categories')}
        hint={t('team.categoriesHint')}
        isRequired
        columns={2}
        {...fieldOf(draft, 'categories')}
        options={INFORMATION_CATEGORIES.map((category) => ({ value: category, label: t(`category.${category}`) }))}
        problem={isChecked && categories.length === 0 ? t('form.chooseOne') : undefined}
      />
    </>
  )
}
