import { type ComponentProps, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { focusNear, placesAround } from '#client/ui/focusNear.ts'
import type { Ending } from './endingIn.ts'
import { ReappointDialog } from './ReappointDialog.tsx'
import type { Reappointed } from './ReappointResult.tsx'
import { useYearChoices } from './YearChoices.tsx'

interface Props {
  readonly ending: readonly Ending[]
  /** Those of them who are found by what is typed. */
  readonly found: readonly Ending[]
  /** True of whom nothing is to be chosen. */
  readonly isSettled: (id: string) => boolean
  readonly onDone: (made: Reappointed) => void
}

type Asked = Pick<ComponentProps<typeof ReappointDialog>, 'chosen' | 'undecided'>

/** How many are chosen for what, and the way to do it in one go. */
export function Reappointing({ ending, found, isSettled, onDone }: Props) {
  const { t } = useTranslation()
  const { of, choose } = useYearChoices()
  // As they were shown when it was pressed: what another changes meanwhile is not changed unawares.
  const [asking, setAsking] = useState<Asked | null>(null)
  const open = ending.filter(({ id }) => !isSettled(id))
  const chosen = open.filter(({ id }) => of.get(id) === 'reappoint')
  const retiring = open.filter(({ id }) => of.get(id) === 'retire').length
  const undecided = found.filter(({ id }) => !isSettled(id) && !of.has(id)).map(({ id }) => id)
  const counts = {
    all: ending.length,
    reappointed: chosen.length,
    retiring,
    open: open.length - chosen.length - retiring,
  }
  const chooseHere: typeof choose = (ids, choice) => {
    // The button that was pressed goes.
    focusNear(placesAround(document.activeElement))
    choose(ids, choice)
  }
  const none = chosen.length === 0 ? t('yearChange.noneChosen') : undefined
  return (
    <div className="flex flex-col gap-4 pb-5">
      <p role="status">{t('yearChange.counts', { ...counts, settled: ending.length - open.length })}</p>
      <div className="off-paper flex flex-wrap items-start gap-3">
        <Button onPress={() => setAsking({ chosen, undecided: counts.open })} unavailableBecause={none}>
          {t('yearChange.ask', { number: chosen.length })}
        </Button>
        {undecided.length > 0 && (
          <Button kind="secondary" onPress={() => chooseHere(undecided, 'reappoint')}>
            {t('yearChange.chooseAll', { number: undecided.length })}
          </Button>
        )}
        {chosen.length > 0 && (
          <Button
            kind="quiet"
            onPress={() =>
              chooseHere(
                chosen.map(({ id }) => id),
                '',
              )
            }
          >
            {t('yearChange.chooseNone')}
          </Button>
        )}
      </div>
      {asking !== null && (
        <ReappointDialog
          {...asking}
          onDone={(made) => {
            choose([...made.people.keys()], '')
            onDone(made)
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  )
}
