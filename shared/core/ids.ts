/** Every kind of id and its prefix: the one table that says what an id in a log line or an address is of. */
export const ID_PREFIXES = {
  account: 'acc',
  attendance: 'att',
  basis: 'bas',
  case: 'cas',
  chain: 'chn',
  conference: 'cnf',
  council: 'cou',
  document: 'doc',
  member: 'mem',
  organisation: 'org',
  office: 'off',
  trace: 'trc',
  connection: 'con',
  key: 'key',
} as const

export type IdKind = keyof typeof ID_PREFIXES

declare const idOf: unique symbol
/** An id of one kind: a prefix, an underscore, and 26 characters of lower-case Crockford base 32. */
export type Id<Kind extends IdKind> = string & { readonly [idOf]: Kind }

export type AccountId = Id<'account'>
export type BasisId = Id<'basis'>
export type CaseId = Id<'case'>
export type ConferenceId = Id<'conference'>
export type ConnectionId = Id<'connection'>
export type CouncilId = Id<'council'>
export type DocumentId = Id<'document'>
export type KeyId = Id<'key'>
export type MemberId = Id<'member'>
export type OrganisationId = Id<'organisation'>

const BODY = /^[0-9a-hjkmnp-tv-z]{26}$/

/** True when `text` has the prefix of `kind` and a well-formed body; says nothing about whether such a thing exists. */
export function isId<Kind extends IdKind>(kind: Kind, text: unknown): text is Id<Kind> {
  if (typeof text !== 'string') return false
  const prefix = `${ID_PREFIXES[kind]}_`
  return text.startsWith(prefix) && BODY.test(text.slice(prefix.length))
}

/**
 * Puts a prefix before a body that an id source made.
 *
 * Throws: a plain error when the body is malformed, which is a bug of the source.
 */
export function makeId<Kind extends IdKind>(kind: Kind, body: string): Id<Kind> {
  const id = `${ID_PREFIXES[kind]}_${body}`
  if (!isId(kind, id)) throw new Error(`malformed body for an id of kind ${kind}`)
  return id
}

/** Hands out fresh ids; the real one is random, the one in tests counts. */
export interface IdSource {
  /** An id that has never been handed out before. Ordered by time of making, which it shows. */
  next<Kind extends IdKind>(kind: Kind): Id<Kind>
  /** An id of 128 random bits that shows nothing, for ids that stand in addresses as capabilities. */
  nextOpaque<Kind extends IdKind>(kind: Kind): Id<Kind>
}
