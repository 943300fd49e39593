import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { Facts } from '#client/ui/Facts.tsx'
import type { CaseDetail } from '#shared/api/cases.ts'
import { NEED_CATEGORIES } from '#shared/domain/informationCategory.ts'
import { type Area, AreaName } from './AreaName.tsx'
import { CaseStateMark, NeedBadges } from './CaseMarks.tsx'

interface Props {
  readonly theCase: CaseDetail
  readonly areas: readonly Area[]
}

/** What is known of the case, without a word about the person. */
export function CaseFacts({ theCase, areas }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  const isInPart = theCase.can.seeNeeds.length < NEED_CATEGORIES.length
  const needs = (
    <>
      <NeedBadges needs={theCase.needs} />
      {isInPart && <span className="text-dns-14N-130 text-solid-gray-700">{t('case.needsInPart')}</span>}
    </>
  )
  return (
    <Facts
      layout="band"
      facts={[
        { term: t('case.state'), value: <CaseStateMark state={theCase.state} /> },
        { term: t('case.needs'), value: needs },
        { term: t('case.area'), value: <AreaName code={theCase.areaCode} areas={areas} /> },
        { term: t('case.lead'), value: theCase.leadOrganisation.name },
        { term: t('case.openedOn'), value: dates.day(theCase.openedOn) },
      ]}
    />
  )
}
