import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import { Cursors } from './commands/cursors.ts'
import { errorReply } from './commands/dispatch.ts'
import { Sessions } from './commands/sessions.ts'
import { writeHolder } from './holderFile.ts'
import { MongoError } from './mongoError.ts'
import { removeExpired } from './storage/removeExpired.ts'
import { Store } from './storage/store.ts'
import { Turn } from './turn.ts'
import { decodeRequest, encodeReply, Framer, type Request } from './wire.ts'
import type { FromWorker, ToWorker, WorkerSettings } from './workerMessages.ts'

const HOUSEKEEPING_MS = 1_000

if (!parentPort) throw new Error('this file is started as a worker')
const port = parentPort
const settings: WorkerSettings = workerData
const sockets = new Set<Socket>()

function send(message: FromWorker): void {
  port.postMessage(message)
}

function start(): void {
  const store = new Store(settings.file)
  // The folder is ours now: whoever left a socket behind is gone.
  rmSync(settings.socketPath, { force: true })
  if (settings.holderFile) writeHolder(settings.holderFile, settings.socketPath)
  const cursors = new Cursors()
  const sessions = new Sessions(store, (transaction) => cursors.killWhere(({ view }) => view === transaction))
  const turn = new Turn({ store, cursors, sessions, willBeBusy: () => send({ kind: 'busy' }) }, () => {
    sessions.abortAll()
    cursors.killWhere(() => true)
    store.undo()
  })
  const server = createServer((socket) => serve(socket, turn))
  const housekeeping = setInterval(() => {
    sessions.abortExpired(Date.now())
    cursors.killIdle(Date.now())
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
  server.listen(settings.socketPath, () => {
    chmodSync(settings.socketPath, 0o600)
    send({ kind: 'ready' })
  })
}

function serve(socket: Socket, turn: Turn): void {
  const framer = new Framer()
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const message of framer.push(chunk)) receive(socket, turn, message)
    } catch {
      // Bytes that are not MongoDB's end their own socket and nothing else.
      socket.destroy()
    }
  })
}

/** A document of a kind that is not kept is an answer; broken bytes are the end of the socket. */
function receive(socket: Socket, turn: Turn, message: Buffer): void {
  let request: Request
  try {
    request = decodeRequest(message)
  } catch (fault) {
    if (!(fault instanceof MongoError)) throw fault
    const unread = { id: message.readInt32LE(4), isLegacy: false, wantsReply: true, command: new Map() }
    socket.write(encodeReply(unread, errorReply(fault)))
    return
  }
  turn.handle(socket, request)
}

function sweep(store: Store, turn: Turn): void {
  removeExpired(store, Date.now())
  turn.finish()
}

function stop(server: Server, close: () => void): void {
  server.close()
  try {
    close()
    send({ kind: 'closed' })
  } catch (fault) {
    send({ kind: 'failed', name: 'Error', message: fault instanceof Error ? fault.message : String(fault) })
  }
  for (const socket of sockets) socket.destroySoon()
  port.close()
}

try {
  start()
} catch (fault) {
  const [name, message] = fault instanceof Error ? [fault.name, fault.message] : ['Error', String(fault)]
  send({ kind: 'failed', name, message })
}
