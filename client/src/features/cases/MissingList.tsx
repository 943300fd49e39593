import { useTranslation } from 'react-i18next'
import { Notice } from '#client/ui/Notice.tsx'
import type { CaseDetail } from '#shared/api/cases.ts'
import type { May } from '#shared/api/fields.ts'
import { holdsBackSharing, type MissingMark } from '#shared/domain/supportCase.ts'

/** By what right each is put in order. */
const rightOf = ({ can }: CaseDetail): Readonly<Record<MissingMark, May>> => ({
  area: can.change,
  needs: can.change,
  basis: can.recordBasis,
  team: can.changeTeam,
})

/** What is 未整備, whether anything is shared all the same, and for each the step that would mend it, to whoever may take it. */
export function MissingList({ theCase }: { readonly theCase: CaseDetail }) {
  const { t } = useTranslation()
  const { missing } = theCase
  const right = rightOf(theCase)
  if (missing.length === 0) return null
  return (
    <Notice tone="warning" title={t('case.missingTitle', { number: missing.length })}>
      <p>{t(holdsBackSharing(missing) ? 'case.missingLead' : 'case.missingButShared')}</p>
      <ul className="list-disc pt-1 pl-6">
        {missing.map((mark) => (
          <li key={mark}>
            <span className="font-bold">{t(`missing.${mark}`)}</span>
            {right[mark].allowed && <span className="off-paper pl-2">{t(`missingMend.${mark}`)}</span>}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
