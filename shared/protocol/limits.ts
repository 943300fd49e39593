/** Unit: bytes of one WebSocket message, tag and lengths included. A longer one ends its session with 1009. */
export const MAX_FRAME_BYTES = 1_048_576

/** Unit: bytes of one Yjs update. The editor refuses a larger change before it enters the document, since the frame of it would be refused for ever. */
export const MAX_CHANGE_BYTES = 524_288

/**
 * Unit: separate places that one update may delete and that are not deleted yet. Each takes an item apart at worst; whoever
 * takes out a paper of 260,000 recorded edits at once makes 2,640. A page sends more of them in several frames.
 */
export const MAX_NEW_DELETIONS = 8_192

/** Unit: bytes of the presence part of a frame. Stock providers echo the presence of everybody else, so it is far more than one state. */
export const MAX_PRESENCE_FRAME_BYTES = 65_536

/** Unit: bytes of one member's own presence state. */
export const MAX_PRESENCE_STATE_BYTES = 4_096

/** Unit: bytes of one frame that comes over HTTP, in pieces: what a page has not sent may be more than a socket takes. */
export const MAX_CARRIED_FRAME_BYTES = 4 * 1_048_576

/** Unit: bytes of frames in one HTTP body from a page: what the thinnest of lines carries within the 30 s for which a body is waited for. */
export const PIECE_BYTES = 131_072

/** Unit: bytes of one HTTP body that is taken, numbers and lengths included; proxies often stop at 1 MiB. */
export const MAX_PARCEL_BYTES = 589_824
