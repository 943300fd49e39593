import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LONGEST } from '#client/platform/longest.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { useRecordAlsoPresent } from './useConferences.ts'

interface Props {
  readonly conference: ConferenceDetail
}

/** Who is there and on no list: the person themself, their family, who came for somebody. */
export function AlsoPresent({ conference }: Props) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const { alsoPresent, can } = conference
  if (alsoPresent === undefined || (alsoPresent === '' && !can.recordAttendance.allowed)) return null
  return (
    <div className="flex flex-col items-start gap-2 border-solid-gray-300 border-t pt-3">
      <p className="font-bold">{t('attendance.also')}</p>
      {alsoPresent !== '' && <p className="wrap-anywhere">{alsoPresent}</p>}
      {can.recordAttendance.allowed && (
        <Button kind="secondary" size="compact" onPress={() => setOpen(true)}>
          {t('attendance.alsoWrite')}
        </Button>
      )}
      {isOpen && <AlsoDialog conference={conference} onClose={() => setOpen(false)} />}
    </div>
  )
}

function AlsoDialog({ conference, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const tell = useOutcome()
  const record = useRecordAlsoPresent(conference.id)
  const [shown] = useState(conference.alsoPresent ?? '')
  const [text, setText] = useState(shown)
  const title = t('attendance.also')
  const submit = () =>
    tell(record.mutateAsync({ alsoPresent: text.trim(), shown }), { title, said: t('form.saved'), onDone: onClose })
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={title} failure={record.error}>
        <TextField
          label={title}
          hint={t('attendance.alsoHint')}
          name="alsoPresent"
          longest={LONGEST.alsoPresent}
          value={text}
          onChange={setText}
        />
        <FormButtons submit={t('form.save')} isBusy={record.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
