import type { Decoder } from 'lib0/decoding'
import { writeUint8Array } from 'lib0/encoding'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Instant } from '#shared/core/time.ts'
import { NamedDoc } from '#shared/document/namedDoc.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { namedDeletions } from '#shared/document/unseenWords.ts'
import { type CloseReason, closeReasonOf, isFinalClose } from '#shared/protocol/closeCodes.ts'
import {
  encodeSyncStep2,
  FRAME_TAGS,
  peekSync,
  readAck,
  readDigest,
  readHello,
  readRefusal,
} from '#shared/protocol/frames.ts'
import { MAX_CHANGE_BYTES } from '#shared/protocol/limits.ts'
import { type Bridge, bridgeDocuments } from '../ime/bridge.ts'
import { InwardPace } from '../ime/inwardPace.ts'
import { type AckLedger, ackLedger } from './ackLedger.ts'
import { type PresenceView, presenceView } from './presence.ts'
import { recoverPresence, stayPresent } from './recoverPresence.ts'
import { ReplicaCheck } from './replicaCheck.ts'
import { isSilent, type SyncStatus, syncStatusAt } from './syncStatus.ts'
import type { Timer } from './timers.ts'
import { unsentBytes } from './unsentBytes.ts'
import { textSince } from './unsentText.ts'
import { type WayNews, Ways, type WaysPorts } from './ways.ts'

/** Unit: milliseconds between looks at what only time changes. */
const LOOK_MS = 200

export interface SyncState {
  readonly status: SyncStatus
  /** When the server last held everything; null before the document has been read. */
  readonly savedAt: Instant | null
  /** Why the server closed for good; null while it has not. */
  readonly ending: CloseReason | null
  readonly hasUnsent: boolean
  /** True once the whole document has been read; nothing may be typed before. */
  readonly isOpen: boolean
  /** What the server calls this connection: to be told to whoever helps. */
  readonly connectionId: string | null
  /** What is to be said of how it travels; null for an ordinary socket. */
  readonly wayNews: WayNews
  /** True when this replica is not what the server holds and coming in anew did not mend it: it is to be thrown away. */
  readonly isForeign: boolean
}

/** One open document: the provider's replica, the editor's replica, the bridge between them, and what may be said about both. */
export class DocumentConnection {
  readonly provider: WebsocketProvider
  readonly bridge: Bridge
  readonly presence: PresenceView
  /** What the editor edits. */
  readonly body: Y.XmlFragment
  readonly #ports: WaysPorts
  readonly #net = new Y.Doc()
  readonly #named = new NamedDoc(this.#net)
  /** What is written here, as it was written, by the transaction that brings it into the replica. */
  readonly #ownUpdates = new WeakMap<Y.Transaction, Uint8Array>()
  readonly #editorDoc = new Y.Doc()
  readonly #ledger: AckLedger = ackLedger()
  readonly #ways: Ways
  readonly #check: ReplicaCheck
  readonly #listeners = new Set<() => void>()
  readonly #look: Timer
  readonly #stopWatchingNetwork: () => void
  /** How much was written here under the present id. */
  #written = { author: this.#editorDoc.clientID, clock: 0 }
  /** Every id of this page, one after the other (KS28). */
  readonly #ids = new Set([this.#editorDoc.clientID])
  readonly #idsNow = () => this.#ids.add(this.#editorDoc.clientID)
  #hasLeft = false
  #lastFrameAt: Instant
  #state: SyncState

