import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BasisLine, chairChoiceFacts } from '#client/features/conferences/ConferenceFacts.tsx'
import { useAttendanceLines } from '#client/features/conferences/useAttendanceLines.ts'
import { useConference } from '#client/features/conferences/useConferences.ts'
import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { Counted } from '#client/ui/Counted.tsx'
import { Facts } from '#client/ui/Facts.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import { Unbroken } from '#client/ui/Unbroken.tsx'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { isOver } from '#shared/domain/conferenceKind.ts'
import { lazyPart } from './lazyPart.tsx'
import { NotePaper } from './NotePaper.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { SignatureLines } from './SignatureLines.tsx'
import { useAddressed } from './useAddressed.ts'

const ExtractView = lazyPart(async () => (await import('#client/collab/ExtractView.tsx')).ExtractView)

/** 様式第7号 on A4. */
export function PrintNotePage() {
  const { t } = useTranslation()
  const conference = useConference(useAddressed('conferenceId'))
  const [isSigned, setSigned] = useState(true)
  // What does not take place is confirmed by nobody.
  const isToSign = conference.state !== 'calledOff'
  const made = useMade(conference)
  if (conference.documentId === null || conference.noteRight === 'none') return <NotFoundPage />
  return (
    <NotePaper
      conference={conference}
      kind="note"
      pageTitle={t('print.titleOf', { title: conference.title })}
      form={t('print.form')}
      title={t('print.title')}
      made={made}
      actions={
        isToSign && (
          <Button kind="secondary" onPress={() => setSigned(!isSigned)}>
            {isSigned ? t('print.withoutSignatures') : t('print.withSignatures')}
          </Button>
        )
      }
    >
      <SheetHead conference={conference} />
      <div className="pt-6 print:pt-4">
        <h2 className="sr-only">{t('note.title')}</h2>
        <Suspense fallback={<Progress label={t('note.opening')} />}>
          <ExtractView documentId={conference.documentId} face="full" use="sheet" />
        </Suspense>
      </div>
      {isToSign && isSigned && <SignatureLines conference={conference} />}
      <SealHead conference={conference} />
    </NotePaper>
  )
}

/** 作成年月日: the minutes are there with the end of their conference, however often and late they are printed. */
function useMade({ state, endedAt }: ConferenceDetail): readonly string[] {
  const { t } = useTranslation()
  const dates = useDates()
  if (endedAt !== null) return [t('print.madeOn', { day: dates.plainDay(dayInJapan(instant(endedAt))) })]
  return isOver(state) ? [] : [t('print.notMadeYet')]
}

/** What the audit trail had come to: on paper that is kept elsewhere, whoever changes it later is found out. */
function SealHead({ conference: { sealHead } }: { readonly conference: ConferenceDetail }) {
  const { t } = useTranslation()
  const dates = useDates()
  if (sealHead === undefined) return null
  const { count, beginning, at } = sealHead
  return (
    <p className="pt-4 text-right text-dns-14N-130 print:text-[8pt]">
      {t('print.sealHead', { head: `${count}:${beginning}`, at: dates.moment(at) })}
    </p>
  )
}

function SheetHead({ conference }: { readonly conference: ConferenceDetail }) {
  const { t } = useTranslation()
  const dates = useDates()
  const attendance = useAttendanceLines(conference)
  return (
    <Facts
      facts={[
        { term: t('conference.name'), value: <Counted text={conference.title} /> },
        {
          term: t('conference.case'),
          value: t('case.name', { number: conference.case.number, callName: conference.case.callName }),
        },
        ...(conference.state === 'calledOff' ? [{ term: t('case.state'), value: t('conferenceState.calledOff') }] : []),
        { term: t('conference.startsAt'), value: <Unbroken text={dates.moment(conference.startsAt)} /> },
        { term: t('conference.place'), value: conference.place },
        { term: t('conference.kind'), value: t(`meetingKind.${conference.meetingKind}`) },
        ...chairChoiceFacts(conference, t('conference.chosenByChair')),
        { term: t('basis.kind'), value: <BasisLine conference={conference} /> },
        { term: t('print.present'), value: attendance.present },
        { term: t('print.absent'), value: attendance.absent },
        ...(attendance.unknown === null ? [] : [{ term: t('print.unknown'), value: attendance.unknown }]),
      ]}
    />
  )
}
