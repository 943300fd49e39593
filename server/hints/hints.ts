import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, Server } from 'node:http'
import { type Socket, Server as SocketServer } from 'socket.io'
import type { Revocation } from '#server/access/revocation.ts'
import type { SessionReader, SignedIn } from '#server/access/signedIn.ts'
import type { Log } from '#server/platform/log.ts'
import type { Timer, Timers } from '#server/platform/timers.ts'
import type { MemberId } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import { HINT_EVENTS, HINTS_PATH, type HintId, MAX_HINT_BYTES } from '#shared/protocol/hints.ts'
import { HintSession, type HintSocket } from './hintSession.ts'

/** Counts sockets; the answer gives the place back, null says that there is none. */
type TakePlace = (of: string) => (() => void) | null

export interface HintPorts {
  readonly sessions: SessionReader
  readonly revocation: Pick<Revocation, 'epoch' | 'onRaised' | 'onSessionEnded'>
  /** True while the member is in term, of an organisation that belongs to the council. */
  readonly isActive: (memberId: MemberId) => Promise<boolean>
  /** True when the member may know of it. */
  readonly mayHear: (memberId: MemberId, id: HintId) => Promise<boolean>
  /** The exact origins whose pages may connect. */
  readonly origins: () => readonly string[]
  readonly addressOf: (request: IncomingMessage) => string
  /** The same, of an address, and of a sign-in where there is one. */
  readonly takeAddress: (address: string, signedId: string | null) => ReturnType<TakePlace>
  readonly takeMember: TakePlace
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
}

/** Tells pages that something has changed: ids only, never content, and only to those who may know of it (ADR 0005). */
export interface Hints {
  /** Something has changed; never waited for. Said within half a second, once for many changes. */
  changed(id: HintId): void
  /** Unit: open hint sockets. */
  size(): number
  /** Cuts every socket: its page comes back. */
  close(): void
}

const GATHER_MS = 400
const TICK_MS = 250
/** A page speaks first, within this time, or is closed. */
const SPEAKS_WITHIN_MS = 10_000
/** Whoever does not answer the close, or takes nothing any more, would keep the connection for half a minute. */
const CUT_AFTER_MS = 500
/** What a page may say in a second; it says something when a screen opens or closes. */
const SAYINGS_PER_SECOND = 100

/** Serves hint sockets on an HTTP server. */
export function serveHints(server: Server, ports: HintPorts): Hints {
  const admitted = new WeakMap<IncomingMessage, SignedIn>()
  const open = new Set<HintSession>()
  const gathered = new Set<HintId>()
  let gathering: Timer | null = null
  const signOuts = followEndings(ports, open)
  const io = new SocketServer(server, {
    path: HINTS_PATH,
    serveClient: false,
    transports: ['websocket'],
    destroyUpgrade: false,
    maxHttpBufferSize: MAX_HINT_BYTES,
    connectTimeout: SPEAKS_WITHIN_MS,
    allowRequest(request, answer) {
      mayCome(ports, request).then(
        (signedIn) => {
          if (signedIn !== null) admitted.set(request, signedIn)
          answer(null, signedIn !== null)
        },
        (cause: unknown) => {
          ports.log.error('hints.notJudged', cause)
          answer(null, false)
        },
      )
    },
  })
  io.on('connection', (socket) => {
    const signedIn = admitted.get(socket.request)
    if (signedIn === undefined) return void socket.disconnect(true)
    const session = welcome(ports, socket, { signedIn, signOuts })
    open.add(session)
    socket.once('disconnect', () => {
      session.leave()
      open.delete(session)
    })
  })
  const ticking = ports.timers.every(TICK_MS, () => {
    for (const session of open) session.tick()
  })
  const tellAll = () => {
    gathering = null
    for (const session of open) for (const id of gathered) session.changed(id)
    gathered.clear()
  }
  return {
    changed(id) {
      if (open.size === 0) return
      gathered.add(id)
      gathering ??= ports.timers.after(GATHER_MS, tellAll)
    },
    size: () => open.size,
    close() {
      ticking.stop()
      gathering?.stop()
      for (const session of open) session.cut()
      io.engine.close()
    },
  }
}

/** Acts on what ends rights and sign-ins; the answer counts the latter for those who are just coming in. */
function followEndings({ revocation }: HintPorts, open: ReadonlySet<HintSession>): () => number {
  let count = 0
  // Whoever raises may be in a transaction, which the models would find and which ends before the verdicts are in.
  const outside = AsyncLocalStorage.snapshot()
  revocation.onRaised(() =>
    outside(() => {
      for (const session of open) session.judge()
    }),
  )
  revocation.onSessionEnded((sessionId) => {
    count++
    for (const session of open) if (session.facts.sessionId === sessionId) session.end()
  })
  return () => count
}

/** Whose page it is; null for another's page, nobody's, and one too many. */
async function mayCome(ports: HintPorts, request: IncomingMessage): Promise<SignedIn | null> {
  if (!ports.origins().includes(request.headers.origin ?? '')) return null
  const address = ports.takeAddress(ports.addressOf(request), ports.sessions.signedIdOf(request))
  if (address === null) return null
  const signedIn = await ports.sessions.readSignedIn(request).catch((cause: unknown) => {
    address()
    throw cause
  })
  const member = signedIn === null ? null : ports.takeMember(signedIn.memberId)
  if (member === null || request.socket.destroyed) {
    address()
    member?.()
    return null
  }
  request.socket.once('close', () => {
    address()
    member()
  })
  return signedIn
}

interface Welcomed {
  readonly signedIn: SignedIn
  readonly signOuts: () => number
}

function welcome(ports: HintPorts, socket: Socket, { signedIn, signOuts }: Welcomed): HintSession {
  const { memberId, sessionId } = signedIn
  const stands = async () => {
    const now = await ports.sessions.readSignedIn(socket.request)
    return now?.sessionId === sessionId && (await ports.isActive(memberId))
  }
  const session = new HintSession(
    socketOf(socket, ports.timers),
    { memberId, sessionId },
    {
      ...{ clock: ports.clock, epoch: () => ports.revocation.epoch(), signOuts, stands },
      mayHear: (id) => ports.mayHear(memberId, id),
    },
  )
  takeSayings(ports, socket, session)
  return session
}

/** The two things a page says; whoever says anything else, or more than a page does, is closed. */
function takeSayings({ clock }: HintPorts, socket: Socket, session: HintSession): void {
  let second = 0
  let said = 0
  socket.onAny((event: unknown, ...words: readonly unknown[]) => {
    const now = Math.floor(clock.now() / 1_000)
    said = now === second ? said + 1 : 1
    second = now
    if (said > SAYINGS_PER_SECOND || words.length !== 1) session.end()
    else if (event === HINT_EVENTS.listen) session.listen(words[0])
    else if (event === HINT_EVENTS.unlisten) session.unlisten(words[0])
    else session.end()
  })
}

function socketOf(socket: Socket, timers: Timers): HintSocket {
  const cutSoon = () => {
    const line = socket.request.socket
    const cut = timers.after(CUT_AFTER_MS, () => line.destroy())
    line.once('close', () => cut.stop())
  }
  return {
    say: (id) => void socket.emit(HINT_EVENTS.changed, id),
    end() {
      socket.disconnect(true)
      cutSoon()
    },
    cut() {
      socket.conn.close()
      cutSoon()
    },
  }
}
