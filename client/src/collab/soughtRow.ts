/** The visit that was led to its row. */
let led: string | null = null

const visit = (): string => `${location.href} ${String(Object(history.state).key)}`

/**
 * Which row of the note the address leads to, by the id of its block; null when to none, and once `ledToRow` was called on this
 * visit: a note that is drawn anew takes the keyboard from nobody who writes in it.
 */
export const soughtRow = (): string | null =>
  led === visit() ? null : new URLSearchParams(location.hash.slice(1)).get('row')

/** Says that the row has the keyboard now. */
export function ledToRow(): void {
  led = visit()
}
