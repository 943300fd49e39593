import { useEffect, useState } from 'react'
import { browserClock } from '#client/platform/browserClock.ts'
import type { Http } from '#client/platform/http.ts'
import { usePorts } from '#client/platform/Ports.tsx'
import type { DocumentView } from '#shared/api/documents.ts'
import { DocumentConnection } from './connection/documentConnection.ts'
import { browserNetwork } from './connection/network.ts'
import { browserTimers } from './connection/timers.ts'

export type Opening =
  | { readonly kind: 'asking' }
  | { readonly kind: 'failed'; readonly failure: unknown }
  | { readonly kind: 'connected'; readonly connection: DocumentConnection }

const addressOf = ({ protocol, host }: Location): string => `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/sync`

async function connect(http: Http, documentId: string, signal: AbortSignal): Promise<DocumentConnection | null> {
  const { subprotocol } = await http.get<DocumentView>(`/api/documents/${documentId}`, signal)
  if (signal.aborted) return null
  return new DocumentConnection({
    address: addressOf(location),
    documentId,
    subprotocol,
    clock: browserClock,
    timers: browserTimers,
    network: browserNetwork,
    WebSocket,
  })
}

/** A connection for as long as the component shows the document. */
export function useDocumentConnection(documentId: string): Opening {
  const { http } = usePorts()
  const [opening, setOpening] = useState<Opening>({ kind: 'asking' })

  useEffect(() => {
    const leaving = new AbortController()
    let opened: DocumentConnection | null = null
    connect(http, documentId, leaving.signal).then(
      (connection) => {
        opened = connection
        if (connection !== null) setOpening({ kind: 'connected', connection })
      },
      (failure: unknown) => {
        if (!leaving.signal.aborted) setOpening({ kind: 'failed', failure })
      },
    )
    return () => {
      leaving.abort()
      setOpening({ kind: 'asking' })
      opened?.destroy()
    }
  }, [http, documentId])

  return opening
}
