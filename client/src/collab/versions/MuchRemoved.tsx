import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import type { VersionListView } from '#shared/api/versions.ts'
import type { DocumentConnection } from '../connection/documentConnection.ts'
import { fill, useCollabWords } from '../words.ts'
import { useRestoreVersion } from './useVersions.ts'
import { watchRemovals } from './watchRemovals.ts'

interface Props {
  readonly documentId: string
  readonly connection: Pick<DocumentConnection, 'body' | 'hasUnacknowledged'>
}

/**
 * Much of the document has just gone, by a slip perhaps and perhaps by somebody who has left: offers what was there before, by one press.
 * What was answered is over: whatever goes after it is told of anew.
 */
export function MuchRemoved(document: Props) {
  const [answered, setAnswered] = useState(0)
  return <SinceTheLast key={answered} {...document} onDone={() => setAnswered(answered + 1)} />
}

type Told = Props & { readonly onDone: () => void }

function SinceTheLast({ onDone, ...document }: Told) {
  const { clock } = usePorts()
  const { doc } = document.connection.body
  const [isGone, setGone] = useState(false)
  useEffect(() => (doc === null ? undefined : watchRemovals(doc, clock, setGone)), [doc, clock])
  return isGone && <VersionBefore {...document} onDone={onDone} />
}

/** Unit: milliseconds between two looks whether what went here has come to the server. */
const LOOK_MS = 300

function VersionBefore({ documentId, connection, onDone }: Told) {
  const words = useCollabWords().muchRemoved
  const dates = useDates()
  const status = useStatus()
  const restoring = useRestoreVersion(documentId)
  const newest = useNewestVersion({ documentId, connection })
  // Whoever goes back to a shorter version has seen what goes, and is offered to undo it.
  if (newest === undefined || newest.kind === 'beforeRestore') return null
  const restore = () =>
    restoring.mutate(newest.number, {
      onSuccess: () => {
        status.say(words.restored)
        onDone()
      },
    })
  return (
    <Notice tone="warning" title={words.title} isNews>
      <div className="flex flex-col items-start gap-3 pt-2">
        <p>{fill(words.text, { at: dates.moment(newest.madeAt) })}</p>
        {restoring.isError && <FailureNotice failure={restoring.error} title={words.notRestored} />}
        <div className="flex flex-wrap gap-3">
          <Button size="compact" isBusy={restoring.isPending} onPress={restore}>
            {words.restore}
          </Button>
          <Button kind="secondary" size="compact" onPress={onDone}>
            {words.leaveIt}
          </Button>
        </div>
      </div>
    </Notice>
  )
}

/** The version that the server made before it took in what went: what went here is to have come to it first. */
function useNewestVersion({ documentId, connection }: Props) {
  const { http } = usePorts()
  const { data } = useQuery({
    queryKey: ['versionBefore', documentId],
    queryFn: async ({ signal }) => {
      if (connection.hasUnacknowledged()) return null
      return http.get<VersionListView>(`/api/documents/${documentId}/versions`, signal)
    },
    refetchInterval: (query) => (query.state.data === null ? LOOK_MS : false),
    staleTime: 0,
    gcTime: 0,
  })
  return data?.items[0]
}
