import type { Clock, Instant } from '#shared/core/time.ts'
import type { AuditEntry, AuditKind, AuditTrail } from './auditTrail.ts'

/** What a page asks again and again, joining anew after its network blinked included, and what somebody who knocks at every door leaves behind. */
const REPEATED: readonly AuditKind[] = [
  ...(['caseRead', 'conferenceRead', 'versionsRead', 'documentJoined'] as const),
  ...(['frameRefused', 'accessRefused'] as const),
]

/** Unit: milliseconds in which the same thing again is one record. */
const ONE_RECORD_MS = 60_000
/** Unit: refusals of one member in that time, each on something else, after which one more record stands for all the rest. */
const MANY_REFUSALS = 30
/** Unit: records remembered. Forgetting them only makes more records. */
const MAX_REMEMBERED = 10_000

interface Minute {
  readonly since: Instant
  readonly count: number
}

/** The same trail, in which reading one thing again and knocking at doors fill no disk: one record a minute says it. */
export function quietAuditTrail(trail: AuditTrail, clock: Clock): AuditTrail {
  const minutes = new Map<string, Minute>()

  /** How often `key` has come in its minute, this time included. */
  const countOf = (key: string): number => {
    const now = clock.now()
    const known = minutes.get(key)
    const isOver = known === undefined || now < known.since || now - known.since >= ONE_RECORD_MS
    if (known === undefined && minutes.size >= MAX_REMEMBERED) minutes.clear()
    const minute = isOver ? { since: now, count: 1 } : { ...known, count: known.count + 1 }
    minutes.set(key, minute)
    return minute.count
  }

  const keyOf = ({ kind, by, objectIds, because }: AuditEntry) => [kind, by, because, ...objectIds].join(' ')

  return {
    async append(entry) {
      if (!REPEATED.includes(entry.kind)) return trail.append(entry)
      if (countOf(keyOf(entry)) > 1) return
      const refusals = entry.kind === 'accessRefused' ? countOf(`refusals ${entry.by}`) : 0
      if (refusals > MANY_REFUSALS + 1) return
      const record = refusals > MANY_REFUSALS ? { ...entry, objectIds: [], because: 'many' } : entry
      await trail.append(record).catch((cause: unknown) => {
        // The act has failed with its record; the next one is not to pass as a repetition of it.
        minutes.delete(keyOf(entry))
        throw cause
      })
    },
  }
}
