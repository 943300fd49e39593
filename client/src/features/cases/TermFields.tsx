import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import type { Draft } from '#client/ui/useDraft.ts'

export interface TermDraft {
  readonly from: string
  readonly until: string
}

/** From when and until when; the end may stay open. */
export function TermFields({ draft }: { readonly draft: Draft<TermDraft> }) {
  const { t } = useTranslation()
  const dates = useDates()
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <UnderstoodField
        label={t('form.from')}
        isRequired
        value={draft.value.from}
        onChange={draft.set('from')}
        understand={dates.understand}
      />
      <UnderstoodField
        label={t('form.until')}
        value={draft.value.until}
        onChange={draft.set('until')}
        understand={dates.understand}
      />
    </div>
  )
}
