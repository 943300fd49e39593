import { useTranslation } from 'react-i18next'
import { Notice } from '#client/ui/Notice.tsx'
import type { CaseDetail } from '#shared/api/cases.ts'

/** What is 未整備, and for each the step that would mend it. Nothing is shared until then. */
export function MissingList({ missing }: { readonly missing: CaseDetail['missing'] }) {
  const { t } = useTranslation()
  if (missing.length === 0) return null
  return (
    <Notice tone="warning" title={t('case.missingTitle', { number: missing.length })}>
      <p>{t('case.missingLead')}</p>
      <ul className="list-disc pt-1 pl-6">
        {missing.map((mark) => (
          <li key={mark}>
            <span className="font-bold">{t(`missing.${mark}`)}</span>
            <span className="pl-2">{t(`missingMend.${mark}`)}</span>
          </li>
        ))}
      </ul>
    </Notice>
  )
}
