import { type RefObject, useLayoutEffect, useRef } from 'react'
import { type Instant, later } from '#shared/core/time.ts'
import { CopyUnsent } from './CopyUnsent.tsx'
import { CalmStatus } from './connection/calmStatus.ts'
import type { DocumentConnection, SyncState } from './connection/documentConnection.ts'
import type { SyncStatus } from './connection/syncStatus.ts'
import { browserTimers } from './connection/timers.ts'
import { useSync } from './connection/useSyncState.ts'
import { type CollabWords, fill, useCollabWords } from './words.ts'

/** A shape for each state, so that the colour is not the only sign. */
const SHAPES: { readonly [status in SyncStatus]: string } = {
  saved: 'M9.2 16.6 4.6 12l-1.8 1.8 6.4 6.4L21.6 7.8 19.8 6z',
  composing: 'M3 17.2V21h3.8L17.8 10 14 6.2zM20.7 7.1l-3.8-3.8-1.9 1.9 3.8 3.8z',
  sending: 'M12 3 5 10h4.5v8h5v-8H19zM5 20h14v2H5z',
  unsaved: 'M12 2 1 21h22zm-1.2 7h2.4v6h-2.4zm0 7.5h2.4V19h-2.4z',
  offline:
    'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM4.5 12c0-1.6.5-3.1 1.4-4.3l10.4 10.4A7.5 7.5 0 0 1 4.5 12zm13.6 4.3L7.7 5.9a7.5 7.5 0 0 1 10.4 10.4z',
}

const LOOKS: { readonly [status in SyncStatus]: string } = {
  saved: 'border-success-2 text-success-2',
  composing: 'border-key-900 text-key-900',
  sending: 'border-key-900 text-key-900',
  unsaved: 'border-error-2 bg-white text-error-2',
  offline: 'border-error-2 bg-white text-error-2',
}

const clockTime = new Intl.DateTimeFormat('ja-JP', { timeZone: 'Asia/Tokyo', hour: 'numeric', minute: '2-digit' })

const STATUSES = Object.keys(SHAPES) as SyncStatus[]

/**
 * The status is written to the page past React, which would walk through the whole note for it twice with each letter; and to
 * the two signs that change, for a rule of the style sheet would have the browser look at all five.
 */
function useShownStatus(connection: DocumentConnection): RefObject<HTMLParagraphElement | null> {
  const place = useRef<HTMLParagraphElement>(null)
  useLayoutEffect(() => {
    const signs = place.current
    if (signs === null) return
    const see = (status: string | undefined, visibility: string): void =>
      signs.querySelector<HTMLElement>(`[data-sign="${status}"]`)?.style.setProperty('visibility', visibility)
    const show = (status: SyncStatus): void => {
      if (signs.dataset.syncStatus === status) return
      see(signs.dataset.syncStatus, '')
      see(status, 'visible')
      signs.dataset.syncStatus = status
    }
    const calm = new CalmStatus(browserTimers, show)
    show(connection.state().status)
    const unsubscribe = connection.subscribe(() => calm.turn(connection.state().status))
    return () => {
      unsubscribe()
      calm.stop()
    }
  }, [connection])
  return place
}

const MINUTE_MS = 60_000

/** Asked after each letter, and put into words only when the minute has changed. */
const savedMinute = ({ savedAt }: SyncState): Instant | null =>
  savedAt === null ? null : later(savedAt, -(savedAt % MINUTE_MS))

function savedText(minute: Instant | null, words: CollabWords['sign']): string {
  return minute === null ? words.saved : fill(words.savedAt, { time: clockTime.format(minute) })
}

/** All that may be said stands there, one upon the other, and the status decides which is seen: nothing moves when it changes. */
function Sign({ connection }: { readonly connection: DocumentConnection }) {
  const words = useCollabWords().sign
  const saved = savedText(useSync(connection, savedMinute), words)
  const place = useShownStatus(connection)
  return (
    <p ref={place} className="saved-sign">
      {STATUSES.map((status) => (
        <span
          key={status}
          data-sign={status}
          className={`inline-flex min-h-9 items-center gap-2 rounded-8 border px-3 font-bold min-[18rem]:whitespace-nowrap ${LOOKS[status]}`}
        >
          <svg aria-hidden="true" viewBox="0 0 24 24" className="mark-shape size-5 shrink-0 fill-current">
            <path fillRule="evenodd" d={SHAPES[status]} />
          </svg>
          {status === 'saved' ? saved : words[status]}
        </span>
      ))}
    </p>
  )
}

const riskOf = ({ status }: SyncState) => (status === 'unsaved' || status === 'offline' ? status : null)

/** What is true of the text at this moment. 「保存済み」 is said only when the server holds everything typed here. */
export function SavedSign({ connection }: { readonly connection: DocumentConnection }) {
  const words = useCollabWords().sign
  const wayNews = useSync(connection, (state) => state.wayNews)
  const risk = useSync(connection, riskOf)
  const hasUnsentAtRisk = useSync(connection, (state) => riskOf(state) !== null && state.hasUnsent)
  return (
    <div className="flex min-w-0 flex-col items-start gap-2">
      <Sign connection={connection} />
      {/* Only what someone must know is spoken; 「送信中」 at every letter would drown the text. */}
      <span aria-live="polite" className="sr-only">
        {risk === null ? '' : words[risk]}
      </span>
      {/* The sentence says how it travels; whether it is saved is said by the sign alone. */}
      <p role="status" data-way-news={wayNews} className="text-dns-14N-130 empty:hidden">
        {wayNews === null ? '' : words[wayNews]}
      </p>
      {risk !== null && (
        <>
          <p className="text-dns-14N-130">{risk === 'offline' ? words.offlineText : words.unsavedText}</p>
          {hasUnsentAtRisk && <CopyUnsent connection={connection} />}
        </>
      )}
    </div>
  )
}
