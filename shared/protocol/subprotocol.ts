/** What a client says it speaks: the release of the body's schema and the generation of the document it holds. */
export interface Subprotocol {
  readonly schemaVersion: number
  readonly generation: number
}

const SHAPE = /^tsunagi\.v(\d{1,9})\.g(\d{1,9})$/
const OURS = /^tsunagi\.v/

/** The text offered when the socket opens: `tsunagi.v<schema>.g<generation>`. */
export const formatSubprotocol = ({ schemaVersion, generation }: Subprotocol): string =>
  `tsunagi.v${schemaVersion}.g${generation}`

/** Reads what `formatSubprotocol` wrote; null for any other text. */
export function parseSubprotocol(text: string): Subprotocol | null {
  const [, schemaVersion, generation] = SHAPE.exec(text) ?? []
  if (schemaVersion === undefined || generation === undefined) return null
  return { schemaVersion: Number(schemaVersion), generation: Number(generation) }
}

/**
 * The first offered text that begins like ours, malformed and outdated ones included; null when there is none.
 *
 * The server always selects it and closes afterwards: when it selects none, a browser sees 1006 and tries for ever.
 */
export function chooseSubprotocol(offered: Iterable<string>): string | null {
  for (const text of offered) if (OURS.test(text)) return text
  return null
}
