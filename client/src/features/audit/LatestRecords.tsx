import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { TextLink } from '#client/ui/Anchor.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import { Section } from '#client/ui/Section.tsx'
import { addDays, dayInJapan } from '#shared/core/time.ts'
import { AuditTable } from './AuditTable.tsx'
import { SealLine } from './SealLine.tsx'
import { type AuditSearch, useAskRecordsAhead, useAuditRecords } from './useAuditRecords.ts'

/** Unit: days that are looked back on, today among them: whoever looks once a week misses nothing. */
const DAYS = 7
/** Unit: records of a kind; the rest is on the trail's own page. */
const LINES = 5

/** What is looked at first, the gravest first: who was refused, whose rights changed, and what was done with cases. */
const WATCHED = ['refused', 'council', 'changed'] as const

type Watched = (typeof WATCHED)[number]

function useSearches() {
  const from = addDays(dayInJapan(usePorts().clock.now()), 1 - DAYS)
  return WATCHED.map((group) => ({ from, group }))
}

/** Asks for what an auditor's first page shows, while it waits for the rest of it. */
export function useAskLatestRecords(isAuditor: boolean): void {
  const searches = useSearches()
  useAskRecordsAhead(isAuditor ? searches : [])
}

/** The trail of the last days in short, for those who watch over it. */
export function LatestRecords() {
  return useSearches().map((search) => <LatestOf key={search.group} search={search} />)
}

function LatestOf({ search }: { readonly search: AuditSearch & { readonly group: Watched } }) {
  const { t } = useTranslation()
  const { group } = search
  const { data, error, isPending } = useAuditRecords(search)
  const [page] = data?.pages ?? []
  const title = t(`auditGroup.${group}`)
  return (
    <Section
      title={title}
      lead={t(`home.latest.${group}`)}
      actions={
        <TextLink href="/audit" className="inline-block py-2">
          {t('home.toAudit')}
        </TextLink>
      }
    >
      {isPending && <Progress label={t('audit.reading')} />}
      <FailureNotice failure={error} />
      {page !== undefined && (
        <>
          {group === WATCHED[0] && <SealLine page={page} />}
          {page.items.length === 0 ? (
            <p className="text-solid-gray-700">{t('home.latestNone')}</p>
          ) : (
            <AuditTable caption={title} records={page.items.slice(0, LINES)} things={page.things} />
          )}
        </>
      )}
    </Section>
  )
}
