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

test('[OP2.55] the folder of checkpoints lies outside the data folder, and is none unless it is named', () => {
  const read = (SEAL_FOLDER?: string) => readConfig(SEAL_FOLDER === undefined ? {} : { SEAL_FOLDER }, '/srv/tsunagi')

  expect(read()).toMatchObject({ ok: true, config: { sealFolder: null } })
  expect(read('/mnt/other/seal')).toMatchObject({ ok: true, config: { sealFolder: '/mnt/other/seal' } })
  expect(read('.data/seal')).toMatchObject({ ok: false, bad: [{ name: 'SEAL_FOLDER' }] })
})

test.each([
  ['https://つなぎ.例.jp', 'https://xn--x8j0bs.xn--fsq.jp'],
  ['https://Tsunagi.example:443', 'https://tsunagi.example'],
  ['http://192.0.2.1:8080', 'http://192.0.2.1:8080'],
])('[OP2.29] the origin %s is taken, and is what a browser calls it', (PUBLIC_ORIGIN, publicOrigin) => {
  expect(readConfig({ PUBLIC_ORIGIN }, '/srv/tsunagi')).toMatchObject({ ok: true, config: { publicOrigin } })
})

test.each(['https://a.example/', 'https://a.example/x', 'https://me@a.example', 'https://a.example?x', 'a.example'])(
  '[OP2.29] %s is no origin',
  (PUBLIC_ORIGIN) => {
    expect(readConfig({ PUBLIC_ORIGIN }, '/srv/tsunagi').ok).toBe(false)
  },
)

test('[OP2.30] a place in quotes, or in a home that nobody has filled in, is refused: the data would seem to be gone', () => {
  const places = {
    DATA_DIR: '"/srv/tsunagi"',
    KEY_FILE: '~/tsunagi.key',
    TLS_CERT: "'/etc/cert.pem'",
    TLS_KEY: '~/key',
  }

  const read = readConfig(places, '/srv')

  if (read.ok) throw new Error('such places must be refused')
  expect(read.bad.map((bad) => bad.name)).toEqual(['DATA_DIR', 'KEY_FILE', 'TLS_CERT', 'TLS_KEY'])
  expect(readConfig({ DATA_DIR: '/srv/デー タ~1' }, '/')).toMatchObject({
    ok: true,
    config: { dataDir: '/srv/デー タ~1' },
  })
})

test.each([
  ['TUSNAGI_MODE', 'production', 'TSUNAGI_MODE'],
  ['TSUNAGI_MOD', 'production', 'TSUNAGI_MODE'],
  ['tsunagi_mode', 'production', 'TSUNAGI_MODE'],
  ['DATADIR', '/srv/tsunagi', 'DATA_DIR'],
  ['PUBLIC_ORGIN', 'https://tsunagi.example', 'PUBLIC_ORIGIN'],
  ['MONGODB_URL', 'mongodb://127.0.0.1', 'MONGODB_URI'],
])('[OP2.32] %s is not passed over: the server would run as something else', (name, value, meant) => {
  const read = readConfig({ [name]: value }, '/srv')

  if (read.ok) throw new Error('such a name must be refused')
  expect(read.bad).toEqual([{ name, mend: expect.stringContaining(meant) }])
})

test('[OP2.32] a setting of somebody else’s is left alone, and so is one beside ours of the right name', () => {
  const others = {
    HOSTS: 'a',
    POST: 'b',
    LOG_DIR: 'c',
    SSL_CERT: 'd',
    HOME_DIR: 'e',
    TSUNAGI_HOME: 'f',
    NODE_ENV: 'production',
  }

  expect(readConfig(others, '/srv').ok).toBe(true)
  expect(readConfig({ MONGODB_URI: 'mongodb://127.0.0.1', MONGODB_URL: 'x' }, '/srv').ok).toBe(true)
})

test('[OP2.34] a password with a sign in it as it is is refused, before a part of it is looked up as a host', () => {
  const taken = (MONGODB_URI: string) => readConfig({ MONGODB_URI }, '/').ok

  expect(['mongodb://me:p@ss@host/', 'mongodb://me:p@ss/w@host/', 'mongodb://me:p/w@host'].map(taken)).toEqual([
    false,
    false,
    false,
  ])
  expect(
    ['mongodb://me:p%40ss@a:1,b:2/t?replicaSet=x', 'mongodb+srv://a.example', 'mongodb://[::1]:27017/'].map(taken),
  ).toEqual([true, true, true])
})
