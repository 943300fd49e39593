import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { BasisView } from '#shared/api/cases.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { paperAwaitedBy } from '#shared/domain/consent.ts'
import { endsWithoutPaper } from '#shared/domain/sharingBasis.ts'
import { useKeepConsentPaper } from './useCases.ts'

/** True while it can be registered. */
const isAwaited = ({ consent, state }: BasisView): boolean =>
  paperAwaitedBy(consent) !== null && (state === 'current' || state === 'ahead')

/** What is said of a sheet that has not come; null where the basis is over for another reason. */
function paperWords(basis: BasisView) {
  const isEndedByIt = endsWithoutPaper(basis)
  if (basis.state === 'ended') return null
  if (basis.state === 'expired') return isEndedByIt ? 'consent.paperMissed' : null
  return isEndedByIt ? 'consent.paperAwaited' : 'consent.paperExpected'
}

/** How the person has agreed, and of a consent by word whether its signed sheet has come. */
export function ConsentLine({ basis }: { readonly basis: BasisView }) {
  const { t } = useTranslation()
  const dates = useDates()
  const { consent } = basis
  if (consent === undefined) return null
  const { way, on, purpose, paperOn } = consent
  const paperBy = paperAwaitedBy(consent)
  const given = t(way === 'spoken' ? 'consent.givenSpoken' : 'consent.givenInWriting', { day: dates.plainDay(on) })
  const said = paperWords(basis)
  return (
    <span className="flex flex-col font-normal text-dns-16N-130 lg:w-56">
      <span>{given}</span>
      <span>{t('consent.purposeOf', { purpose })}</span>
      {paperOn !== undefined && <span>{t('consent.paperCame', { day: dates.plainDay(paperOn) })}</span>}
      {isAwaited(basis) && <strong>{t('consent.awaited')}</strong>}
      {paperBy !== null && said !== null && <strong>{t(said, { day: dates.plainDay(paperBy) })}</strong>}
    </span>
  )
}

const recipientsOf = ({ recipients }: BasisView, between: string): string =>
  recipients.map(({ name }) => name).join(between)

/** Registers the signed sheet of a consent by word, while it holds without one. */
export function KeepConsentPaper({ basis }: { readonly basis: BasisView }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  if (!isAwaited(basis)) return null
  return (
    <>
      <Button
        kind="quiet"
        size="compact"
        onPress={() => setOpen(true)}
        heardAfter={t('form.of', { name: recipientsOf(basis, t('form.between')) })}
      >
        {t('consent.keepPaper')}
      </Button>
      {isOpen && <PaperDialog basis={basis} onClose={() => setOpen(false)} />}
    </>
  )
}

interface DialogProps {
  readonly basis: BasisView
  readonly onClose: () => void
}

function PaperDialog({ basis, onClose }: DialogProps) {
  const { t } = useTranslation()
  const dates = useDates()
  const { clock } = usePorts()
  const { id, consent } = basis
  const tell = useOutcome()
  const keep = useKeepConsentPaper(id)
  const [typed, setTyped] = useState('')
  const [isChecked, setChecked] = useState(false)
  const on = dates.dayIn(typed)
  const isWrong = on !== null && (on > dayInJapan(clock.now()) || (consent !== undefined && on < consent.on))
  const missing = isChecked && typed.trim() === '' ? t('form.missing') : undefined
  const title = t('consent.keepPaperTitle')
  const submit = () => {
    setChecked(true)
    if (on !== null && !isWrong)
      tell(keep.mutateAsync({ on }), { title, said: t('consent.paperKept'), onDone: onClose })
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={title} failure={keep.error}>
        {/* Of two that wait the wrong one would go on without a sheet. */}
        {consent !== undefined && (
          <p>
            {t('consent.paperOf', {
              day: dates.plainDay(consent.on),
              recipients: recipientsOf(basis, t('form.between')),
            })}
          </p>
        )}
        <p>{t('consent.keepPaperEffect')}</p>
        <UnderstoodField
          label={t('consent.paperOn')}
          isRequired
          name="on"
          value={typed}
          onChange={setTyped}
          understand={dates.understand}
          problem={isWrong ? t('consent.paperOnWrong') : missing}
        />
        <FormButtons submit={t('consent.keepPaper')} isBusy={keep.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
