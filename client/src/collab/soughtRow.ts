/** Which row of the note the address leads to, by the id of its block; null when to none. */
export const soughtRow = (): string | null => new URLSearchParams(location.hash.slice(1)).get('row')
