// The reference y-websocket server, in memory, in a process of its own. Says `ready` with its port to whoever started it.
import { createServer } from 'node:http'
import { setupWSConnection } from '@y/websocket-server/utils'
import { WebSocketServer } from 'ws'

const http = createServer()
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false })
sockets.on('connection', (socket, request) => setupWSConnection(socket, request))
http.listen(0, '127.0.0.1', () => process.send?.({ kind: 'ready', port: http.address().port }))
