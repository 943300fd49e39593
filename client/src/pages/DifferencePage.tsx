import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useConference } from '#client/features/conferences/useConferences.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { Facts } from '#client/ui/Facts.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { PrintSheet } from '#client/ui/PrintSheet.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import { DifferenceQuery } from '#shared/api/versions.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { NotFoundPage } from './NotFoundPage.tsx'
import { useAddressed } from './useAddressed.ts'
import './notePaper.css'

const ComparisonView = lazy(async () => ({
  default: (await import('#client/collab/versions/ComparisonView.tsx')).ComparisonView,
}))

/** One difference of a note on A4, at an address of its own. */
export function DifferencePage() {
  const { t } = useTranslation()
  const { clock } = usePorts()
  const dates = useDates()
  const conference = useConference(useAddressed('conferenceId'))
  const asked = DifferenceQuery.safeParse(Object.fromEntries(useSearchParams()[0]))
  if (conference.documentId === null || !asked.success) return <NotFoundPage />
  const name = t('case.name', { number: conference.case.number, callName: conference.case.callName })
  return (
    <div className="note-paper bg-solid-gray-50 px-4 py-6 print:bg-white print:p-0">
      <PageTitle text={t('difference.titleOf', { title: conference.title })} />
      <div className="off-paper mx-auto flex max-w-[210mm] flex-wrap gap-3 pb-5">
        <Button onPress={() => window.print()}>{t('print.print')}</Button>
        <LinkButton kind="secondary" href={`/conferences/${conference.id}`}>
          {t('print.back')}
        </LinkButton>
      </div>
      <PrintSheet
        left={t('difference.left')}
        handling={t('print.handling')}
        right={t('print.madeOn', { day: dates.plainDay(dayInJapan(clock.now())) })}
        title={t('difference.title')}
      >
        <Facts
          facts={[
            { term: t('conference.name'), value: conference.title },
            { term: t('conference.case'), value: name },
          ]}
        />
        <div className="flex flex-col gap-4 pt-6 print:pt-4">
          {conference.noteRight === 'edit' && <p className="text-dns-16N-130">{t('difference.marks')}</p>}
          <Suspense fallback={<Progress label={t('note.opening')} />}>
            <ComparisonView documentId={conference.documentId} comparison={asked.data} />
          </Suspense>
        </div>
      </PrintSheet>
    </div>
  )
}
