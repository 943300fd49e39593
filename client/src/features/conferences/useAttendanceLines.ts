import { useTranslation } from 'react-i18next'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import type { AttendanceState } from '#shared/domain/conferenceKind.ts'

/** Those who were there and those who were not, as the form prints them. */
export function useAttendanceLines(conference: ConferenceDetail): {
  readonly present: string
  readonly absent: string
} {
  const { t } = useTranslation()
  const lineOf = (isWanted: (state: AttendanceState) => boolean) => {
    const names = conference.attendance
      .filter(({ state }) => isWanted(state))
      .map(({ name, organisationName, state }) => {
        const isPlain = state === 'present' || state === 'absent'
        return isPlain
          ? t('print.person', { name, organisation: organisationName })
          : t('print.personAs', { name, organisation: organisationName, state: t(`attendanceState.${state}`) })
      })
    return names.length === 0 ? t('print.nobody') : names.join(t('print.between'))
  }
  return {
    present: lineOf((state) => state !== 'invited' && state !== 'absent'),
    absent: lineOf((state) => state === 'absent'),
  }
}
