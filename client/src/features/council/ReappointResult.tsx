import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { useRefusalWords } from '#client/platform/useFailureWords.ts'
import { Button } from '#client/ui/Button.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { focusNear, placesAround } from '#client/ui/focusNear.ts'
import { Notice } from '#client/ui/Notice.tsx'
import type { ReappointmentAnswer } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'
import type { Ending } from './endingIn.ts'
import { useTakeReappointmentsBack } from './useCouncil.ts'

/** What came of 再任 of several, or of taking it back. */
export interface Reappointed {
  readonly isTakenBack: boolean
  readonly until: PlainDate
  /** What it can be taken back by; nothing once it was. */
  readonly made: ReappointmentAnswer['done']
  /** Unit: members for whom it was done. */
  readonly number: number
  readonly failed: ReappointmentAnswer['failed']
  /** Those for whom it was asked, as they were shown. */
  readonly people: ReadonlyMap<string, Ending>
}

interface Props {
  readonly result: Reappointed
  readonly onTakenBack: (result: Reappointed) => void
}

/** How many it was done for, of whom it was not done and why, and the one press that takes it back. */
export function ReappointResult({ result, onTakenBack }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  const takeBack = useTakeReappointmentsBack()
  const { isTakenBack, until, made, number, failed } = result
  const undo = () => {
    const places = placesAround(document.activeElement)
    takeBack.mutate(
      { until, members: [...made] },
      {
        onSuccess(back) {
          focusNear(places)
          onTakenBack({ ...result, isTakenBack: true, made: [], number: back.done.length, failed: back.failed })
        },
      },
    )
  }
  const title = isTakenBack
    ? t('yearChange.takenBack', { number })
    : t('yearChange.done', { number, day: dates.plainDay(until) })
  return (
    <div className="flex flex-col gap-3 pb-5">
      <FailureNotice failure={takeBack.error} />
      <Notice tone={failed.length === 0 ? 'success' : 'warning'} title={title} isNews>
        <Failed result={result} />
        {made.length > 0 && (
          <div className="off-paper pt-2">
            <Button kind="secondary" size="compact" isBusy={takeBack.isPending} onPress={undo}>
              {t('yearChange.takeBack')}
            </Button>
          </div>
        )}
      </Notice>
    </div>
  )
}

function Failed({ result: { failed, people } }: Pick<Props, 'result'>) {
  const { t } = useTranslation()
  const wordsOf = useRefusalWords()
  if (failed.length === 0) return null
  return (
    <>
      <p>{t('yearChange.notDone', { number: failed.length })}</p>
      <ul className="list-disc ps-5">
        {failed.map(({ id, because }) => (
          <li key={id}>
            {t('yearChange.notDoneLine', { name: people.get(id)?.name ?? '', reason: wordsOf(because) })}
          </li>
        ))}
      </ul>
    </>
  )
}
