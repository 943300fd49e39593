import { useTranslation } from 'react-i18next'
import { useLanguage } from '#client/platform/useLanguage.ts'
import { FilterBar } from '#client/ui/FilterBar.tsx'
import { Select } from '#client/ui/Select.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { plainDate } from '#shared/core/time.ts'
import { CONFERENCE_STATES } from '#shared/domain/conferenceKind.ts'
import { formatJapaneseDate } from '#shared/domain/japaneseDate.ts'
import { type ConferenceFilter, EVERY_CONFERENCE, isNarrowed } from './conferenceFilter.ts'

interface Props {
  readonly filter: ConferenceFilter
  /** Those that can be chosen. */
  readonly fiscalYears: readonly string[]
  readonly onChange: (filter: ConferenceFilter) => void
}

/** Narrows the list while one types; nothing is asked of the server. */
export function ConferenceFilterBar({ filter, fiscalYears, onChange }: Props) {
  const { t } = useTranslation()
  const yearName = useYearName()
  return (
    <FilterBar
      isNarrowed={isNarrowed(filter)}
      everything={t('case.showAll')}
      onEverything={() => onChange(EVERY_CONFERENCE)}
    >
      <TextField
        label={t('conference.search')}
        type="search"
        value={filter.text}
        onChange={(text) => onChange({ ...filter, text })}
      />
      <Select
        label={t('case.state')}
        nothing={t('case.everyState')}
        value={filter.state}
        options={CONFERENCE_STATES.map((state) => ({ value: state, label: t(`conferenceState.${state}`) }))}
        onChange={(state) => onChange({ ...filter, state })}
      />
      <Select
        label={t('conference.period')}
        nothing={t('conference.everyPeriod')}
        value={filter.fiscalYear}
        options={fiscalYears.map((year) => ({ value: year, label: yearName(year) }))}
        onChange={(fiscalYear) => onChange({ ...filter, fiscalYear })}
      />
    </FilterBar>
  )
}

/** 年度 by its era in Japanese, by the year in which it begins in English. */
function useYearName(): (year: string) => string {
  const { t } = useTranslation()
  const { language } = useLanguage()
  return (year) => {
    const first = plainDate(`${year}-04-01`)
    if (language === 'ja' && first !== null) return formatJapaneseDate(first).replace(/年.*$/, '年度')
    return t('conference.fiscalYear', { year })
  }
}
