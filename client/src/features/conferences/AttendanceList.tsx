import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFailureWords } from '#client/platform/useFailureWords.ts'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { Select } from '#client/ui/Select.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { ATTENDANCE_STATES, type AttendanceState } from '#shared/domain/conferenceKind.ts'
import { PresentTogether } from './PresentTogether.tsx'
import { useAskAttendance, useRecordAttendance } from './useConferences.ts'

type Attendee = ConferenceDetail['attendance'][number]

/** Who was asked to come and who is there. A slip is taken back by one press. */
export function AttendanceList({ conference }: { readonly conference: ConferenceDetail }) {
  const { t } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  if (conference.attendance.length === 0)
    return <EmptyState title={t('attendance.emptyTitle')}>{t('attendance.emptyText')}</EmptyState>
  return (
    <>
      <PresentTogether conference={conference} onDone={() => focusUnlessGone(list.current)} />
      <ul ref={list} tabIndex={-1} className="flex flex-col" aria-label={t('attendance.title')}>
        {conference.attendance.map((attendee) => (
          <AttendanceLine key={attendee.memberId} conference={conference} attendee={attendee} />
        ))}
      </ul>
    </>
  )
}

/** The button goes with the last of whom nothing is noted: the keyboard is on the list then, unless it was taken elsewhere meanwhile. */
function focusUnlessGone(list: HTMLElement | null): void {
  const at = document.activeElement
  if (at === document.body || list?.previousElementSibling?.contains(at) === true) list?.focus({ preventScroll: true })
}

interface LineProps {
  readonly conference: ConferenceDetail
  readonly attendee: Attendee
}

function AttendanceLine({ conference, attendee }: LineProps) {
  const { t } = useTranslation()
  const mayRecord = conference.can.recordAttendance.allowed
  const { state, record } = useAttendance(conference.id, attendee)
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 border-solid-gray-300 border-t py-2">
      <p className="min-w-[min(100%,7.5rem)] flex-1 leading-150">
        <span className="block text-solid-gray-900">{attendee.name}</span>
        <span className="block text-solid-gray-700 text-dns-14N-130">{attendee.organisationName}</span>
        {attendee.reply !== undefined && (
          <span className="block text-dns-14N-130">{t('reply.of', { reply: t(`replyWords.${attendee.reply}`) })}</span>
        )}
      </p>
      {mayRecord ? (
        <div className="w-36">
          <Select
            label={t('attendance.of', { name: attendee.name })}
            isLabelOnlyHeard
            value={state}
            options={ATTENDANCE_STATES.map((value) => ({ value, label: t(`attendanceState.${value}`) }))}
            onChange={(chosen) => (chosen === '' ? undefined : record(chosen))}
          />
        </div>
      ) : (
        <p>{t(`attendanceState.${attendee.state}`)}</p>
      )}
    </li>
  )
}

/** What was chosen stands there at once, until the list is read again or the server has refused it. */
function useAttendance(conferenceId: string, attendee: Attendee) {
  const { t } = useTranslation()
  const status = useStatus()
  const wordsOf = useFailureWords()
  const change = useRecordAttendance(conferenceId, attendee.memberId)
  const askNow = useAskAttendance(conferenceId, attendee.memberId)
  const fail = (failure: unknown) => status.say(wordsOf(failure))
  const put = (state: AttendanceState, undo?: () => void) =>
    change
      .mutateAsync(state)
      .then(() => status.say(t('attendance.said', { name: attendee.name, state: t(`attendanceState.${state}`) }), undo))
      .catch(fail)
  const shown = change.isPending ? change.variables : attendee.state
  /** What somebody else noted since stays: it is no slip of this one. */
  const takeBack = (state: AttendanceState, before: AttendanceState) =>
    void askNow()
      .then((now) => (now === state ? put(before) : status.say(t('form.overtaken'))))
      .catch(fail)
  return {
    state: shown,
    record: (state: AttendanceState) => void put(state, () => takeBack(state, shown)),
  }
}
