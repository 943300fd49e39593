import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { BasisLine } from '#client/features/conferences/ConferenceFacts.tsx'
import { useAttendanceLines } from '#client/features/conferences/useAttendanceLines.ts'
import { useConference } from '#client/features/conferences/useConferences.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { Facts } from '#client/ui/Facts.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { PrintSheet } from '#client/ui/PrintSheet.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { NotFoundPage } from './NotFoundPage.tsx'
import { useAddressed } from './useAddressed.ts'
import './notePaper.css'

const ExtractView = lazy(async () => ({ default: (await import('#client/collab/ExtractView.tsx')).ExtractView }))

/** 様式第7号 on A4, black on white. */
export function PrintNotePage() {
  const { t } = useTranslation()
  const { clock } = usePorts()
  const dates = useDates()
  const conference = useConference(useAddressed('conferenceId'))
  if (conference.documentId === null || conference.noteRight === 'none') return <NotFoundPage />
  return (
    <div className="note-paper bg-solid-gray-50 px-4 py-6 print:bg-white print:p-0">
      <PageTitle text={t('print.titleOf', { title: conference.title })} />
      <div className="off-paper mx-auto flex max-w-[210mm] flex-wrap gap-3 pb-5">
        <Button onPress={() => window.print()}>{t('print.print')}</Button>
        <LinkButton kind="secondary" href={`/conferences/${conference.id}`}>
          {t('print.back')}
        </LinkButton>
      </div>
      <PrintSheet
        left={t('print.form')}
        handling={t('print.handling')}
        right={t('print.madeOn', { day: dates.plainDay(dayInJapan(clock.now())) })}
        title={t('print.title')}
      >
        <SheetHead conference={conference} />
        <div className="pt-6 print:pt-4">
          <h2 className="sr-only">{t('note.title')}</h2>
          <Suspense fallback={<Progress label={t('note.opening')} />}>
            <ExtractView documentId={conference.documentId} face="full" />
          </Suspense>
        </div>
      </PrintSheet>
    </div>
  )
}

function SheetHead({ conference }: { readonly conference: ConferenceDetail }) {
  const { t } = useTranslation()
  const dates = useDates()
  const attendance = useAttendanceLines(conference)
  return (
    <Facts
      facts={[
        { term: t('conference.name'), value: conference.title },
        {
          term: t('conference.case'),
          value: t('case.name', { number: conference.case.number, callName: conference.case.callName }),
        },
        { term: t('conference.startsAt'), value: dates.moment(conference.startsAt) },
        { term: t('conference.place'), value: conference.place },
        { term: t('conference.kind'), value: t(`meetingKind.${conference.meetingKind}`) },
        { term: t('basis.kind'), value: <BasisLine conference={conference} /> },
        { term: t('print.present'), value: attendance.present },
        { term: t('print.absent'), value: attendance.absent },
      ]}
    />
  )
}
