import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFailureWords } from '#client/platform/useFailureWords.ts'
import { TextLink } from '#client/ui/Anchor.tsx'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Section } from '#client/ui/Section.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { fieldOf, useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { CaseDetail } from '#shared/api/cases.ts'
import { readCaseNumber } from '#shared/domain/supportCase.ts'
import { useCloseAsDuplicate, useTakeDuplicateBack } from './useCases.ts'

interface Props {
  readonly theCase: CaseDetail
}

/** What was pressed is gone with what it did: the keyboard goes on from the page itself. */
const toPage = () => document.querySelector('main')?.focus({ preventScroll: true })

/** Puts a case back as it stood before it was closed for another. */
function useTakingBack({ id }: CaseDetail) {
  const { t } = useTranslation()
  const status = useStatus()
  const wordsOf = useFailureWords()
  const { mutateAsync, isPending } = useTakeDuplicateBack(id)
  const takeBack = () =>
    void mutateAsync(null)
      .then(() => {
        status.say(t('duplicate.takenBack'))
        toPage()
      })
      .catch((failure: unknown) => status.say(wordsOf(failure)))
  return { takeBack, isPending }
}

/** That the person has another case, or had: with the way there for whoever may know of it. */
export function DuplicateNotice({ theCase }: Props) {
  const { t } = useTranslation()
  const { takeBack, isPending } = useTakingBack(theCase)
  const { duplicate, duplicates = [] } = theCase
  if (duplicate !== undefined)
    return (
      <Notice tone="warning" title={t('duplicate.closedTitle')}>
        <p>{duplicate.of === null ? t('duplicate.closedHidden') : t('duplicate.closedText')}</p>
        {duplicate.of !== null && <CaseLink {...duplicate.of} />}
        {theCase.can.change.allowed && (
          <div className="off-paper pt-1">
            <Button kind="secondary" size="compact" isBusy={isPending} onPress={takeBack}>
              {t('duplicate.takeBack')}
            </Button>
          </div>
        )}
      </Notice>
    )
  if (duplicates.length === 0) return null
  return (
    <Notice tone="information" title={t('duplicate.keptTitle')}>
      <p>{t('duplicate.keptText')}</p>
      {duplicates.map((one) => (
        <CaseLink key={one.id} {...one} />
      ))}
    </Notice>
  )
}

const CaseLink = ({ id, number }: { readonly id: string; readonly number: string }) => (
  <TextLink href={`/cases/${id}`} className="self-start py-1">
    {number}
  </TextLink>
)

/** Where it is recorded that a case was opened for somebody who has one. */
export function CloseAsDuplicate({ theCase }: Props) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const isOne = theCase.duplicate !== undefined || (theCase.duplicates ?? []).length > 0
  const { takeBack } = useTakingBack(theCase)
  const isAwaited = useRef(false)
  useEffect(() => {
    if (isOne && isAwaited.current) toPage()
    isAwaited.current = false
  }, [isOne])
  const onSent = (closing: Promise<unknown>) => {
    isAwaited.current = true
    closing.catch(() => {
      isAwaited.current = false
    })
  }
  if (!theCase.can.change.allowed || isOne) return null
  return (
    <div className="off-paper">
      <Section title={t('duplicate.heading')} lead={t('duplicate.lead')}>
        <Button kind="secondary" size="compact" onPress={() => setOpen(true)}>
          {t('duplicate.title')}
        </Button>
        {isOpen && (
          <DuplicateDialog theCase={theCase} onSent={onSent} onTakeBack={takeBack} onClose={() => setOpen(false)} />
        )}
      </Section>
    </div>
  )
}

interface DialogProps extends Props {
  readonly onSent: (closing: Promise<unknown>) => void
  readonly onTakeBack: () => void
  readonly onClose: () => void
}

function DuplicateDialog({ theCase, onSent, onTakeBack, onClose }: DialogProps) {
  const { t } = useTranslation()
  const tell = useOutcome()
  const draft = useDraft({ caseNumber: '' })
  const [isChecked, setChecked] = useState(false)
  const close = useCloseAsDuplicate(theCase.id)
  const title = t('duplicate.title')
  const number = readCaseNumber(draft.value.caseNumber)
  const isOther = number !== null && number !== theCase.number
  const submit = () => {
    setChecked(true)
    if (!isOther) return
    const said = t('duplicate.done', { number: theCase.number, kept: number })
    const closing = close.mutateAsync({ caseNumber: number })
    onSent(closing)
    tell(closing, { title, said, undo: onTakeBack, onDone: onClose })
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={title} failure={close.error}>
        <p>{t('duplicate.effect', { number: theCase.number })}</p>
        <TextField
          label={t('duplicate.number')}
          hint={t('duplicate.numberHint')}
          isRequired
          isAscii
          width="short"
          {...fieldOf(draft, 'caseNumber')}
          problem={isChecked && !isOther ? t('duplicate.numberUnreadable') : undefined}
        />
        <FormButtons submit={t('duplicate.submit')} isBusy={close.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
