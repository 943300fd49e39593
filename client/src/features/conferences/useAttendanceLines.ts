import { useTranslation } from 'react-i18next'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import type { AttendanceState } from '#shared/domain/conferenceKind.ts'

/** Those who were there, those who were not, and those of whom nothing is noted, as the form prints them. */
export function useAttendanceLines(conference: ConferenceDetail): {
  readonly present: string
  readonly absent: string
  /** null where something is noted of everybody. */
  readonly unknown: string | null
} {
  const { t } = useTranslation()
  const also = conference.alsoPresent === undefined || conference.alsoPresent === '' ? [] : [conference.alsoPresent]
  const lineOf = (isWanted: (state: AttendanceState) => boolean, others: readonly string[] = []) => {
    const names = conference.attendance
      .filter(({ state }) => isWanted(state))
      .map(({ name, organisationName, state }) => {
        const isPlain = state === 'present' || state === 'absent' || state === 'invited'
        return isPlain
          ? t('print.person', { name, organisation: organisationName })
          : t('print.personAs', { name, organisation: organisationName, state: t(`attendanceState.${state}`) })
      })
    const all = [...names, ...others]
    return all.length === 0 ? t('print.nobody') : all.join(t('print.between'))
  }
  const isUnknown = (state: AttendanceState) => state === 'invited'
  return {
    present: lineOf((state) => state !== 'invited' && state !== 'absent', also),
    absent: lineOf((state) => state === 'absent'),
    unknown: conference.attendance.some(({ state }) => isUnknown(state)) ? lineOf(isUnknown) : null,
  }
}
