import { type CaseId, type ConferenceId, type DocumentId, isId } from '#shared/core/ids.ts'

/** What stands for the lists of members and of organisations, of which a server has one council's: somebody came, went or changed. */
export const OF_COUNCIL = 'council'

/** What a hint can be about: its id is all that a hint says. */
export type HintId = CaseId | ConferenceId | DocumentId | typeof OF_COUNCIL

/** True for an id that hints are given of; says nothing about whether such a thing exists, or who may hear of it. */
export const isHintId = (value: unknown): value is HintId =>
  value === OF_COUNCIL || isId('case', value) || isId('conference', value) || isId('document', value)

/** Where hint sockets connect: socket.io over WebSocket, and by no other way. */
export const HINTS_PATH = '/hints/'

/**
 * The whole wire: a page says `listen` and `unlisten` with an id, the server says `changed` with an id: "ask again". The first
 * `changed` comes with the beginning, for what may have changed before.
 */
export const HINT_EVENTS = { listen: 'listen', unlisten: 'unlisten', changed: 'changed' } as const

/** Unit: bytes of one message. */
export const MAX_HINT_BYTES = 65_536
/** Ids one page may listen to at once. */
export const MAX_LISTENED = 200
