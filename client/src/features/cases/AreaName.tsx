import { useTranslation } from 'react-i18next'
import type { OrganisationView } from '#shared/api/council.ts'

/** A municipality or prefecture of the council, by the code of its area. */
export interface Area {
  readonly code: string
  readonly name: string
}

/** The areas the council knows by name: those of its municipalities and prefectures. */
export const areasOf = (organisations: readonly OrganisationView[]): readonly Area[] =>
  organisations.flatMap(({ areaCode, kinds, shortName }) =>
    areaCode !== null && (kinds.includes('municipality') || kinds.includes('prefecture'))
      ? [{ code: areaCode, name: shortName }]
      : [],
  )

interface Props {
  readonly code: string | null
  readonly areas: readonly Area[]
}

/** The name of an area; its code where the council has no name for it. */
export function AreaName({ code, areas }: Props) {
  const { t } = useTranslation()
  if (code === null) return <>{t('case.areaUnknown')}</>
  return <>{areas.find((area) => area.code === code)?.name ?? code}</>
}
