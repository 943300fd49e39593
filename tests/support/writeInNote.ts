import type * as Y from 'yjs'
import type { CouncilServer } from './councilServer.ts'
import { Participant } from './participant.ts'

/** Writes into the note of a demo conference as its coordinator, and leaves it when all is acknowledged. */
export async function writeInNote(
  server: CouncilServer,
  conferenceId: string,
  change: (doc: Y.Doc) => void,
): Promise<void> {
  const coordinator = await server.as('B')
  const { documentId } = (await coordinator.get(`/api/conferences/${conferenceId}`)).body
  const address = server.origin.replace('http', 'ws')
  const writer = new Participant({ address, documentId, origin: server.origin, cookie: coordinator.cookie })
  await writer.settled()
  change(writer.doc)
  await writer.settled()
  writer.leave()
}
