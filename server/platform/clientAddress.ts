import type { IncomingMessage } from 'node:http'

/**
 * The address a request comes from, behind `proxyCount` proxies that may be believed: each writes at the end of
 * X-Forwarded-For from whom it got the request, so what stands further in front may be a client's invention.
 */
export function clientAddress({ headers, socket }: IncomingMessage, proxyCount: number): string {
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',')
  const told = forwarded.split(',').map((address) => address.trim())
  const way = [socket.remoteAddress ?? '', ...told.filter((address) => address !== '').reverse()]
  return way[Math.min(proxyCount, way.length - 1)] ?? ''
}
