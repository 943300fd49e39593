import { useTranslation } from 'react-i18next'
import { useFailureWords } from '#client/platform/useFailureWords.ts'
import { Button } from '#client/ui/Button.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { useRecordTogether } from './useConferences.ts'

interface Props {
  readonly conference: ConferenceDetail
  readonly onDone: () => void
}

/** 「未確認の全員を出席にする」: one press for those of whom nothing is noted, once the conference has begun. Taken back by one press. */
export function PresentTogether({ conference, onDone }: Props) {
  const { t } = useTranslation()
  const { isBusy, record } = usePresentTogether(conference, onDone)
  const hasBegun = conference.state === 'open' || conference.state === 'ended'
  const unknown = conference.attendance.filter(({ state }) => state === 'invited').map(({ memberId }) => memberId)
  const isOffered = conference.can.recordAttendance.allowed && hasBegun && unknown.length > 1
  if (!isOffered && !isBusy) return null
  return (
    <div className="off-paper pb-3">
      <Button kind="secondary" size="compact" isBusy={isBusy} onPress={() => record(unknown)}>
        {t('attendance.all')}
      </Button>
    </div>
  )
}

function usePresentTogether({ id }: ConferenceDetail, onDone: () => void) {
  const { t } = useTranslation()
  const status = useStatus()
  const wordsOf = useFailureWords()
  const { mutateAsync, isPending } = useRecordTogether(id)
  const fail = (failure: unknown) => status.say(wordsOf(failure))

  /** What was done, and of how many it was not, since somebody else was first. */
  const saidOf = (done: string, kept: number) =>
    kept === 0 ? done : `${done}${t('attendance.allKept', { number: kept })}`
  const takeBack = (memberIds: readonly MemberId[]) =>
    void mutateAsync({ memberIds: [...memberIds], from: 'present', to: 'invited' })
      .then(({ memberIds: back }) =>
        status.say(saidOf(t('attendance.allUndone', { number: back.length }), memberIds.length - back.length)),
      )
      .catch(fail)
  const record = (memberIds: readonly MemberId[]) =>
    void mutateAsync({ memberIds: [...memberIds], from: 'invited', to: 'present' })
      .then(({ memberIds: noted }) => {
        onDone()
        const said = saidOf(t('attendance.allSaid', { number: noted.length }), memberIds.length - noted.length)
        status.say(said, noted.length === 0 ? undefined : () => takeBack(noted))
      })
      .catch(fail)
  return { isBusy: isPending, record }
}
