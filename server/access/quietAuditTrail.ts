import type { Clock, Instant } from '#shared/core/time.ts'
import type { AuditKind } from '#shared/domain/auditKind.ts'
import type { AuditEntry, AuditTrail } from './auditTrail.ts'

/** What a page asks again and again, joining anew after its network blinked included, and what somebody who knocks at every door leaves behind. */
const REPEATED: readonly AuditKind[] = [
  ...(['caseRead', 'conferenceRead', 'versionsRead', 'extractRead', 'auditRead'] as const),
  ...(['documentJoined', 'documentStayed'] as const),
  ...(['frameRefused', 'accessRefused'] as const),
]

/** Unit: milliseconds in which the same thing again is one record. */
const ONE_RECORD_MS = 60_000
/** Unit: refusals of one member in that time, each on something else or all on the same, after which one more record stands for all the rest. */
const MANY_REFUSALS = 30
/** Unit: records remembered. Forgetting them only makes more records. */
const MAX_REMEMBERED = 10_000

interface Minute {
  readonly since: Instant
  readonly count: number
  /** The record that stands for all of this minute; whoever comes meanwhile has no more than it. */
  readonly kept: Promise<void>
}

/** The same trail, in which reading one thing again and knocking at doors fill no disk: one record a minute says it. */
export function quietAuditTrail(trail: AuditTrail, clock: Clock): AuditTrail {
  const minutes = new Map<string, Minute>()

  /** Keeps `entry` for the first that comes with `key` in its minute, and has the others wait for that record. */
  const once = (key: string, keep: () => Promise<void>): Promise<void> => {
    const now = clock.now()
    const known = minutes.get(key)
    const isOver = known === undefined || now < known.since || now - known.since >= ONE_RECORD_MS
    if (known === undefined && minutes.size >= MAX_REMEMBERED) minutes.clear()
    if (!isOver) {
      minutes.set(key, { ...known, count: known.count + 1 })
      return known.kept
    }
    const kept = keep()
    minutes.set(key, { since: now, count: 1, kept })
    return kept.catch((cause: unknown) => {
      // The act has failed with its record; the next one is not to pass as a repetition of it.
      if (minutes.get(key)?.kept === kept) minutes.delete(key)
      throw cause
    })
  }

  /** Refusals of one member in their minute, this one included. */
  const refusalsOf = (by: string): number => {
    const key = `refusals ${by}`
    void once(key, async () => undefined)
    return minutes.get(key)?.count ?? 1
  }

  const keyOf = ({ kind, by, objectIds, because }: AuditEntry) => [kind, by, because, ...objectIds].join(' ')

  return {
    async append(entry) {
      if (!REPEATED.includes(entry.kind)) return trail.append(entry)
      const isRefused = entry.kind === 'accessRefused'
      const many = { ...entry, objectIds: [], because: 'many' }
      const sayMany = () => once(keyOf(many), () => trail.append(many))
      await once(keyOf(entry), () =>
        isRefused && refusalsOf(`${entry.by}`) > MANY_REFUSALS ? sayMany() : trail.append(entry),
      )
      // Whoever guesses at what a request names in words, as the number of a case, knocks at one door all the time.
      if (isRefused && (minutes.get(keyOf(entry))?.count ?? 0) > MANY_REFUSALS) await sayMany()
    },
  }
}
