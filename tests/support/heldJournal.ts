import type { Journal } from '#server/collab/journal.ts'

/** A journal whose appends wait until the test lets them through. */
export interface HeldJournal {
  readonly journal: Journal
  /** From now on appends wait. */
  hold(): void
  /** Resolves when an append has come and waits. */
  readonly appendWaits: () => Promise<void>
  /** Lets through what waits and what comes. */
  letThrough(): void
}

export function heldJournal(journal: Journal): HeldJournal {
  let gate = Promise.resolve()
  let open: () => void = () => undefined
  let arrived = Promise.withResolvers<void>()
  return {
    journal: {
      ...journal,
      async append(of, entries) {
        arrived.resolve()
        await gate
        await journal.append(of, entries)
      },
    },
    hold() {
      const held = Promise.withResolvers<void>()
      gate = held.promise
      open = held.resolve
      arrived = Promise.withResolvers<void>()
    },
    appendWaits: () => arrived.promise,
    letThrough: () => open(),
  }
}
