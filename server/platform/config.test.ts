import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('[OP2.1] without any setting the product starts in trial on its own machine', () => {
  const read = readConfig({}, '/srv/tsunagi')

  expect(read).toMatchObject({
    ok: true,
    config: { port: 3000, host: '127.0.0.1', mode: 'trial', dataDir: '/srv/tsunagi/.data', mongodbUri: null },
  })
})

test('[OP2.1] every bad setting is named at once and no value is repeated', () => {
  const read = readConfig(
    {
      PORT: 'eighty',
      TSUNAGI_MODE: 'demo',
      PUBLIC_ORIGIN: 'https://a.example/path',
      METRICS_TOKEN: 'short',
      TLS_KEY: 'k.pem',
    },
    '/srv/tsunagi',
  )

  if (read.ok) throw new Error('such settings must be refused')
  expect(read.bad.map((bad) => bad.name)).toEqual([
    'TSUNAGI_MODE',
    'PORT',
    'PUBLIC_ORIGIN',
    'METRICS_TOKEN',
    'TLS_CERT, TLS_KEY',
  ])
  expect(JSON.stringify(read.bad)).not.toMatch(/eighty|a\.example|short|k\.pem/)
})

test('[OP2.2] in production the master key must be named and lie outside the data folder', () => {
  const unnamed = readConfig({ TSUNAGI_MODE: 'production' }, '/srv/tsunagi')
  const inside = readConfig({ TSUNAGI_MODE: 'production', KEY_FILE: '.data/key' }, '/srv/tsunagi')
  const outside = readConfig({ TSUNAGI_MODE: 'production', KEY_FILE: '/etc/tsunagi/key' }, '/srv/tsunagi')

  expect([unnamed.ok, inside.ok, outside.ok]).toEqual([false, false, true])
})
