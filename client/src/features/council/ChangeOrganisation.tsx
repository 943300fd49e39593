import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import { useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { OrganisationView } from '#shared/api/council.ts'
import { dayInJapan } from '#shared/core/time.ts'
import type { Seated } from '#shared/domain/roleHeld.ts'
import { CoordinatorGap } from './CoordinatorGap.tsx'
import { NameSince, sinceOf } from './NameSince.tsx'
import { OrganisationFields } from './OrganisationFields.tsx'
import { changedFacts, organisationDraftOf, organisationFactsOf } from './organisationDraft.ts'
import { useChangeOrganisation } from './useCouncil.ts'

interface Props {
  readonly organisation: OrganisationView
  readonly onClose: () => void
}

/** The council as it would be once an organisation stands otherwise. */
const withStanding =
  (standing: Pick<OrganisationView, 'id' | 'isMember' | 'closedOn'>) =>
  ({ organisations, ...rest }: Seated): Seated => ({
    ...rest,
    organisations: organisations.map((one) => (one.id === standing.id ? { ...one, ...standing } : one)),
  })

/** A name that is another now, a kind that was wrong, the day on which it closes. */
export function ChangeOrganisation({ organisation, onClose }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  const tell = useOutcome()
  const draft = useDraft(organisationDraftOf(organisation))
  const [closed, setClosed] = useState(organisation.closedOn === null ? '' : dates.typedDay(organisation.closedOn))
  const [isChecked, setChecked] = useState(false)
  const today = dayInJapan(usePorts().clock.now())
  const [since, setSince] = useState('')
  const isRenamed = draft.value.name.trim() !== organisation.name
  const change = useChangeOrganisation()
  const { id } = organisation
  const title = t('organisation.changeTitle', { name: organisation.name })
  const submit = () => {
    setChecked(true)
    const facts = organisationFactsOf(draft.value)
    const closedOn = dates.dayIn(closed)
    const from = isRenamed ? sinceOf(since, dates.dayIn(since), today) : {}
    if (facts === null || from === null || (closedOn === null && closed.trim() !== '')) return
    const changes = { ...changedFacts({ ...facts, closedOn }, organisation), ...from }
    if (Object.keys(changes).length === 0) onClose()
    else tell(change.mutateAsync({ id, changes }), { title, said: t('form.saved'), onDone: onClose })
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={title} failure={change.error}>
        <p>{t('organisation.changeEffect')}</p>
        <OrganisationFields draft={draft} isChecked={isChecked} />
        {isRenamed && <NameSince value={since} onChange={setSince} today={today} />}
        <UnderstoodField
          label={t('organisation.closedOn')}
          hint={t('organisation.closedOnHint')}
          name="closedOn"
          value={closed}
          onChange={setClosed}
          understand={dates.understand}
        />
        <CoordinatorGap
          change={withStanding({ id, isMember: draft.value.standing === 'member', closedOn: dates.dayIn(closed) })}
        />
        <FormButtons submit={t('form.save')} isBusy={change.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
