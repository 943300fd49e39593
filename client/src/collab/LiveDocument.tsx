import { useEffect, useMemo, useState } from 'react'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import type { DocumentConnection } from './connection/documentConnection.ts'
import { useSync } from './connection/useSyncState.ts'
import { EndedNotice } from './EndedNotice.tsx'
import { EditorPane } from './editor/EditorPane.tsx'
import { GenerationNotice } from './GenerationNotice.tsx'
import { LeaveGuard, type Unsent } from './LeaveGuard.tsx'
import { OutdatedDocument } from './OutdatedDocument.tsx'
import { RenewedNotice } from './RenewedNotice.tsx'
import { joinedLines, type Opening, useDocumentConnection } from './useDocumentConnection.ts'
import { MuchRemoved } from './versions/MuchRemoved.tsx'
import { VersionPanel } from './versions/VersionPanel.tsx'
import { useCollabWords } from './words.ts'
import './barLooks.css'
import './bodyLooks.css'
import './editorLooks.css'

interface Props {
  readonly documentId: string
  /** Who opens it. */
  readonly memberId: string | undefined
  /** What the document is called; read to those who hear the page. */
  readonly title: string
  /** The page that shows one difference of it by itself. */
  readonly differencePath: string
  /** Called when there is nothing to write in any more, and nothing here that the server does not hold. */
  readonly onEnded: () => void
}

/** What a generation leaves behind on a page that had it open. */
interface Left {
  readonly unsent: string
  readonly isNextOpen: boolean
}

/** A document to write in together, with who is here and what is saved. A generation that ends takes its replica with it. */
export function LiveDocument(document: Props) {
  const [left, setLeft] = useState<Left | null>(null)
  const isWaiting = left !== null && !left.isNextOpen
  const unsent = useKept(left?.unsent ?? '')
  const open = () => setLeft((known) => (known === null || known.unsent === '' ? null : { ...known, isNextOpen: true }))
  return (
    <div className="flex flex-col gap-3">
      {left !== null && (
        <GenerationNotice unsent={left.unsent} onOpen={isWaiting ? open : null} onDone={() => setLeft(null)} />
      )}
      {isWaiting ? (
        <LeaveGuard unsent={unsent} />
      ) : (
        <OneGeneration
          {...document}
          kept={unsent}
          onReplaced={(unsent) =>
            setLeft((known) => ({ unsent: joinedLines(known?.unsent, unsent), isNextOpen: false }))
          }
        />
      )}
    </div>
  )
}

function useKept(text: string): Unsent {
  return useMemo(() => ({ hasUnacknowledged: () => text !== '', unsentText: () => text }), [text])
}

interface GenerationProps extends Props {
  /** One's own words of before, which may stand nowhere but on this page. */
  readonly kept: Unsent
  readonly onReplaced: (unsent: string) => void
}

function OneGeneration(generation: GenerationProps) {
  const { documentId, kept, onReplaced, onEnded } = generation
  const { opening, ownTextBefore, putAway } = useDocumentConnection(documentId)
  const keptHere = useKept(joinedLines(kept.unsentText(), ownTextBefore ?? ''))
  const isClosed = (opening.kind === 'failed' || opening.kind === 'outdated') && !keptHere.hasUnacknowledged()
  useEffect(() => {
    if (isClosed) onEnded()
  }, [isClosed, onEnded])
  return (
    <div className="flex flex-col gap-3">
      {ownTextBefore !== null && <RenewedNotice ownText={ownTextBefore} onDone={putAway} />}
      {opening.kind === 'connected' ? (
        <OpenDocument
          {...generation}
          connection={opening.connection}
          kept={keptHere}
          onReplaced={(unsent) => onReplaced(joinedLines(ownTextBefore, unsent))}
        />
      ) : (
        <>
          <LeaveGuard unsent={keptHere} />
          <NotOpen documentId={documentId} opening={opening} />
        </>
      )}
    </div>
  )
}

interface NotOpenProps {
  readonly documentId: string
  readonly opening: Exclude<Opening, { readonly kind: 'connected' }>
}

function NotOpen({ documentId, opening }: NotOpenProps) {
  const words = useCollabWords()
  if (opening.kind === 'failed') return <FailureNotice failure={opening.failure} title={words.cannotOpen} />
  if (opening.kind === 'asking') return <Progress label={words.opening} />
  return <OutdatedDocument documentId={documentId} />
}

/** Endings after which what the page shows is no longer this person's to see. */
const ENDINGS_THAT_HIDE = ['sessionEnded', 'accessEnded', 'notFound', 'signedOut']

interface OpenProps extends GenerationProps {
  readonly connection: DocumentConnection
}

function OpenDocument(document: OpenProps) {
  const { connection, kept, documentId, memberId, title, differencePath, onReplaced, onEnded } = document
  const words = useCollabWords()
  const ending = useSync(connection, (state) => state.ending)
  const isOpen = useSync(connection, (state) => state.isOpen)
  const unsent = useMemo(
    () => ({
      hasUnacknowledged: () => kept.hasUnacknowledged() || connection.hasUnacknowledged(),
      unsentText: () => joinedLines(kept.unsentText(), connection.unsentText()),
    }),
    [connection, kept],
  )
  const isReplaced = ending === 'generationChanged'
  useEffect(() => {
    if (isReplaced) onReplaced(connection.hasUnacknowledged() ? connection.unsentText() : '')
  }, [isReplaced, connection, onReplaced])
  // One fact, which no letter changes: with `hasUnsent` by itself all of this would be rendered twice with each.
  const isAllSent = useSync(connection, (state) => state.ending !== null && !state.hasUnsent)
  const isDone = isAllSent && !isReplaced && !kept.hasUnacknowledged()
  useEffect(() => {
    if (isDone) onEnded()
  }, [isDone, onEnded])
  if (isReplaced) return null
  if (ending === 'clientTooOld' && !isOpen)
    return (
      <>
        <LeaveGuard unsent={unsent} />
        <OutdatedDocument documentId={documentId} />
      </>
    )
  const isHidden = ending !== null && ENDINGS_THAT_HIDE.includes(ending)
  return (
    <div className="flex flex-col gap-3">
      <LeaveGuard unsent={unsent} />
      {ending !== null && <EndedNotice connection={connection} ending={ending} />}
      {!isOpen && ending === null && <Progress label={words.opening} />}
      {isOpen && ending === null && <MuchRemoved documentId={documentId} connection={connection} />}
      {isOpen && !isHidden && <EditorPane {...{ connection, memberId, title }} isEditable={ending === null} />}
      {isOpen && ending === null && <VersionPanel documentId={documentId} differencePath={differencePath} />}
    </div>
  )
}
