import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import type { AuditPage, AuditRecordView } from '#shared/api/audit.ts'
import type { PlainDate } from '#shared/core/time.ts'

type Things = AuditPage['things']
type Change = AuditRecordView['changes'][number]

/** As the trail keeps it: ids, codes, days and moments, in lists of such. */
interface Kept {
  readonly organisationId?: string
  readonly memberId?: string | null
  readonly categories?: readonly string[]
  readonly office?: string
  readonly state?: string
  readonly reply?: string | null
  readonly from?: PlainDate
  readonly until?: PlainDate | null
  readonly chairId?: string
  readonly on?: PlainDate
}

/** Words for a code of the catalogue; a code without any, from before, is shown as it is. */
function useCodes() {
  const { t, i18n } = useTranslation()
  return (code: unknown, ...groups: readonly string[]): string => {
    const group = groups.find((one) => i18n.exists(`${one}.${code}`))
    return group === undefined ? String(code) : t(`${group}.${code}` as 'form.save')
  }
}

/** What an id stands for. */
export function useThingWords(things: Things): (id: string) => string {
  const { t } = useTranslation()
  const dates = useDates()
  return (id) => {
    const thing = things[id]
    if (thing === undefined) return t('audit.gone')
    if (thing.kind === 'member') return t('audit.member', { name: thing.name, organisation: thing.organisationName })
    if (thing.kind === 'organisation') return thing.name
    if (thing.kind === 'case') return t('audit.case', { number: thing.number })
    if (thing.kind === 'basis')
      return t('audit.basis', { kind: t(`basisKind.${thing.basisKind}`), term: dates.term(thing.from, null) })
    return t(`audit.${thing.kind}`, { number: thing.number, day: dates.dayOf(thing.startsAt) })
  }
}

/** One entry of a list that changed, in words. */
function useEntryWords(things: Things) {
  const { t } = useTranslation()
  const dates = useDates()
  const code = useCodes()
  const name = useThingWords(things)
  const term = ({ from, until = null }: Kept) => (from === undefined ? '' : dates.term(from, until))
  const words: { readonly [field: string]: (entry: Kept) => string } = {
    team: (entry) =>
      t('audit.place', {
        organisation: name(entry.organisationId ?? ''),
        person: typeof entry.memberId === 'string' ? name(entry.memberId) : t('audit.everyone'),
        categories: (entry.categories ?? []).map((one) => code(one, 'category')).join(t('form.between')),
        term: term(entry),
      }),
    attendance: (entry) =>
      [
        t('audit.attendee', { name: name(entry.memberId ?? ''), state: code(entry.state, 'attendanceState') }),
        ...(entry.reply == null ? [] : [t('reply.of', { reply: code(entry.reply, 'replyWords') })]),
      ].join('　'),
    chosenByChair: ({ chairId = '', on }) =>
      t('audit.chairChoice', { name: name(chairId), day: on === undefined ? '' : dates.plainDay(on) }),
    offices: (entry) => t('audit.officeTerm', { office: code(entry.office, 'office'), term: term(entry) }),
    formerSeats: ({ organisationId = '', until }) =>
      t('audit.seat', { organisation: name(organisationId), day: until == null ? '' : dates.plainDay(until) }),
  }
  return (field: string, entry: unknown): string => words[field]?.(entry as Kept) ?? code(entry, 'organisationKind')
}

/** One value that changed, in words. */
function useValueWords(things: Things) {
  const { t } = useTranslation()
  const dates = useDates()
  const code = useCodes()
  const name = useThingWords(things)
  const words: { readonly [field: string]: (value: never) => string } = {
    state: (value) => code(value, 'caseState', 'conferenceState'),
    role: (value) => code(value, 'role'),
    law: (value) => code(value, 'basisKind'),
    volunteerKind: (value) => code(value, 'volunteerKind'),
    leadOrganisationId: name,
    organisationId: name,
    basisId: name,
    startsAt: dates.moment,
    from: dates.plainDay,
    until: dates.plainDay,
    closedOn: dates.plainDay,
    isMember: (value) => t(value ? 'audit.yes' : 'audit.no'),
  }
  return (field: string, value: unknown): string => {
    if (value === null) return t('audit.none')
    return words[field]?.(value as never) ?? String(value)
  }
}

const listIn = (text: string): readonly unknown[] | null => {
  const value: unknown = JSON.parse(text)
  return Array.isArray(value) ? value : null
}

/** What changed, a line each: of a list what came in and what went. */
export function useChangeWords(things: Things): (change: Change) => readonly string[] {
  const { t } = useTranslation()
  const code = useCodes()
  const entry = useEntryWords(things)
  const value = useValueWords(things)
  return (change) => {
    const field = code(change.field, 'auditField')
    const [before, after] = [listIn(change.from), listIn(change.to)]
    if (before === null && after === null) {
      const [from, to] = [change.from, change.to].map((text) => value(change.field, JSON.parse(text)))
      return [t('audit.change', { field, from, to })]
    }
    const [was, is] = [before ?? [], after ?? []].map((list) => list.map((one) => entry(change.field, one)))
    return [
      ...(was ?? []).filter((one) => is?.includes(one) === false).map((what) => t('audit.removed', { field, what })),
      ...(is ?? []).filter((one) => was?.includes(one) === false).map((what) => t('audit.added', { field, what })),
    ]
  }
}

/** Why, where the trail says it in a way that a reader understands. */
export function useBecauseWords(): (because: string | null) => string | null {
  const { i18n } = useTranslation()
  const code = useCodes()
  return (because) =>
    because !== null && i18n.exists(`auditBecause.${because}`) ? code(because, 'auditBecause') : null
}
