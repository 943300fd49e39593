import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { Notice } from '#client/ui/Notice.tsx'
import type { AuditSeal } from '#shared/api/audit.ts'

/** Up to when nobody can have changed the trail unnoticed, as it may be written down; and that somebody has. */
export function SealLine({ seal }: { readonly seal: AuditSeal | null }) {
  const { t } = useTranslation()
  const dates = useDates()
  if (seal === null) return null
  if (!seal.isAsSigned) return <Notice tone="error" title={t('audit.sealBroken')} />
  const { count, beginning, at } = seal
  return (
    <p className="text-solid-gray-700">{t('audit.sealed', { at: dates.moment(at), head: `${count}:${beginning}` })}</p>
  )
}
