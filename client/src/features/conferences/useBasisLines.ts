import { useTranslation } from 'react-i18next'
import { toldApart } from '#client/platform/toldApart.ts'
import { useDates } from '#client/platform/useDates.ts'
import type { BasisView } from '#shared/api/cases.ts'

/** One line for each basis that can be chosen: who tells whom; of those alike also what and how long, and then who recorded it. */
export function useBasisLines(bases: readonly BasisView[]): readonly string[] {
  const { t } = useTranslation()
  const dates = useDates()
  const between = t('form.between')
  const pairOf = ({ kind, discloser, recipients }: BasisView) =>
    t('newConference.basisLine', {
      kind: t(`basisKind.${kind}`),
      discloser: discloser.name,
      recipients: recipients.map(({ name }) => name).join(between),
    })
  const scopeOf = ({ categories, from, until }: BasisView) =>
    t('newConference.basisScope', {
      categories: categories.map((category) => t(`category.${category}`)).join(between),
      term: dates.term(from, until),
    })
  const recordOf = ({ recorded }: BasisView) =>
    recorded === null ? '' : t('newConference.basisRecorded', { day: dates.plainDay(recorded.on), name: recorded.by })
  return toldApart(bases, [pairOf, scopeOf, recordOf], (line, number) => t('newConference.basisNth', { line, number }))
}
