import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { PrintSheet } from '#client/ui/PrintSheet.tsx'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { useSheetMark } from './useSheetMark.ts'
import './notePaper.css'

interface Props {
  readonly conference: ConferenceDetail
  /** Which running margins the further sheets have. */
  readonly kind: 'note' | 'difference'
  readonly pageTitle: string
  readonly form: string
  readonly title: string
  /** When what is on it was made, for what has such a day. */
  readonly made?: readonly string[]
  /** What else can be pressed above the sheet. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** Something of a conference's note on A4, black on white, with the way back to the conference. */
export function NotePaper({ conference, kind, pageTitle, form, title, made = [], actions, children }: Props) {
  const { t } = useTranslation()
  const { clock } = usePorts()
  const dates = useDates()
  useSheetMark(conference.case.number)
  return (
    <div className={`note-paper note-paper-${kind} bg-solid-gray-50 px-4 py-6 print:bg-white print:p-0`}>
      <PageTitle text={pageTitle} />
      <div className="off-paper mx-auto flex max-w-[210mm] flex-wrap gap-3 pb-5">
        <Button onPress={() => window.print()}>{t('print.print')}</Button>
        {actions}
        <LinkButton kind="secondary" href={`/conferences/${conference.id}`}>
          {t('print.back')}
        </LinkButton>
      </div>
      <PrintSheet
        left={form}
        handling={t('print.handling')}
        right={[...made, t('print.printedOn', { day: dates.plainDay(dayInJapan(clock.now())) })]}
        title={title}
      >
        {children}
      </PrintSheet>
    </div>
  )
}
