import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { DurableLog } from '#server/collab/write-ahead/durableLog.ts'
import { encodeSyncStep2, FRAME_TAGS, isWriteFrame } from '#shared/protocol/frames.ts'

/**
 * What no server can be faster than: passes each frame on to the others of its room and keeps nothing. Given a folder, it
 * passes a frame on when the frame is on the disk there: what no server can be faster than that loses nothing anybody has seen.
 */
const [folder] = process.argv.slice(2)
const log = folder === undefined ? null : (await DurableLog.open(folder)).log
const rooms = new Map<string, Set<WebSocket>>()
const NOTHING = encodeSyncStep2(new Uint8Array([0, 0]))

const http = createServer()
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false })
sockets.on('connection', (socket: WebSocket, request: IncomingMessage) => {
  const name = request.url ?? ''
  const room = rooms.get(name) ?? new Set()
  rooms.set(name, room.add(socket))
  const passOn = (data: Buffer) => {
    for (const other of room) if (other !== socket) other.send(data)
  }
  socket.on('message', (data: Buffer) => {
    if (data[0] === FRAME_TAGS.sync && !isWriteFrame(data)) return socket.send(NOTHING)
    if (log === null || !isWriteFrame(data)) passOn(data)
    else void log.append([data]).then(() => passOn(data))
  })
  socket.once('close', () => room.delete(socket))
})
http.listen(0, '127.0.0.1', () => process.send?.({ kind: 'ready', port: (http.address() as AddressInfo).port }))
