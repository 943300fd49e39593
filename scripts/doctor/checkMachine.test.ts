import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import * as http from 'node:http'
import * as https from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { checkExample, checkKeyFile, checkNode, checkPort, settingNames } from './checkMachine.ts'
import { checkBackups } from './checkStore.ts'
import { lineOf } from './finding.ts'

const EXAMPLE = readFileSync(fileURLToPath(new URL('../../.env.example', import.meta.url)), 'utf8')
const DAY_MS = 86_400_000

test('[OP2.14] the example of settings names every setting, and the doctor says which one is missing or unknown', () => {
  expect([...settingNames()]).toContain('TSUNAGI_MODE')
  expect(checkExample(EXAMPLE).level).toBe('good')
  const wrong = checkExample(EXAMPLE.replace('# PORT=', '# PORTS='))
  expect(wrong).toMatchObject({ level: 'bad', says: expect.stringContaining('PORT, PORTS') })
})

test('[OP2.56] where the system does not tell who may read the key, the doctor says what to see to', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tsunagi-doctor-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const keyFile = join(folder, 'master.key')
  writeFileSync(keyFile, new Uint8Array(32), { mode: 0o644 })
  const elsewhere = checkKeyFile({ keyFile })
  const { platform } = process
  Object.defineProperty(process, 'platform', { value: 'win32' })
  onTestFinished(() => void Object.defineProperty(process, 'platform', { value: platform }))

  expect([elsewhere.level, checkKeyFile({ keyFile }).level]).toEqual(['bad', 'notice'])
})

test('[OP2.14] what is bad stands with how to mend it', () => {
  const old = checkNode('20.1.0')

  expect(old.level).toBe('bad')
  expect(lineOf(old)).toContain('\n   → npm ci')
})

test('[OP2.14] a store without a backup, and one whose newest is older than a week, is told so', () => {
  const now = 100 * DAY_MS
  const made = (daysAgo: number) => ({ at: new Date(now - daysAgo * DAY_MS), file: '/not/here' })

  expect(checkBackups({ backups: [] }, now).level).toBe('notice')
  expect(checkBackups({ backups: [made(30), made(8)] }, now).level).toBe('notice')
  expect(checkBackups({ backups: [made(30), made(7)] }, now)).toMatchObject({
    level: 'good',
    says: expect.stringContaining('最新 7 日前、最古 30 日前'),
  })
})

test('[OP2.37] a backup of a time to come, noted before the clock was set right, hides no old one', () => {
  const now = 100 * DAY_MS
  const made = (daysAgo: number) => ({ at: new Date(now - daysAgo * DAY_MS), file: '/not/here' })

  expect(checkBackups({ backups: [made(30), made(-365)] }, now)).toMatchObject({
    level: 'notice',
    says: expect.stringContaining('最新 30 日前'),
  })
})

/** Of nobody: made for this test, for the name that browsers would use. */
const CERT = `-----BEGIN CERTIFICATE-----
MIIBizCCATGgAwIBAgIUVdBYE6IbtvEOvNpiO4y9Gth0Ou8wCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPdHN1bmFnaS5leGFtcGxlMCAXDTI2MTEyODAyMDkxNloYDzIx
MjYxMTA0MDIwOTE2WjAaMRgwFgYDVQQDDA90c3VuYWdpLmV4YW1wbGUwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAS5AZV5+RdXDo0KCR7KwDfxuuGlBNkSo20pQBMz
EqQaFNPvMkfRNTj3QZiu2S00CH/C6R2SgfIfQVtomPqGU4UQo1MwUTAdBgNVHQ4E
FgQUPvQmCIWGbE1SQ/1z8hBdP6/yOwwwHwYDVR0jBBgwFoAUPvQmCIWGbE1SQ/1z
8hBdP6/yOwwwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAomci
EK3diGcvD/mKqF/FUfKFBRmq9FUmD/WPwCBbNqwCIFF+qlN0t43V7Rw08gYslYah
I4Ed2OjeOfTP4t1vjBFr
-----END CERTIFICATE-----`
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg8JsFDHX6w5TKeOXd
r+IeNs21sTR+enovZ5+wzh0W+XGhRANCAAS5AZV5+RdXDo0KCR7KwDfxuuGlBNkS
o20pQBMzEqQaFNPvMkfRNTj3QZiu2S00CH/C6R2SgfIfQVtomPqGU4UQ
-----END PRIVATE KEY-----`
const TLS = { certFile: '/not/read/cert.pem', keyFile: '/not/read/key.pem' }

test.each([
  ['with a certificate of its own name', '127.0.0.1', TLS],
  ['at an IPv6 address', '::1', null],
  ['at every address', '0.0.0.0', null],
])('[OP2.25] the doctor knows its own server %s', async (_name, host, tls) => {
  const answer: http.RequestListener = (_request, response) => response.end('{"pid":4711}')
  const server = tls === null ? http.createServer(answer) : https.createServer({ cert: CERT, key: KEY }, answer)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  onTestFinished(() => void server.close())

  const finding = await checkPort({ host, port: (server.address() as AddressInfo).port, tls })

  expect(finding).toMatchObject({ level: 'good', says: expect.stringContaining('4711') })
})

test('[OP2.25] the doctor takes no other program for its server, and waits for none that does not answer', async () => {
  const server = http.createServer((request, response) => {
    if (request.url !== '/healthz') response.end('<p>another</p>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())

  const finding = await checkPort({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, tls: null })

  expect(finding).toMatchObject({ level: 'bad', says: expect.stringContaining('ほかのプログラム') })
})
