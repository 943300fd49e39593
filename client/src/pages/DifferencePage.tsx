import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useConference } from '#client/features/conferences/useConferences.ts'
import { Facts } from '#client/ui/Facts.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import { DifferenceQuery } from '#shared/api/versions.ts'
import { lazyPart } from './lazyPart.tsx'
import { NotePaper } from './NotePaper.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { useAddressed } from './useAddressed.ts'

const ComparisonView = lazyPart(async () => (await import('#client/collab/versions/ComparisonView.tsx')).ComparisonView)

/** One difference of a note on A4, at an address of its own. */
export function DifferencePage() {
  const { t } = useTranslation()
  const conference = useConference(useAddressed('conferenceId'))
  const asked = DifferenceQuery.safeParse(Object.fromEntries(useSearchParams()[0]))
  const { documentId, noteRight, title } = conference
  if (documentId === null || noteRight === 'none' || !asked.success) return <NotFoundPage />
  const name = t('case.name', { number: conference.case.number, callName: conference.case.callName })
  return (
    <NotePaper
      conference={conference}
      kind="difference"
      pageTitle={t('difference.titleOf', { title })}
      form={t('difference.left')}
      title={t('difference.title')}
    >
      <Facts
        facts={[
          { term: t('conference.name'), value: title },
          { term: t('conference.case'), value: name },
        ]}
      />
      <div className="flex flex-col gap-4 pt-6 print:pt-4">
        {noteRight === 'edit' && <p className="text-dns-16N-130">{t('difference.marks')}</p>}
        <Suspense fallback={<Progress label={t('note.opening')} />}>
          <ComparisonView documentId={documentId} comparison={asked.data} />
        </Suspense>
      </div>
    </NotePaper>
  )
}
