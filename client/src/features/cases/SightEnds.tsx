import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { Notice } from '#client/ui/Notice.tsx'
import type { CaseSummary } from '#shared/api/cases.ts'
import { addDays, dayInJapan } from '#shared/core/time.ts'
import { useCases } from './useCases.ts'

interface Props {
  readonly theCase: Pick<CaseSummary, 'number' | 'callName' | 'seenUntil'>
}

/** That a case is seen for a few days more only: nobody is to learn it from a closed door, with half of their advice unsaid. */
export function SightEnds({ theCase: { number, callName, seenUntil } }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  const today = dayInJapan(usePorts().clock.now())
  if (seenUntil === undefined) return null
  const tone = seenUntil <= addDays(today, 1) ? 'warning' : 'information'
  const name = t('case.name', { number, callName })
  return (
    <Notice tone={tone} title={t('case.seenUntil', { name, day: dates.day(seenUntil) })}>
      <p>{t('case.seenUntilText')}</p>
    </Notice>
  )
}

/** The same of every case, the nearest first. */
export function EndingSights() {
  const ending = useCases()
    .filter(({ seenUntil }) => seenUntil !== undefined)
    .toSorted((one, other) => (one.seenUntil ?? '').localeCompare(other.seenUntil ?? ''))
  if (ending.length === 0) return null
  return (
    <div className="flex flex-col gap-3">
      {ending.map((theCase) => (
        <SightEnds key={theCase.id} theCase={theCase} />
      ))}
    </div>
  )
}
