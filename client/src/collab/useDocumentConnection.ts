import { useCallback, useEffect, useState } from 'react'
import { browserClock } from '#client/platform/browserClock.ts'
import type { Http } from '#client/platform/http.ts'
import { usePorts } from '#client/platform/Ports.tsx'
import { mayPass } from '#client/platform/requestFailure.ts'
import type { DocumentView } from '#shared/api/documents.ts'
import { SCHEMA_VERSION } from '#shared/document/bodySchema.ts'
import { formatSubprotocol } from '#shared/protocol/subprotocol.ts'
import { DocumentConnection } from './connection/documentConnection.ts'
import { browserNetwork } from './connection/network.ts'
import { browserTimers, type Timer } from './connection/timers.ts'

export type Opening =
  | { readonly kind: 'asking' }
  | { readonly kind: 'failed'; readonly failure: unknown }
  /** This page is of another release than those who edit the document, and must not edit it. */
  | { readonly kind: 'outdated' }
  | { readonly kind: 'connected'; readonly connection: DocumentConnection }

interface Opened {
  readonly opening: Opening
  /** What was typed here before the document had to be read anew, however that ends; null when it had not, or was put away. */
  readonly ownTextBefore: string | null
  readonly putAway: () => void
}

const addressOf = ({ protocol, host }: Location): string => `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/sync`

async function connect(
  http: Http,
  documentId: string,
  signal: AbortSignal,
): Promise<DocumentConnection | 'outdated' | null> {
  const { schemaVersion, generation } = await http.get<DocumentView>(`/api/documents/${documentId}`, signal)
  if (signal.aborted) return null
  if (schemaVersion !== SCHEMA_VERSION) return 'outdated'
  return new DocumentConnection({
    address: addressOf(location),
    documentId,
    // What this page knows, not what the server would like to hear.
    subprotocol: formatSubprotocol({ schemaVersion: SCHEMA_VERSION, generation }),
    clock: browserClock,
    timers: browserTimers,
    network: browserNetwork,
    http,
    WebSocket,
  })
}

/** Unit: milliseconds after which a document that did not open is asked for again. */
const AGAIN_MS = 5_000

/** What was typed into replicas that were thrown away. */
interface Before {
  readonly documentId: string
  readonly ownText: string
}

/** Thrown away only when the server has all that was typed into it. */
function isToBeRenewed(connection: DocumentConnection): boolean {
  const { isForeign, hasUnsent } = connection.state()
  return isForeign && !hasUnsent
}

const ownTextOf = (before: Before | null, documentId: string): string | null =>
  before?.documentId === documentId ? before.ownText : null

/** A second replica may have to be thrown away before the words of the first are copied. */
export const joinedLines = (before: string | null | undefined, next: string): string =>
  [before ?? '', next].filter((lines) => lines !== '').join('\n')

/** A connection for as long as the component shows the document. */
export function useDocumentConnection(documentId: string): Opened {
  const { http } = usePorts()
  const [opening, setOpening] = useState<Opening>({ kind: 'asking' })
  const [before, keep] = useState<Before | null>(null)

  useEffect(() => {
    const leaving = new AbortController()
    let opened: DocumentConnection | null = null
    let again: Timer | null = null
    const show = (answer: DocumentConnection | 'outdated' | null): void => {
      if (answer === 'outdated') setOpening({ kind: 'outdated' })
      else if (answer !== null) {
        opened = answer
        const stop = answer.subscribe(() => {
          if (!isToBeRenewed(answer)) return
          stop()
          again = browserTimers.after(0, () => renew(answer))
        })
        setOpening({ kind: 'connected', connection: answer })
      }
    }
    const fail = (failure: unknown): void => {
      if (leaving.signal.aborted) return
      // Said once, however often it fails.
      setOpening((known) => (known.kind === 'failed' ? known : { kind: 'failed', failure }))
      if (mayPass(failure)) again = browserTimers.after(AGAIN_MS, open)
    }
    const renew = (thrownAway: DocumentConnection): void => {
      const ownText = thrownAway.ownText()
      keep((known) => ({ documentId, ownText: joinedLines(ownTextOf(known, documentId), ownText) }))
      thrownAway.destroy()
      opened = null
      setOpening({ kind: 'asking' })
      open()
    }
    const open = (): void => void connect(http, documentId, leaving.signal).then(show, fail)
    open()
    return () => {
      leaving.abort()
      again?.stop()
      setOpening({ kind: 'asking' })
      opened?.destroy()
    }
  }, [http, documentId])

  const putAway = useCallback(() => keep(null), [])
  return { opening, ownTextBefore: ownTextOf(before, documentId), putAway }
}
