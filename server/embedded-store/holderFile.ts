import { readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { REPLICA_SET } from './commands/handshake.ts'
import type { Holder } from './storeErrors.ts'

/** Where the process that has a folder writes its name, for the one that is refused, and its socket, for `npm run` commands. */
export const holderFileOf = (dir: string): string => join(dir, 'store.holder.json')

/** Written by the worker when the folder is its own. */
export function writeHolder(file: string, socketPath: string): void {
  const holder: Holder = { pid: process.pid, host: hostname(), socketPath }
  writeFileSync(file, JSON.stringify(holder), { mode: 0o600 })
}

/** Undefined when there is none, or when it is not yet written. */
export function readHolder(file: string | undefined): Holder | undefined {
  try {
    const held: unknown = JSON.parse(readFileSync(file ?? '', 'utf8'))
    if (typeof held !== 'object' || held === null || !('pid' in held) || !('host' in held)) return undefined
    const socketPath = 'socketPath' in held ? String(held.socketPath) : ''
    return { pid: Number(held.pid), host: String(held.host), socketPath }
  } catch {
    // The holder has the folder but has not yet written its name: refused all the same, without it.
    return undefined
  }
}

/** The connection string of a store that listens on a socket. */
export const uriOf = (socketPath: string): string =>
  `mongodb://${encodeURIComponent(socketPath)}/tsunagi?directConnection=true&replicaSet=${REPLICA_SET}&retryWrites=false`
