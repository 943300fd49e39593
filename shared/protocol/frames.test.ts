import { expect, test } from 'vitest'
import {
  decodeClientFrame,
  decodeServerFrame,
  encodeAck,
  encodeAwareness,
  encodeDigest,
  encodeHello,
  encodeRefusal,
  encodeReplica,
  encodeSyncStep1,
  encodeSyncStep2,
  encodeUpdate,
  isWriteFrame,
} from './frames.ts'
import { MAX_FRAME_BYTES } from './limits.ts'

const PAYLOAD = Uint8Array.of(1, 2, 3)
const fault = (name: string) => ({ ok: false, fault: name })

test('[LD1.1] the four frames a client may send are read back as they were written', () => {
  const frames = [
    encodeSyncStep1(PAYLOAD),
    encodeSyncStep2(PAYLOAD),
    encodeUpdate(PAYLOAD),
    encodeAwareness(PAYLOAD),
  ].map((bytes) => decodeClientFrame(bytes))

  expect(frames).toEqual([
    { ok: true, frame: { kind: 'syncStep1', stateVector: PAYLOAD } },
    { ok: true, frame: { kind: 'syncStep2', update: PAYLOAD } },
    { ok: true, frame: { kind: 'update', update: PAYLOAD } },
    { ok: true, frame: { kind: 'awareness', states: PAYLOAD } },
  ])
})

test('[LD1.1] what only the server may say is unknown from a client, and so are auth and awareness queries', () => {
  const hello = { connectionId: 'con_1', generation: 3, schemaVersion: 1 }
  const sent = [encodeHello(hello), encodeAck(7), encodeRefusal({ code: 4400, frameNumber: 8 }), encodeDigest(PAYLOAD)]

  expect(sent.map(decodeServerFrame)).toEqual([
    { ok: true, frame: { kind: 'hello', ...hello } },
    { ok: true, frame: { kind: 'ack', writeFrames: 7 } },
    { ok: true, frame: { kind: 'refusal', code: 4400, frameNumber: 8 } },
    { ok: true, frame: { kind: 'digest', sha256: PAYLOAD } },
  ])
  expect(decodeClientFrame(encodeReplica(PAYLOAD))).toEqual({ ok: true, frame: { kind: 'replica', state: PAYLOAD } })
  expect(
    [...sent, Uint8Array.of(2, 0), Uint8Array.of(3), Uint8Array.of(0, 3, 0)].map((bytes) => decodeClientFrame(bytes)),
  ).toEqual(Array.from({ length: 7 }, () => fault('unknownTag')))
})

test('[LD1.2] a frame cut anywhere, a frame with a byte more, and one over a mebibyte are named faults', () => {
  const whole = encodeUpdate(PAYLOAD)
  const cut = Array.from({ length: whole.length }, (_, length) => decodeClientFrame(whole.slice(0, length)))

  expect(cut).toEqual(cut.map(() => fault('truncated')))
  expect(decodeClientFrame(Uint8Array.of(...whole, 0))).toEqual(fault('trailingBytes'))
  expect(decodeClientFrame(encodeUpdate(new Uint8Array(MAX_FRAME_BYTES)))).toEqual(fault('tooLarge'))
  expect(decodeClientFrame(Uint8Array.of(0, 2, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))).toEqual(
    fault('truncated'),
  )
})

test('[KS5] both sides count the same frames: step 2, the empty one too, and update, and no padded spelling of them', () => {
  const frames = [
    encodeSyncStep1(PAYLOAD),
    encodeSyncStep2(new Uint8Array()),
    encodeUpdate(PAYLOAD),
    encodeAwareness(PAYLOAD),
    Uint8Array.of(0x80, 0, 2, 1, 9),
    Uint8Array.of(0, 0x82, 0, 1, 9),
  ]

  const counted = frames.map(isWriteFrame)
  const carryUpdates = frames.map((bytes) => {
    const decoded = decodeClientFrame(bytes)
    return decoded.ok && 'update' in decoded.frame
  })

  expect(counted).toEqual([false, true, true, false, false, false])
  expect(carryUpdates).toEqual(counted)
})
