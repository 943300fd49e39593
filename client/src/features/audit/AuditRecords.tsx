import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import { AuditTable } from './AuditTable.tsx'
import { SealLine } from './SealLine.tsx'
import { type AuditSearch, useAuditRecords } from './useAuditRecords.ts'

interface Props {
  readonly title: string
  readonly search: AuditSearch
}

/** What was found, and the way to what is older. */
export function AuditRecords({ title, search }: Props) {
  const { t } = useTranslation()
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useAuditRecords(search)
  const records = data?.pages.flatMap(({ items }) => items) ?? []
  const things = Object.assign({}, ...(data?.pages ?? []).map((page) => page.things))
  const count = records.length
  if (isPending) return <Progress label={t('audit.reading')} />
  return (
    <div className="flex flex-col gap-4">
      <FailureNotice failure={error} />
      {data !== undefined && (
        <p role="status" className="text-solid-gray-700">
          {t(hasNextPage ? 'audit.shown' : 'audit.shownAll', { count })}
        </p>
      )}
      <SealLine page={data?.pages[0]} />
      {count === 0 && error === null && (
        <EmptyState title={t('audit.noneTitle')}>
          {t(search.caseId === undefined ? 'audit.noneText' : 'caseTrail.noneText')}
        </EmptyState>
      )}
      {count > 0 && <AuditTable caption={title} {...{ records, things }} />}
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
