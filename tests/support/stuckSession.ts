import type { Carrier } from '#server/collab/carrier.ts'
import { Session } from '#server/collab/session.ts'
import { SESSION_LIMITS } from '#server/collab/sessionLimits.ts'
import { type MemberId, makeId } from '#shared/core/ids.ts'
import { type Instant, instant } from '#shared/core/time.ts'
import { fixedId } from '#shared/fixtures/days.ts'

/** A carrier whose other side takes bytes when the test says so. */
class StuckCarrier implements Carrier {
  readonly subprotocol = 'tsunagi.v1.g1'
  readonly maxFrameBytes = 1_048_576
  readonly closed = Promise.resolve()
  bufferedBytes = 0
  isOpen = true
  isCut = false
  readonly sent: Uint8Array[] = []
  send(bytes: Uint8Array): void {
    this.sent.push(bytes)
    this.bufferedBytes += bytes.byteLength
  }
  cut(): void {
    this.isCut = true
    this.isOpen = false
  }
  close(): void {
    this.isOpen = false
  }
  guard(): void {}
}

/** A session of one member on such a carrier, that has been given the document. */
export function aSession(memberId: MemberId = makeId('member', '0'.repeat(26))) {
  const carrier = new StuckCarrier()
  let now: Instant = instant(1_000_000)
  let epoch = 1
  const session = new Session(
    carrier,
    {
      facts: {
        connectionId: makeId('connection', '0'.repeat(26)),
        documentId: makeId('document', '0'.repeat(26)),
        memberId,
        sessionId: 'session',
        user: {
          memberId: fixedId('member', 1),
          name: 'Aさん',
          organisationName: 'つなぎ市（架空）',
          role: 'staff',
          colour: '#000000',
        },
      },
      grant: { epoch, validUntil: null },
    },
    { clock: { now: () => now }, limits: SESSION_LIMITS, epoch: () => epoch },
  )
  session.answer(new Uint8Array(1))
  carrier.bufferedBytes = 0
  return {
    carrier,
    session,
    pass(milliseconds: number) {
      now = instant(now + milliseconds)
      session.tick()
    },
    raiseEpoch() {
      epoch++
      return epoch
    },
  }
}
