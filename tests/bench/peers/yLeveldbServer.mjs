// The older y-websocket server with LevelDB in the folder it is given, in a process of its own. Says `ready` with its port to whoever started it.
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

// Read when its module is loaded.
process.env.YPERSISTENCE = process.argv[2]
const { setupWSConnection } = await import('y-websocket/bin/utils')

const http = createServer()
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false })
sockets.on('connection', (socket, request) => setupWSConnection(socket, request))
http.listen(0, '127.0.0.1', () => process.send?.({ kind: 'ready', port: http.address().port }))
