import { useEffect, useState } from 'react'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import type { DocumentConnection } from './connection/documentConnection.ts'
import { useSync } from './connection/useSyncState.ts'
import { EndedNotice } from './EndedNotice.tsx'
import { EditorPane } from './editor/EditorPane.tsx'
import { GenerationNotice } from './GenerationNotice.tsx'
import { LeaveGuard } from './LeaveGuard.tsx'
import { OutdatedDocument } from './OutdatedDocument.tsx'
import { RenewedNotice } from './RenewedNotice.tsx'
import { useDocumentConnection } from './useDocumentConnection.ts'
import { VersionPanel } from './versions/VersionPanel.tsx'
import { useCollabWords } from './words.ts'
import './barLooks.css'
import './bodyLooks.css'
import './editorLooks.css'

interface Props {
  readonly documentId: string
  /** What the document is called; read to those who hear the page. */
  readonly title: string
  /** The page that shows one difference of it by itself. */
  readonly differencePath: string
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
  const open = () => setLeft((known) => (known === null || known.unsent === '' ? null : { ...known, isNextOpen: true }))
  return (
    <div className="flex flex-col gap-3">
      {left !== null && (
        <GenerationNotice unsent={left.unsent} onOpen={isWaiting ? open : null} onDone={() => setLeft(null)} />
      )}
      {!isWaiting && (
        <OneGeneration
          {...document}
          onReplaced={(unsent) =>
            setLeft((known) => ({ unsent: joinedLines(known?.unsent, unsent), isNextOpen: false }))
          }
        />
      )}
    </div>
  )
}

/** Two generations may end before the first one's words are copied. */
const joinedLines = (before: string | undefined, unsent: string): string =>
  [before ?? '', unsent].filter((lines) => lines !== '').join('\n')

interface GenerationProps extends Props {
  readonly onReplaced: (unsent: string) => void
}

function OneGeneration(generation: GenerationProps) {
  const { documentId } = generation
  const words = useCollabWords()
  const opening = useDocumentConnection(documentId)
  if (opening.kind === 'failed') return <FailureNotice failure={opening.failure} title={words.cannotOpen} />
  if (opening.kind === 'asking') return <Progress label={words.opening} />
  if (opening.kind === 'outdated') return <OutdatedDocument documentId={documentId} />
  const { connection, ownTextBefore } = opening
  return (
    <div className="flex flex-col gap-3">
      {ownTextBefore !== null && <RenewedNotice ownText={ownTextBefore} />}
      <OpenDocument connection={connection} {...generation} />
    </div>
  )
}

/** Endings after which what the page shows is no longer this person's to see. */
const ENDINGS_THAT_HIDE = ['sessionEnded', 'accessEnded', 'notFound', 'signedOut']

interface OpenProps extends GenerationProps {
  readonly connection: DocumentConnection
}

function OpenDocument({ connection, documentId, title, differencePath, onReplaced }: OpenProps) {
  const words = useCollabWords()
  const ending = useSync(connection, (state) => state.ending)
  const isOpen = useSync(connection, (state) => state.isOpen)
  useQuestionOnClosing(connection)
  const isReplaced = ending === 'generationChanged'
  useEffect(() => {
    if (isReplaced) onReplaced(connection.hasUnacknowledged() ? connection.unsentText() : '')
  }, [isReplaced, connection, onReplaced])
  if (isReplaced) return null
  if (ending === 'clientTooOld' && !isOpen) return <OutdatedDocument documentId={documentId} />
  const isHidden = ending !== null && ENDINGS_THAT_HIDE.includes(ending)
  return (
    <div className="flex flex-col gap-3">
      <LeaveGuard connection={connection} />
      {ending !== null && <EndedNotice connection={connection} ending={ending} />}
      {!isOpen && ending === null && <Progress label={words.opening} />}
      {isOpen && !isHidden && <EditorPane connection={connection} title={title} isEditable={ending === null} />}
      {isOpen && ending === null && <VersionPanel documentId={documentId} differencePath={differencePath} />}
    </div>
  )
}

/** The browser's own question before the tab closes or reloads over text that is not safe. */
function useQuestionOnClosing(connection: DocumentConnection): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (connection.hasUnacknowledged()) event.preventDefault()
    }
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [connection])
}
