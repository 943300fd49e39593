import { useTranslation } from 'react-i18next'
import { Badge } from '#client/ui/Badge.tsx'
import { type MarkShape, type MarkTone, StateMark } from '#client/ui/StateMark.tsx'
import type { NeedCategory } from '#shared/domain/informationCategory.ts'
import type { CaseState } from '#shared/domain/supportCase.ts'

const LOOKS: { readonly [state in CaseState]: readonly [MarkTone, MarkShape] } = {
  intake: ['neutral', 'ring'],
  screening: ['neutral', 'ring'],
  consenting: ['attention', 'half'],
  assessing: ['progress', 'half'],
  supporting: ['good', 'disc'],
  closed: ['stop', 'square'],
  outOfScope: ['stop', 'square'],
  declined: ['stop', 'square'],
  suspended: ['attention', 'triangle'],
  transferred: ['stop', 'square'],
  reopened: ['progress', 'half'],
}

/** Where a case stands. */
export function CaseStateMark({ state }: { readonly state: CaseState }) {
  const { t } = useTranslation()
  const [tone, shape] = LOOKS[state]
  return (
    <StateMark tone={tone} shape={shape}>
      {t(`caseState.${state}`)}
    </StateMark>
  )
}

/** What the person lacks, one word each. */
export function NeedBadges({ needs }: { readonly needs: readonly NeedCategory[] }) {
  const { t } = useTranslation()
  return (
    <span className="flex flex-wrap gap-1">
      {needs.map((need) => (
        <Badge key={need}>{t(`needShort.${need}`)}</Badge>
      ))}
    </span>
  )
}

/** How many things are still to be put in order before the case can be shared. */
export function MissingCount({ count }: { readonly count: number }) {
  const { t } = useTranslation()
  if (count === 0) return null
  return (
    <StateMark tone="attention" shape="triangle">
      {t('case.missingCount', { number: count })}
    </StateMark>
  )
}
