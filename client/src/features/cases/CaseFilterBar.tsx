import { useTranslation } from 'react-i18next'
import { FilterBar } from '#client/ui/FilterBar.tsx'
import { Select } from '#client/ui/Select.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { NEED_CATEGORIES } from '#shared/domain/informationCategory.ts'
import { CASE_STATES } from '#shared/domain/supportCase.ts'
import { type CaseFilter, EVERY_CASE, isNarrowed } from './caseFilter.ts'

interface Props {
  readonly filter: CaseFilter
  readonly onChange: (filter: CaseFilter) => void
}

/** Narrows the list while one types; nothing is asked of the server. */
export function CaseFilterBar({ filter, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <FilterBar isNarrowed={isNarrowed(filter)} everything={t('case.showAll')} onEverything={() => onChange(EVERY_CASE)}>
      <TextField
        label={t('case.search')}
        type="search"
        value={filter.text}
        onChange={(text) => onChange({ ...filter, text })}
      />
      <Select
        label={t('case.state')}
        nothing={t('case.everyState')}
        value={filter.state}
        options={CASE_STATES.map((state) => ({ value: state, label: t(`caseState.${state}`) }))}
        onChange={(state) => onChange({ ...filter, state })}
      />
      <Select
        label={t('case.need')}
        nothing={t('case.everyNeed')}
        value={filter.need}
        options={NEED_CATEGORIES.map((need) => ({ value: need, label: t(`need.${need}`) }))}
        onChange={(need) => onChange({ ...filter, need })}
      />
    </FilterBar>
  )
}
