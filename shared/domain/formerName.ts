import { addDays, type PlainDate } from '#shared/core/time.ts'

/** A name that somebody, or a body, had until a day, that one included. */
export interface FormerName {
  readonly name: string
  readonly until: PlainDate
}

/** What has a name, and had others before; `formerNames`: earliest first, left out where there was none. */
export interface Named {
  readonly name: string
  readonly formerNames?: readonly FormerName[]
}

/** How it was called on a day. */
export const nameOn = ({ name, formerNames = [] }: Named, day: PlainDate): string =>
  formerNames.find(({ until }) => day <= until)?.name ?? name

/** The names it had before, once it has another from `since` on; a name that began on that day or later was a mistake. */
export function formerNamesBy(named: Named, since: PlainDate): readonly FormerName[] {
  const until = addDays(since, -1)
  const earlier = (named.formerNames ?? []).filter((one) => one.until < until)
  return [...earlier, { name: nameOn(named, until), until }]
}
