import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { clientAddress } from './clientAddress.ts'

function from(remoteAddress: string, forwardedFor?: string): IncomingMessage {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress })
  const request = new IncomingMessage(socket)
  if (forwardedFor !== undefined) request.headers['x-forwarded-for'] = forwardedFor
  return request
}

test('[OP2.15] an address is believed from as many proxies as stand in front, and from nobody further away', () => {
  const forged = from('10.0.0.1', '6.6.6.6, 198.51.100.7')

  expect([0, 1, 2, 9].map((proxyCount) => clientAddress(forged, proxyCount))).toEqual([
    '10.0.0.1',
    '198.51.100.7',
    '6.6.6.6',
    '6.6.6.6',
  ])
  expect([0, 1].map((proxyCount) => clientAddress(from('192.0.2.5'), proxyCount))).toEqual(['192.0.2.5', '192.0.2.5'])
})
