import { readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { MECHANISM, REPLICA_SET, USER } from './commands/handshake.ts'
import type { Holder } from './storeErrors.ts'
import type { Address } from './workerMessages.ts'

/** Where the process that has a folder writes its name, for the one that is refused, and how to reach its store, for `npm run` commands. */
export const holderFileOf = (dir: string): string => join(dir, 'store.holder.json')

/** Written by the worker when it can be reached. Whoever may read it may read the data file beside it as well. */
export function writeHolder(file: string, address: Address): void {
  const holder = { pid: process.pid, host: hostname(), uri: uriOf(address) }
  writeFileSync(file, JSON.stringify(holder), { mode: 0o600 })
}

/** Undefined when there is none, or when it is not yet written. */
export function readHolder(file: string | undefined): Holder | undefined {
  const held = heldIn(file)
  if (held === undefined || !('pid' in held) || !('host' in held)) return undefined
  return { pid: Number(held.pid), host: String(held.host) }
}

/** The connection string of the store that the holder of a folder runs; undefined when it is not known. */
export function readHolderUri(file: string): string | undefined {
  const held = heldIn(file)
  return held !== undefined && 'uri' in held ? String(held.uri) : undefined
}

function heldIn(file: string | undefined): object | undefined {
  try {
    const held: unknown = JSON.parse(readFileSync(file ?? '', 'utf8'))
    return typeof held === 'object' && held !== null ? held : undefined
  } catch {
    // The holder has the folder but has not yet written its name: refused all the same, without it.
    return undefined
  }
}

/** The connection string of a store that listens there. */
export function uriOf(address: Address): string {
  const options = `directConnection=true&replicaSet=${REPLICA_SET}&retryWrites=false`
  if ('socketPath' in address) return `mongodb://${encodeURIComponent(address.socketPath)}/tsunagi?${options}`
  const { port, password } = address
  return `mongodb://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/tsunagi?${options}&authMechanism=${MECHANISM}`
}
