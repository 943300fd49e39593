import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { Notice } from '#client/ui/Notice.tsx'
import type { AuditPage, AuditSeal, SealOutside, TrailVerified } from '#shared/api/audit.ts'

/** Up to when nobody can have changed the trail unnoticed, as it may be written down; when all of it was last verified; and that somebody has. */
export function SealLine({ page }: { readonly page: Pick<AuditPage, 'seal' | 'verified'> | undefined }) {
  if (page === undefined) return null
  return (
    <div className="flex flex-col gap-2 pb-2">
      {page.seal !== null && <SealedTo seal={page.seal} />}
      <Verified verified={page.verified} />
      {page.verified?.outside && <Outside outside={page.verified.outside} />}
    </div>
  )
}

function SealedTo({ seal: { isAsSigned, count, beginning, at } }: { readonly seal: AuditSeal }) {
  const { t } = useTranslation()
  const dates = useDates()
  if (!isAsSigned) return <Notice tone="error" title={t('audit.sealBroken')} />
  return (
    <p className="text-solid-gray-700">{t('audit.sealed', { at: dates.moment(at), head: `${count}:${beginning}` })}</p>
  )
}

function Verified({ verified }: { readonly verified: TrailVerified | null }) {
  const { t } = useTranslation()
  const dates = useDates()
  if (verified === null) return <p className="text-solid-gray-700">{t('audit.notVerified')}</p>
  const { count, faults } = verified
  const at = dates.moment(verified.at)
  if (faults.length === 0) return <p className="text-solid-gray-700">{t('audit.verified', { at, count })}</p>
  return (
    <Notice tone="error" title={t('audit.verifiedFaults', { at })}>
      <ul className="list-disc pl-6">
        {faults.map((fault) => (
          <li key={fault.kind}>
            {t('audit.faultCount', { fault: t(`auditFault.${fault.kind}`), count: fault.count })}
          </li>
        ))}
      </ul>
      <p>{t('audit.askVerify')}</p>
    </Notice>
  )
}

function Outside({ outside: { state, count } }: { readonly outside: SealOutside }) {
  const { t } = useTranslation()
  if (state === 'held') return <p className="text-solid-gray-700">{t('audit.outsideHeld', { count })}</p>
  const isFewer = state === 'fewer'
  return (
    <Notice tone={isFewer ? 'error' : 'warning'} title={t(isFewer ? 'audit.outsideFewer' : 'audit.outsideUnread')}>
      {isFewer && <p>{t('audit.outsideFewerText')}</p>}
      <p>{t('audit.askOutside')}</p>
    </Notice>
  )
}
