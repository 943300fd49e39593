/** Why the server closes a document socket. Numbers 44xx are final for y-websocket 3.1; 4529 and 1013 are retried by it. */
export const CLOSE_CODES = {
  badFrame: 4400,
  sessionEnded: 4401,
  accessEnded: 4403,
  notFound: 4404,
  signedOut: 4408,
  clientTooOld: 4409,
  generationChanged: 4410,
  overBudget: 4529,
  tooLarge: 1009,
  overloaded: 1013,
} as const

/** The name of a close code. */
export type CloseReason = keyof typeof CLOSE_CODES
/** One of our numbers. */
export type CloseCode = (typeof CLOSE_CODES)[CloseReason]

const REASONS = new Map<number, CloseReason>(
  Object.entries(CLOSE_CODES).map(([reason, code]) => [code, reason as CloseReason]),
)

/** The reason a close code stands for; null for codes that are not ours, such as 1006 of a cut network. */
export const closeReasonOf = (code: number): CloseReason | null => REASONS.get(code) ?? null

/**
 * True when connecting again with the same edits cannot help: every 44xx, and 1009, which would be refused for ever.
 *
 * Source: the `shouldReconnect` of y-websocket 3.1 takes 4400–4499 as final; 1009 is our client's own addition.
 */
export const isFinalClose = (code: number): boolean => (code >= 4400 && code < 4500) || code === CLOSE_CODES.tooLarge
