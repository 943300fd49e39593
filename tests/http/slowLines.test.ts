import { readFile } from 'node:fs/promises'
import { get, type IncomingMessage } from 'node:http'
import { buffer, text } from 'node:stream/consumers'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServerProcess, startServer } from '#tests/support/startServer.ts'

let server: ServerProcess

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

/** As a browser asks that unpacks such encodings; nothing is unpacked here. */
async function answerTo(path: string, encodings: string): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  get(server.address + path, { headers: { 'accept-encoding': encodings } }, resolve).once('error', reject)
  return promise
}

async function filesOfFirstPage(): Promise<readonly string[]> {
  const page = await text(await answerTo('/', 'identity'))
  return [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, path = '']) => path)
}

test.each([
  ['an old one or one over plain HTTP', 'gzip, deflate', 'gzip', gunzipSync],
  ['a present one', 'gzip, deflate, br, zstd', 'br', brotliDecompressSync],
])(
  '[UI2.44] what the first page loads comes to a browser, %s, as small as it can unpack, and once a year',
  async (_, encodings, name, unpacked) => {
    const files = await filesOfFirstPage()
    expect(files.length).toBeGreaterThan(1)
    const sent = { whole: 0, packed: 0 }
    for (const path of files) {
      const plain = await answerTo(path, 'identity')
      const whole = await buffer(plain)
      const packed = await answerTo(path, encodings)
      const bytes = await buffer(packed)

      expect(packed.headers['content-type']?.toLowerCase()).toBe(plain.headers['content-type'])
      expect(packed.headers).toMatchObject({
        'content-encoding': name,
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'Accept-Encoding',
      })
      expect(unpacked(bytes).equals(whole)).toBe(true)
      sent.whole += whole.byteLength
      sent.packed += bytes.byteLength
    }
    expect(sent.packed).toBeLessThan(sent.whole / 3)
  },
)

test('[OP4.9] a connection is kept for the next request for longer than the proxy keeps it', async () => {
  const { headers } = await answerTo('/api/session', 'identity')
  const nginx = await readFile('.config/nginx.conf', 'utf8')
  const secondsIn = (text: string, pattern: RegExp) => Number(pattern.exec(text)?.[1])

  const kept = secondsIn(String(headers['keep-alive']), /timeout=(\d+)/)
  expect(kept).toBeGreaterThan(secondsIn(nginx, /keepalive_timeout (\d+)s;/))
})
