import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import type { AuditSeal } from '#shared/api/audit.ts'
import { AuditTable } from './AuditTable.tsx'
import { type AuditSearch, useAuditRecords } from './useAuditRecords.ts'

/** What was found, and the way to what is older. */
export function AuditRecords({ search }: { readonly search: AuditSearch }) {
  const { t } = useTranslation()
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useAuditRecords(search)
  const records = data?.pages.flatMap(({ items }) => items) ?? []
  const things = Object.assign({}, ...(data?.pages ?? []).map((page) => page.things))
  const count = records.length
  if (isPending) return <Progress label={t('audit.reading')} />
  return (
    <div className="flex flex-col gap-4">
      <FailureNotice failure={error} />
      <p role="status" className="text-solid-gray-700">
        {t(hasNextPage ? 'audit.shown' : 'audit.shownAll', { count })}
      </p>
      <SealLine seal={data?.pages[0]?.seal ?? null} />
      {count === 0 && error === null && <EmptyState title={t('audit.noneTitle')}>{t('audit.noneText')}</EmptyState>}
      {count > 0 && <AuditTable records={records} things={things} />}
      {hasNextPage && (
        <div className="off-paper">
          <Button kind="secondary" isBusy={isFetchingNextPage} onPress={() => void fetchNextPage()}>
            {t('audit.more')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** Up to when nobody can have changed the trail unnoticed, as it may be written down; and that somebody has. */
function SealLine({ seal }: { readonly seal: AuditSeal | null }) {
  const { t } = useTranslation()
  const dates = useDates()
  if (seal === null) return null
  if (!seal.isAsSigned) return <Notice tone="error" title={t('audit.sealBroken')} />
  const { count, beginning, at } = seal
  return (
    <p className="text-solid-gray-700">{t('audit.sealed', { at: dates.moment(at), head: `${count}:${beginning}` })}</p>
  )
}
