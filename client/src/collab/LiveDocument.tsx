import { useEffect } from 'react'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import type { DocumentConnection } from './connection/documentConnection.ts'
import { useSyncState } from './connection/useSyncState.ts'
import { EndedNotice } from './EndedNotice.tsx'
import { EditorPane } from './editor/EditorPane.tsx'
import { LeaveGuard } from './LeaveGuard.tsx'
import { OutdatedDocument } from './OutdatedDocument.tsx'
import { RenewedNotice } from './RenewedNotice.tsx'
import { useDocumentConnection } from './useDocumentConnection.ts'
import { useCollabWords } from './words.ts'
import './bodyLooks.css'
import './editorLooks.css'

interface Props {
  readonly documentId: string
  /** What the document is called; read to those who hear the page. */
  readonly title: string
}

/** A document to write in together, with who is here and what is saved. */
export function LiveDocument({ documentId, title }: Props) {
  const words = useCollabWords()
  const opening = useDocumentConnection(documentId)
  if (opening.kind === 'failed') return <FailureNotice failure={opening.failure} title={words.cannotOpen} />
  if (opening.kind === 'asking') return <Progress label={words.opening} />
  if (opening.kind === 'outdated') return <OutdatedDocument documentId={documentId} />
  const { connection, ownTextBefore } = opening
  return (
    <div className="flex flex-col gap-3">
      {ownTextBefore !== null && <RenewedNotice ownText={ownTextBefore} />}
      <OpenDocument connection={connection} documentId={documentId} title={title} />
    </div>
  )
}

/** Endings after which what the page shows is no longer this person's to see. */
const ENDINGS_THAT_HIDE = ['sessionEnded', 'accessEnded', 'notFound', 'signedOut']

interface OpenProps extends Props {
  readonly connection: DocumentConnection
}

function OpenDocument({ connection, documentId, title }: OpenProps) {
  const words = useCollabWords()
  const state = useSyncState(connection)
  useQuestionOnClosing(connection)
  if (state.ending === 'clientTooOld' && !state.isOpen) return <OutdatedDocument documentId={documentId} />
  const isHidden = state.ending !== null && ENDINGS_THAT_HIDE.includes(state.ending)
  return (
    <div className="flex flex-col gap-3">
      <LeaveGuard connection={connection} />
      {state.ending !== null && <EndedNotice connection={connection} ending={state.ending} />}
      {!state.isOpen && state.ending === null && <Progress label={words.opening} />}
      {state.isOpen && !isHidden && (
        <EditorPane connection={connection} title={title} isEditable={state.ending === null} />
      )}
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
