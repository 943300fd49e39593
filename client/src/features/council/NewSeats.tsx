import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { Notice } from '#client/ui/Notice.tsx'
import type { MemberView } from '#shared/api/council.ts'
import { useMembers } from './useCouncil.ts'

/** Unit: milliseconds in which it is said: whoever comes in every other week reads it once. */
const SAID_FOR_MS = 15 * 24 * 3_600_000
/** A council that is just being filled is not told of everybody in it. */
const MOST = 5

/**
 * Who was given a seat, or a way to log in, lately: told to the people of the organisation in whose name they act from now on, and
 * to every administrator. A seat that nobody of them knows of is seen by those who can say so.
 */
export function NewSeats({ me }: { readonly me: MemberView | undefined }) {
  const { t } = useTranslation()
  const { clock } = usePorts()
  const dates = useDates()
  const members = useMembers()
  const since = clock.now() - SAID_FOR_MS
  const seated = members
    .flatMap(({ seatedAt, ...member }) => {
      const concerns = member.organisationId === me?.organisationId || me?.role === 'administrator'
      return seatedAt !== undefined && seatedAt > since && concerns && member.id !== me?.id
        ? [{ ...member, seatedAt }]
        : []
    })
    .toSorted((one, other) => other.seatedAt - one.seatedAt)
  const more = seated.length - MOST
  if (seated.length === 0) return null
  return (
    <Notice tone="information" title={t('home.newSeatsTitle')}>
      <ul className="list-disc ps-5">
        {seated.slice(0, MOST).map(({ id, name, organisationName, role, seatedAt }) => (
          <li key={id}>
            {t('home.newSeat', {
              day: dates.dayOf(seatedAt),
              name,
              organisation: organisationName,
              role: t(`role.${role}`),
            })}
          </li>
        ))}
        {more > 0 && <li>{t('home.newSeatsMore', { count: more })}</li>}
      </ul>
      <p className="pt-2">{t('home.newSeatsText')}</p>
    </Notice>
  )
}
