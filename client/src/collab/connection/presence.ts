import type { Awareness } from 'y-protocols/awareness'

/** Somebody else who has the document open. Who they are is written by the server. */
export interface Presence {
  readonly id: number
  /** The same for all pages that one member has open. */
  readonly memberId: string
  readonly name: string
  readonly organisationName: string
  readonly colour: string
  readonly isComposing: boolean
}

export interface PresenceView {
  readonly subscribe: (listener: () => void) => () => void
  readonly snapshot: () => readonly Presence[]
}

const UNNAMED_COLOUR = '#626264'

/** What another page says of itself may be anything; only a text is shown. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function toPresence(id: number, state: { readonly [field: string]: unknown }): Presence | null {
  const { user } = state
  if (typeof user !== 'object' || user === null) return null
  const fields: { readonly [field: string]: unknown } = { ...user }
  return {
    id,
    // A server of an older release says it of nobody.
    memberId: textOf(fields.memberId) || String(id),
    name: textOf(fields.name),
    organisationName: textOf(fields.organisationName),
    colour: textOf(fields.colour) || UNNAMED_COLOUR,
    isComposing: state.composing === true,
  }
}

const othersIn = (awareness: Awareness): readonly Presence[] =>
  [...awareness.getStates()]
    .filter(([id]) => id !== awareness.clientID)
    .map(([id, state]) => toPresence(id, state))
    .filter((presence) => presence !== null)

/** Everybody else with the document open, in the order they came; nobody before the server has named them. */
export function presenceView(awareness: Awareness): PresenceView {
  let shown = othersIn(awareness)
  return {
    subscribe(listener) {
      const onChange = (): void => {
        const next = othersIn(awareness)
        if (JSON.stringify(next) === JSON.stringify(shown)) return
        shown = next
        listener()
      }
      awareness.on('change', onChange)
      onChange()
      return () => awareness.off('change', onChange)
    },
    snapshot: () => shown,
  }
}

/** The other people behind those pages, in the order they came: whoever has two pages open is one, and oneself is none. */
export function peopleOf(pages: readonly Presence[], ownMemberId: string | undefined): readonly Presence[] {
  const people = new Map<string, Presence>()
  for (const page of pages) {
    const known = people.get(page.memberId) ?? page
    people.set(page.memberId, { ...known, isComposing: known.isComposing || page.isComposing })
  }
  if (ownMemberId !== undefined) people.delete(ownMemberId)
  return [...people.values()]
}
