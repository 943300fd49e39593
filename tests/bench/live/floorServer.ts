import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { encodeSyncStep2, FRAME_TAGS, isWriteFrame } from '#shared/protocol/frames.ts'

/** What no server can be faster than: passes each frame on to the others of its room and keeps nothing. */
const rooms = new Map<string, Set<WebSocket>>()
const NOTHING = encodeSyncStep2(new Uint8Array([0, 0]))

const http = createServer()
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false })
sockets.on('connection', (socket: WebSocket, request: IncomingMessage) => {
  const name = request.url ?? ''
  const room = rooms.get(name) ?? new Set()
  rooms.set(name, room.add(socket))
  socket.on('message', (data: Buffer) => {
    if (data[0] === FRAME_TAGS.sync && !isWriteFrame(data)) return socket.send(NOTHING)
    for (const other of room) if (other !== socket) other.send(data)
  })
  socket.once('close', () => room.delete(socket))
})
http.listen(0, '127.0.0.1', () => process.send?.({ kind: 'ready', port: (http.address() as AddressInfo).port }))
