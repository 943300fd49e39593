// Hocuspocus with its SQLite extension, in a process of its own. Says `ready` with its port to whoever started it.
import { SQLite } from '@hocuspocus/extension-sqlite'
import { Server } from '@hocuspocus/server'

const server = new Server({
  port: 0,
  address: '127.0.0.1',
  quiet: true,
  stopOnSignals: true,
  extensions: [new SQLite({ database: process.argv[2] })],
})
await server.listen()
process.send?.({ kind: 'ready', port: server.httpServer.address().port })
