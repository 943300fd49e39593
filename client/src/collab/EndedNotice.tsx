import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import type { CloseReason } from '#shared/protocol/closeCodes.ts'
import { CopyUnsent } from './CopyUnsent.tsx'
import type { DocumentConnection } from './connection/documentConnection.ts'
import { useSync } from './connection/useSyncState.ts'
import { fill, useCollabWords } from './words.ts'

interface Props {
  readonly connection: DocumentConnection
  readonly ending: CloseReason
}

/** The server has closed for good: why, what to do, and what was not sent. */
export function EndedNotice({ connection, ending }: Props) {
  const words = useCollabWords().ending
  const hasUnsent = useSync(connection, (state) => state.hasUnsent)
  const connectionId = useSync(connection, (state) => state.connectionId)
  return (
    <Notice tone="error" title={words[ending]} isNews>
      <div className="flex flex-col items-start gap-3 pt-2">
        <div className="flex flex-wrap gap-3">
          {hasUnsent && <CopyUnsent connection={connection} />}
          <Button kind="secondary" size="compact" onPress={() => location.reload()}>
            {words.reload}
          </Button>
        </div>
        {connectionId !== null && (
          <p className="text-dns-14N-130 text-solid-gray-700">{fill(words.connection, { connection: connectionId })}</p>
        )}
      </div>
    </Notice>
  )
}
