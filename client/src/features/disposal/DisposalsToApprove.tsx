import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { TextLink } from '#client/ui/Anchor.tsx'
import { Section } from '#client/ui/Section.tsx'
import { useDisposalsToApprove } from './useDisposals.ts'

/** What another asked to be disposed of, for whoever may approve it, with the last day for that. */
export function DisposalsToApprove() {
  const { t } = useTranslation()
  const dates = useDates()
  const waiting = useDisposalsToApprove()
  if (waiting.length === 0) return null
  return (
    <Section title={t('disposal.toApprove')} lead={t('disposal.toApproveLead')}>
      <ul className="flex flex-col gap-2 pb-3">
        {waiting.map(({ caseId, number, asked }) => (
          <li key={caseId}>
            {t('disposal.toApproveLine', { number, day: asked === null ? '' : dates.plainDay(asked.until) })}
          </li>
        ))}
      </ul>
      <TextLink href="/disposals" className="inline-block py-2">
        {t('disposal.open')}
      </TextLink>
    </Section>
  )
}
