import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { BODY_KEY } from '#shared/document/bodySchema.ts'
import { decodeServerFrame, FRAME_TAGS, isWriteFrame } from '#shared/protocol/frames.ts'

/** One open copy of the document that is measured, whichever server it is of. */
export interface Replica {
  readonly clientId: number
  /** Types one character at the end of this replica's own paragraph. Returns the clock after it. */
  type(): number
  /** Adds a paragraph of its own at the end. */
  typeParagraph(characters: string): void
  /** How far this replica has come in what `clientId` wrote. */
  clockOf(clientId: number): number
  onUpdate(listener: () => void): void
  /** Takes in what was written elsewhere, as a page does that comes back with it. */
  write(update: Uint8Array): void
  /** Unit: characters of all texts. */
  length(): number
  /** Calls back when the server says that all writes so far are kept; never for a server that says nothing. */
  onSaved(listener: () => void): void
  close(): void
}

/** How to reach one document, and which protocol is spoken there. `headers` and `protocols` are ours only. */
export interface Target {
  readonly kind: 'yWebsocket' | 'hocuspocus'
  readonly url: string
  readonly room: string
  readonly headers: { readonly [name: string]: string }
  readonly protocols: readonly string[]
}

type YjsModule = Pick<typeof Y, 'XmlElement' | 'XmlText' | 'getState' | 'applyUpdate'>

/** The replica's own paragraph is made on the first character, as an editor's Enter would. */
function typist(doc: Y.Doc, yjs: YjsModule): Omit<Replica, 'onSaved' | 'close'> {
  let text: Y.XmlText | null = null
  const addParagraph = (characters: string): Y.XmlText => {
    const paragraph = new yjs.XmlElement('paragraph')
    const added = new yjs.XmlText(characters)
    paragraph.insert(0, [added])
    doc.getXmlFragment(BODY_KEY).push([paragraph])
    return added
  }
  const ownText = (): Y.XmlText => {
    text ??= addParagraph('')
    return text
  }
  return {
    clientId: doc.clientID,
    type: () => {
      doc.transact(() => {
        const own = ownText()
        own.insert(own.length, 'あ')
      })
      return yjs.getState(doc.store, doc.clientID)
    },
    typeParagraph: (characters) => {
      doc.transact(() => addParagraph(characters))
    },
    write: (update) => yjs.applyUpdate(doc, update),
    length: () => doc.getXmlFragment(BODY_KEY).toString().length,
    clockOf: (clientId) => yjs.getState(doc.store, clientId),
    onUpdate: (listener) => void doc.on('update', listener),
  }
}

/** A WebSocket with the headers a browser would send, that counts write frames as our client does. */
function countingSocket(headers: Target['headers'], wrote: () => void) {
  return class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols, { headers, perMessageDeflate: false })
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (data instanceof Uint8Array && isWriteFrame(data)) wrote()
      super.send(data)
    }
  }
}

async function openYWebsocket(target: Target): Promise<Replica> {
  const doc = new Y.Doc()
  const saved: (() => void)[] = []
  let wroteFrames = 0
  const provider = new WebsocketProvider(target.url, target.room, doc, {
    disableBc: true,
    protocols: [...target.protocols],
    // The stock provider asks for the browser's class; the package's has the same shape.
    WebSocketPolyfill: countingSocket(target.headers, () => {
      wroteFrames += 1
    }) as unknown as typeof globalThis.WebSocket,
  })
  provider.on('status', ({ status }) => {
    if (status === 'connecting') wroteFrames = 0
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  provider.once('sync', () => resolve())
  provider.messageHandlers[FRAME_TAGS.hello] = () => undefined
  provider.messageHandlers[FRAME_TAGS.ack] = (_encoder, decoder) => {
    const read = decodeServerFrame(decoder.arr)
    if (read.ok && read.frame.kind === 'ack' && read.frame.writeFrames >= wroteFrames)
      for (const listener of saved) listener()
  }
  for (const tag of [FRAME_TAGS.refusal, FRAME_TAGS.digest]) provider.messageHandlers[tag] = () => undefined
  await promise
  return {
    ...typist(doc, Y),
    onSaved: (listener) => void saved.push(listener),
    close: () => {
      provider.destroy()
      doc.destroy()
    },
  }
}

async function openHocuspocusReplica(target: Target): Promise<Replica> {
  const peer: {
    openHocuspocus(
      url: string,
      room: string,
    ): Promise<{ Y: YjsModule; doc: Y.Doc; onSaved(listener: () => void): void; close(): void }>
  } = await import(new URL('../peers/hocuspocusReplica.mjs', import.meta.url).href)
  const opened = await peer.openHocuspocus(target.url, target.room)
  return { ...typist(opened.doc, opened.Y), onSaved: opened.onSaved, close: opened.close }
}

/** Opens one replica; resolves when it has the document. */
export const openReplica = (target: Target): Promise<Replica> =>
  target.kind === 'hocuspocus' ? openHocuspocusReplica(target) : openYWebsocket(target)
