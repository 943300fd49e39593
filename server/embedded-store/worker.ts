import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { availableParallelism } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { Cursors } from './commands/cursors.ts'
import { Sessions } from './commands/sessions.ts'
import { writeHolder } from './holderFile.ts'
import { Lookout } from './lookout.ts'
import { PasswordGate, Secret } from './passwordGate.ts'
import { isDamage } from './storage/database.ts'
import { removeExpired } from './storage/removeExpired.ts'
import { Store } from './storage/store.ts'
import { reasonOf, StoreDamagedError } from './storeErrors.ts'
import { Strangers } from './strangers.ts'
import { type OnAnswer, Turn } from './turn.ts'
import { decodeRequest, encodeReply, Framer, MAX_MESSAGE_BYTES, type Request } from './wire.ts'
import type { Address, FromWorker, ToWorker, WorkerSettings } from './workerMessages.ts'

const HOUSEKEEPING_MS = 1_000
/** For as long as anybody may ask again whether a commit was done. */
const COMMITS_KEPT_MS = 24 * 60 * 60_000
/** For as long as anybody may want to read what is left of a damaged record: people's words stand in it. */
const SET_ASIDE_KEPT_MS = 30 * 24 * 60 * 60_000

if (!parentPort) throw new Error('this file is started as a worker')
const port = parentPort
const settings: WorkerSettings = workerData
const sockets = new Set<Socket>()
const strangers = new Strangers(() => performance.now())
/** More than any driver says of itself. */
const MAX_GREETING_BYTES = 65_536

/** Answers the requests of one socket. */
interface Handler {
  /** Of its moment: more is not waited for. */
  readonly maxMessageBytes: number
  handle(request: Request, onAnswer: OnAnswer): void
}

/** On a single core it would keep whoever asks from asking. */
const lookout = availableParallelism() > 1 ? new Lookout() : undefined

function send(message: FromWorker): void {
  port.postMessage(message)
}

function tellFailure(cause: unknown): void {
  const fault = isDamage(cause) ? new StoreDamagedError(`${settings.file}: ${reasonOf(cause)}`) : cause
  send({ kind: 'failed', name: fault instanceof Error ? fault.name : 'Error', message: reasonOf(fault) })
}

function start(): void {
  const store = new Store(settings.file)
  const { address } = settings
  // The folder is ours now: whoever left a socket behind is gone.
  if ('socketPath' in address) rmSync(address.socketPath, { force: true })
  const cursors = new Cursors()
  const sessions = new Sessions(store, (transaction) => cursors.killWhere(({ view }) => view === transaction))
  const turn = new Turn({ store, cursors, sessions, willBeBusy: () => send({ kind: 'busy' }) }, () => {
    store.undo()
    sessions.abortAll()
    cursors.killWhere(() => true)
  })
  const secret = 'password' in address ? new Secret(address.password) : undefined
  const server = createServer({ noDelay: true }, (socket) =>
    serve(socket, secret ? guarded(turn, { secret, socket }) : open(turn)),
  )
  const housekeeping = setInterval(() => {
    sessions.abortExpired()
    cursors.killIdle()
    strangers.cutOffSilent()
  }, HOUSEKEEPING_MS)
  const expiry = setInterval(() => sweep(store, turn), settings.expirySweepMs)
  const finish = () => {
    clearInterval(housekeeping)
    clearInterval(expiry)
    stop(server, () => {
      turn.finish()
      store.database.close()
    })
  }
  port.on('message', (message: ToWorker) => {
    if (message === 'close') finish()
    else send({ kind: 'pong' })
  })
  server.once('listening', () => {
    try {
      tellReady(reachedAt(address, server))
    } catch (fault) {
      tellFailure(fault)
    }
  })
  server.listen('socketPath' in address ? { path: address.socketPath } : { host: '127.0.0.1', port: address.port })
}

function tellReady(address: Address): void {
  if ('socketPath' in address) chmodSync(address.socketPath, 0o600)
  if (settings.holderFile) writeHolder(settings.holderFile, address)
  send({ kind: 'ready', address })
}

/** With the port that a free one turned out to be. */
function reachedAt(address: Address, server: Server): Address {
  const bound = server.address()
  return 'port' in address && typeof bound === 'object' && bound !== null ? { ...address, port: bound.port } : address
}

const open = (turn: Turn): Handler => ({
  maxMessageBytes: MAX_MESSAGE_BYTES,
  handle: (request, onAnswer) => turn.handle(request, onAnswer),
})

/** Where anybody on this machine can connect, one proves the password first. */
function guarded(turn: Turn, { secret, socket }: { readonly secret: Secret; readonly socket: Socket }): Handler {
  const gate = new PasswordGate(secret)
  strangers.heard(socket)
  socket.on('close', () => strangers.forget(socket))
  return {
    get maxMessageBytes() {
      return gate.isOpen ? MAX_MESSAGE_BYTES : MAX_GREETING_BYTES
    },
    handle(request, onAnswer) {
      const reply = gate.answer(request)
      if (gate.isOpen) strangers.forget(socket)
      else strangers.heard(socket)
      if (reply === undefined) turn.handle(request, onAnswer)
      else onAnswer(request.wantsReply ? encodeReply(request, reply) : undefined)
    },
  }
}

/** One command of a client after the other: what it does not read of the answers keeps it from asking for more. */
function serve(socket: Socket, handler: Handler): void {
  const framer = new Framer(() => handler.maxMessageBytes)
  let isAnswering = false
  let isGoingOn = false
  const goOn = (): void => {
    isAnswering = false
    // An answer that leaves at once comes from inside the loop, which goes on by itself.
    if (isGoingOn) return
    isGoingOn = true
    try {
      while (!isAnswering && !socket.destroyed) {
        const message = framer.next()
        if (!message) break
        isAnswering = true
        lookout?.asked()
        handler.handle(decodeRequest(message), answerTo)
      }
    } catch {
      socket.destroy()
    }
    isGoingOn = false
    holdBack()
  }
  /** Bytes that are not MongoDB's end their own socket and nothing else, also those that come before the answer has left. */
  const holdBack = (): void => {
    try {
      if (isAnswering && framer.hasWhole()) socket.pause()
      else socket.resume()
    } catch {
      socket.destroy()
    }
  }
  const answerTo = (reply: Buffer | undefined): void => {
    lookout?.answered()
    if (reply === undefined || socket.destroyed || socket.write(reply)) goOn()
    else socket.once('drain', goOn)
  }
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    framer.push(chunk)
    if (isAnswering) holdBack()
    else goOn()
  })
}

function sweep(store: Store, turn: Turn): void {
  for (const collection of store.catalog.all()) {
    turn.upkeep(() => removeExpired(store.plain, collection, Date.now()))
  }
  turn.upkeep(() => store.database.letGoBefore(Date.now()))
  turn.upkeep(() => store.forgetBefore('commits', Date.now() - COMMITS_KEPT_MS))
  turn.upkeep(() => store.forgetBefore('setAside', Date.now() - SET_ASIDE_KEPT_MS))
}

function stop(server: Server, close: () => void): void {
  server.close()
  try {
    close()
    send({ kind: 'closed' })
  } catch (fault) {
    tellFailure(fault)
  }
  for (const socket of sockets) socket.destroySoon()
  port.close()
}

try {
  start()
} catch (fault) {
  tellFailure(fault)
}
