export const ROOT: string
/** The Node 24 that the project brings itself. */
export const NODE_24: string
/** How Node runs the server. */
export const SERVER_FLAGS: readonly string[]
/** What the system's allocator is told before Node starts. */
export const SERVER_ENVIRONMENT: { readonly [name: string]: string }
/** Where what was compiled is kept. */
export const COMPILED: string

/** Builds the client unless the built page is newer than every source file and the lockfile. */
export function ensureBuilt(): void
