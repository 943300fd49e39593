import { createContext, type ReactNode, use, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { noteHalfWritten } from '#client/ui/filledIn.ts'
import type { MemberView } from '#shared/api/council.ts'

/** 再任, or 退任: their term ends as it does. A 後任 is taken in at once, and is nothing to choose. */
export type YearChoice = 'reappoint' | 'retire'

/** What is chosen of whom. Each line hears of its own alone: of hundreds one choice draws one anew. */
class Choices {
  #of: ReadonlyMap<string, YearChoice> = new Map()
  readonly #listeners = new Set<() => void>()

  readonly all = (): ReadonlyMap<string, YearChoice> => this.#of

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** The empty text is no choice. */
  readonly choose = (ids: readonly string[], choice: YearChoice | ''): void => {
    const next = new Map(this.#of)
    for (const id of ids) {
      if (choice === '') next.delete(id)
      else next.set(id, choice)
    }
    this.#of = next
    for (const listener of this.#listeners) listener()
    noteHalfWritten(this, [...next.values()].includes('reappoint'))
  }
}

const ChoicesOfYear = createContext(new Choices())

/** All that is chosen. */
export function useYearChoices() {
  const { all, listen, choose } = use(ChoicesOfYear)
  return { of: useSyncExternalStore(listen, all), choose }
}

/** What is chosen of one. */
export function useYearChoice(id: string): { readonly choice: YearChoice | ''; readonly choose: Choices['choose'] } {
  const { all, listen, choose } = use(ChoicesOfYear)
  return { choice: useSyncExternalStore(listen, () => all().get(id) ?? ''), choose }
}

/** Lets go of what is chosen of whoever another has given another last day meanwhile: it was chosen of the one that was shown. */
export function useStandingChoices(members: readonly Pick<MemberView, 'id' | 'until'>[]): void {
  const { all, choose } = use(ChoicesOfYear)
  const shown = useRef(members)
  useEffect(() => {
    const until = new Map(members.map((member) => [member.id, member.until]))
    const overtaken = shown.current.filter((was) => all().has(was.id) && until.get(was.id) !== was.until)
    shown.current = members
    if (overtaken.length > 0)
      choose(
        overtaken.map(({ id }) => id),
        '',
      )
  }, [members, all, choose])
}

/** What is chosen is there until it is done, and the page asks before it is left with it. */
export function YearChoices({ children }: { readonly children: ReactNode }) {
  const [choices] = useState(() => new Choices())
  useEffect(() => () => noteHalfWritten(choices, false), [choices])
  return <ChoicesOfYear value={choices}>{children}</ChoicesOfYear>
}
