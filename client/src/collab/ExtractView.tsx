import { type RefObject, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { usePorts } from '#client/platform/Ports.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import type { ExtractFace, ExtractUse } from '#shared/api/documents.ts'
import { ExtractBlocks } from './ExtractBlocks.tsx'
import { extractFeed } from './extractFeed.ts'
import { ledToRow, soughtRow } from './soughtRow.ts'
import { fill, useCollabWords } from './words.ts'
import './bodyLooks.css'

interface Props {
  readonly documentId: string
  readonly face: ExtractFace
  readonly use?: ExtractUse
}

/** A document to read (抄本): drawn by the server, renewed while it is looked at. */
export function ExtractView({ documentId, face, use = 'page' }: Props) {
  const words = useCollabWords().extract
  const { hints } = usePorts()
  const feed = useMemo(
    () => extractFeed({ documentId, face, use }, { ask: (input, init) => fetch(input, init), hints }),
    [documentId, face, use, hints],
  )
  const state = useSyncExternalStore(feed.subscribe, feed.state)
  const text = useSoughtRow(state.kind)
  if (state.kind === 'reading') return <Progress label={words.reading} />
  if (state.kind === 'signedOut') return <Notice tone="warning" title={words.signedOut} isNews />
  if (state.kind === 'tooMany') {
    return <Notice tone="warning" title={fill(words.tooMany, { minutes: String(state.minutes) })} isNews />
  }
  if (state.kind === 'ended') return <Notice tone="information" title={words.ended} isNews />
  return (
    <div className="flex flex-col gap-4">
      {state.isStale && <Notice tone="warning" title={words.stale} isNews />}
      {state.blocks.length === 0 ? (
        <p className="text-solid-gray-700">{words.empty}</p>
      ) : (
        <div ref={text} className="live-text">
          <ExtractBlocks nodes={state.blocks} />
        </div>
      )}
    </div>
  )
}

/** Once it is drawn, the row that it was opened for has the focus. */
function useSoughtRow(kind: string): RefObject<HTMLDivElement | null> {
  const text = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const sought = soughtRow()
    const rows = kind === 'read' ? text.current?.querySelectorAll<HTMLElement>('[data-block-id]') : null
    const row = [...(rows ?? [])].find(({ dataset }) => dataset.blockId === sought)
    if (row === undefined) return
    row.focus()
    ledToRow()
  }, [kind])
  return text
}
