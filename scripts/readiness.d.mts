/** Builds the client unless the built page is newer than every source file and the lockfile. */
export function ensureBuilt(): void
