import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LONGEST } from '#client/platform/longest.ts'
import { type Dates, useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { Section } from '#client/ui/Section.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import { type Draft, fieldOf, useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { KeepSupportMeetingRequest, SupportMeetingView } from '#shared/api/council.ts'
import { useKeepSupportMeeting, useSupportMeetings } from './useCouncil.ts'

/** By which rules the council holds the 支援会議 that the law provides for, and whether anything can rest on it. */
export function SupportMeetings({ mayKeep }: { readonly mayKeep: boolean }) {
  const { t } = useTranslation()
  const meetings = useSupportMeetings()
  const [keeping, setKeeping] = useState<SupportMeetingView | null>(null)
  const columns = useColumns(mayKeep ? setKeeping : null)
  return (
    <Section title={t('supportMeeting.title')} lead={t('supportMeeting.lead')}>
      <Table
        caption={t('supportMeeting.title')}
        columns={columns}
        rows={meetings}
        keyOf={({ law }) => law}
        density="compact"
      />
      {keeping !== null && <KeepDialog meeting={keeping} onClose={() => setKeeping(null)} />}
    </Section>
  )
}

function useColumns(onKeep: ((meeting: SupportMeetingView) => void) | null): readonly Column<SupportMeetingView>[] {
  const { t } = useTranslation()
  const dates = useDates()
  const columns: readonly Column<SupportMeetingView>[] = [
    { key: 'law', header: t('supportMeeting.law'), namesRow: true, cell: ({ law }) => t(`basisKind.${law}`) },
    {
      key: 'charter',
      header: t('supportMeeting.charter'),
      isTyped: true,
      cell: ({ registered }) =>
        registered === null ? (
          t('supportMeeting.none')
        ) : (
          <span className="flex flex-col">
            <span>{registered.charter}</span>
            <span>{dates.term(registered.from, registered.until)}</span>
          </span>
        ),
    },
    {
      key: 'standing',
      header: t('supportMeeting.standing'),
      cell: ({ gap }) => (gap === null ? t('supportMeeting.ready') : t(`meetingGap.${gap}`)),
    },
  ]
  if (onKeep === null) return columns
  const keep: Column<SupportMeetingView> = {
    key: 'keep',
    header: t('form.action'),
    isOffPaper: true,
    cell: (row) => (
      <Button
        kind="quiet"
        size="compact"
        onPress={() => onKeep(row)}
        heardAfter={t('form.of', { name: t(`basisKind.${row.law}`) })}
      >
        {t(row.registered === null ? 'supportMeeting.register' : 'supportMeeting.change')}
      </Button>
    ),
  }
  return [...columns, keep]
}

interface CharterDraft {
  readonly charter: string
  readonly from: string
  readonly until: string
}

type Registered = SupportMeetingView['registered']

const draftOf = (registered: Registered, dates: Dates): CharterDraft => ({
  charter: registered?.charter ?? '',
  from: registered === null ? '' : dates.typedDay(registered.from),
  until: registered === null || registered.until === null ? '' : dates.typedDay(registered.until),
})

/** The request a filled-in form stands for; null while something is missing or cannot be. */
function requestOf(
  { charter, ...typed }: CharterDraft,
  shown: Registered,
  dates: Dates,
): KeepSupportMeetingRequest | null {
  const [from, until] = [dates.dayIn(typed.from), dates.dayIn(typed.until)]
  if (charter.trim() === '' || from === null) return null
  if ((until === null && typed.until.trim() !== '') || (until !== null && until < from)) return null
  return { charter: charter.trim(), from, until, shown }
}

interface DialogProps {
  readonly meeting: SupportMeetingView
  readonly onClose: () => void
}

function KeepDialog({ meeting: { law, registered }, onClose }: DialogProps) {
  const { t } = useTranslation()
  const dates = useDates()
  const tell = useOutcome()
  const keep = useKeepSupportMeeting()
  // What stood there when it was opened: of two who put it right the second is told.
  const [shown] = useState(registered)
  const draft = useDraft(draftOf(registered, dates))
  const [isChecked, setChecked] = useState(false)
  const title = t('supportMeeting.changeTitle', { law: t(`basisKind.${law}`) })
  const submit = () => {
    setChecked(true)
    const request = requestOf(draft.value, shown, dates)
    if (request === null) return
    tell(keep.mutateAsync({ law, request }), { title, said: t('supportMeeting.kept'), onDone: onClose })
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={title} failure={keep.error}>
        <p>{t(shown === null ? 'supportMeeting.effect' : 'supportMeeting.changeEffect')}</p>
        <CharterFields draft={draft} isChecked={isChecked} />
        <FormButtons submit={t('form.save')} isBusy={keep.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}

function CharterFields({ draft, isChecked }: { readonly draft: Draft<CharterDraft>; readonly isChecked: boolean }) {
  const { t } = useTranslation()
  const dates = useDates()
  const [from, until] = [dates.dayIn(draft.value.from), dates.dayIn(draft.value.until)]
  const missing = (text: string) => (isChecked && text.trim() === '' ? t('form.missing') : undefined)
  const isTurned = from !== null && until !== null && until < from
  return (
    <>
      <TextField
        label={t('supportMeeting.charter')}
        hint={t('supportMeeting.charterHint')}
        isRequired
        longest={LONGEST.title}
        {...fieldOf(draft, 'charter')}
        problem={missing(draft.value.charter)}
      />
      <UnderstoodField
        label={t('form.from')}
        isRequired
        {...fieldOf(draft, 'from')}
        understand={dates.understand}
        problem={missing(draft.value.from)}
      />
      <UnderstoodField
        label={t('form.until')}
        {...fieldOf(draft, 'until')}
        understand={dates.understand}
        problem={isTurned ? t('form.untilTooEarly') : undefined}
      />
    </>
  )
}