  constructor(ports: WaysPorts) {
    this.#ports = ports
    this.#lastFrameAt = ports.clock.now()
    this.#state = {
      status: 'offline',
      savedAt: null,
      ending: null,
      hasUnsent: false,
      isOpen: false,
      connectionId: null,
      wayNews: null,
      isForeign: false,
    }
    const takeOwn = (update: Uint8Array, origin: object): void => this.#takeOwn(update, origin)
    const net = { doc: this.#net, takeOwn, untold: () => this.#ledger.deletions() }
    this.bridge = bridgeDocuments(net, this.#editorDoc, new InwardPace(ports))
    this.body = bodyOf(this.#editorDoc)
    const watcher = {
      wroteFrame: this.#ledger.sent,
      heard: () => {
        this.#lastFrameAt = ports.clock.now()
        this.provider.wsLastMessageReceived = this.#lastFrameAt
        stayPresent(this.provider.awareness, this.#lastFrameAt)
      },
    }
    this.#ways = new Ways(ports, watcher, () => this.#connectAfresh())
    this.#check = new ReplicaCheck({
      doc: this.#net,
      timers: ports.timers,
      isSettled: () => this.provider.synced && !this.hasUnacknowledged(),
      send: (frame) => this.provider.ws?.send(frame),
      connectAgain: () => this.#connectAfresh(),
    })
    this.provider = this.#makeProvider()
    this.#sayWriter()
    this.presence = presenceView(this.provider.awareness)
    this.#look = ports.timers.every(LOOK_MS, this.#lookAgain)
    this.#stopWatchingNetwork = ports.network.watch(this.#networkChanged)
    this.provider.connect()
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  state = (): SyncState => this.#state

  /** True while closing the page would lose something typed here. */
  hasUnacknowledged = (): boolean => this.#ledger.oldest() !== null || this.bridge.hasHeldEdits()

  /** One's own characters that the server has not called durable, a line for each run of text. */
  unsentText = (): string => textSince(this.body, this.#idsNow(), this.#ledger.oldest() ?? this.#written)

  /** All of one's own characters since the page came in. */
  ownText = (): string => textSince(this.body, this.#idsNow(), null)

  /** False when a change of `bytes` more could make a frame that the server would refuse for ever. */
  hasRoomFor = (bytes: number): boolean =>
    this.#ledger.bytes() + bytes <= MAX_CHANGE_BYTES ||
    unsentBytes(this.#named, this.#ledger.oldest(), this.#editorDoc.clientID) + bytes <= MAX_CHANGE_BYTES

  setComposing(isComposing: boolean): void {
    this.provider.awareness.setLocalStateField('composing', isComposing)
    this.#refresh()
  }

  /** Last of three: the editor must be gone already, and the bridge before it. */
  destroy(): void {
    this.#hasLeft = true
    this.#look.stop()
    this.#stopWatchingNetwork()
    this.#ways.stop()
    this.#listeners.clear()
    this.bridge.destroy()
    this.provider.destroy()
    this.provider.awareness.destroy()
    this.#editorDoc.destroy()
    this.#net.destroy()
  }

  #makeProvider(): WebsocketProvider {
    const { address, documentId, subprotocol } = this.#ports
    const provider = new WebsocketProvider(address, documentId, this.#net, {
      connect: false,
      disableBc: true,
      protocols: [subprotocol],
      WebSocketPolyfill: this.#ways.WebSocket,
      shouldReconnect: ({ code }) => !isFinalClose(code),
    })
    // What is written here is sent as it is, and not as the replica tells it.
    this.#net.off('update', provider._updateHandler)
    this.#net.on('update', (update, origin, _, transaction) => {
      // An edit is written down before the frame that carries it goes out.
      if (origin === this.bridge.origin) this.#noteEdit(update)
      provider._updateHandler(this.#ownUpdates.get(transaction) ?? update, origin)
    })
    const applySync = provider.messageHandlers[FRAME_TAGS.sync]
    provider.messageHandlers[FRAME_TAGS.sync] = (encoder, decoder, ...more) => {
      const frame = peekSync(decoder)
      if (frame?.kind === 'syncStep1') writeUint8Array(encoder, encodeSyncStep2(this.#named.since(frame.stateVector)))
      if (frame?.kind !== 'syncStep2' && frame?.kind !== 'update') return
      this.bridge.noteReceived(frame.update)
      const taking = { updates: [frame.update], origin: provider }
      this.#named.taking(taking, () => applySync?.(encoder, decoder, ...more))
    }
    const onFrame = (tag: number, read: (decoder: Decoder) => void): void => {
      provider.messageHandlers[tag] = (_encoder, decoder) => read(decoder)
    }
    onFrame(FRAME_TAGS.hello, (decoder) => this.#refresh({ connectionId: readHello(decoder).connectionId }))
    onFrame(FRAME_TAGS.ack, (decoder) => this.#acked(readAck(decoder)))
    onFrame(FRAME_TAGS.refusal, (decoder) => this.#endIfFinal(readRefusal(decoder).code))
    onFrame(FRAME_TAGS.digest, (decoder) => {
      this.#check.check(readDigest(decoder))
      this.#refresh()
    })
    provider.on('status', ({ status }) => {
      if (status === 'connected') {
        this.#ledger.opened()
        this.#lastFrameAt = this.#ports.clock.now()
      }
      recoverPresence(provider, status)
      this.#refresh()
    })
    provider.on('sync', (isSynced) => this.#refresh(isSynced ? { isOpen: true } : {}))
    provider.on('closed', ({ code }) => this.#endIfFinal(code))
    return provider
  }

  #takeOwn(update: Uint8Array, origin: object): void {
    this.#named.taking({ updates: [update], origin }, (transaction) => {
      this.#ownUpdates.set(transaction, update)
      Y.applyUpdate(this.#net, update, origin)
    })
  }

  /** Whose page is here, the server knows by what it writes under; that may change (KS28). */
  #sayWriter(): void {
    const { awareness } = this.provider
    const writer = this.#editorDoc.clientID
    this.#idsNow()
    if (awareness.getLocalState()?.writer !== writer) awareness.setLocalStateField('writer', writer)
  }

  #noteEdit(update: Uint8Array): void {
    this.#sayWriter()
    const author = this.#editorDoc.clientID
    const clock = this.#written.author === author ? this.#written.clock : 0
    const deletions = namedDeletions([update])
    this.#ledger.edited({ at: this.#ports.clock.now(), author, clock, bytes: update.byteLength, deletions })
    this.#written = { author, clock: Y.getState(this.#net.store, author) }
    // Not at once: this runs inside the editor's own transaction, before the frame has gone out.
    queueMicrotask(() => this.#refresh())
  }

  #acked(frame: number): void {
    this.#ledger.acked(frame)
    this.#refresh()
  }

  #endIfFinal(code: number): void {
    if (!isFinalClose(code)) return
    this.provider.shouldConnect = false
    this.#ways.stop()
    this.#refresh({ ending: closeReasonOf(code) ?? 'badFrame' })
  }

  readonly #networkChanged = (): void => {
    if (!this.#ports.network.isOffline()) this.#connectAfresh()
    this.#refresh()
  }

  /** A socket that lived through a cut may look open and carry nothing, so it is not trusted. */
  #connectAfresh(): void {
    if (this.#hasLeft || this.#state.ending !== null) return
    this.provider.disconnect()
    this.provider.connect()
  }

  readonly #lookAgain = (): void => {
    if (this.#state.ending === null) this.#ways.look()
    if (this.provider.wsconnected && isSilent(this.#lastFrameAt, this.#ports.clock.now())) {
      if (!this.provider.synced) this.#ways.fellSilent()
      this.#connectAfresh()
    }
    this.#refresh()
  }

  #refresh(change: Partial<SyncState> = {}): void {
    const now = this.#ports.clock.now()
    const status = syncStatusAt(
      {
        socketOpen: this.provider.wsconnected && this.provider.synced,
        browserOffline: this.#ports.network.isOffline(),
        composing: this.bridge.isHeld(),
        lastFrameAt: this.#lastFrameAt,
        oldestEditAt: this.#ledger.oldest()?.at ?? null,
      },
      now,
    )
    const becameSaved = status === 'saved' && this.#state.status !== 'saved'
    this.#publish({
      ...this.#state,
      ...change,
      status,
      hasUnsent: this.hasUnacknowledged(),
      wayNews: this.#ways.news,
      isForeign: this.#check.isForeign,
      savedAt: becameSaved ? now : this.#state.savedAt,
    })
  }

  #publish(next: SyncState): void {
    const before = this.#state
    const isSame = (Object.keys(next) as (keyof SyncState)[]).every((key) => next[key] === before[key])
    if (isSame) return
    this.#state = next
    for (const listener of this.#listeners) listener()
  }
}
