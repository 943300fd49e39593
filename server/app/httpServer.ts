import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Config } from '#server/platform/config.ts'

/**
 * Unit: milliseconds. Whoever says nothing, or says its headers byte by byte, is gone before it costs anything. A connection that was
 * used is kept for the next press, which on a slow line would wait for another; and longer than a proxy keeps it, as a rule a minute:
 * were it closed here first, a change could be sent into a connection that is no more.
 */
const HTTP_LIMITS = {
  headersTimeout: 6_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 65_000,
} as const

/** A server that listens nowhere yet, with TLS where the settings name a certificate. Throws: when that cannot be read. */
export async function httpServer({ tls }: Config): Promise<Server> {
  if (tls === null) return createServer(HTTP_LIMITS)
  return createTlsServer({
    ...HTTP_LIMITS,
    cert: await readFile(tls.certFile),
    key: await readFile(tls.keyFile),
    minVersion: 'TLSv1.2',
  })
}
