import { useBlocker } from 'react-router'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { CopyUnsent } from './CopyUnsent.tsx'
import type { DocumentConnection } from './connection/documentConnection.ts'
import { useCollabWords } from './words.ts'

/** Asks before another page of the product is opened over text that is not safe. */
export function LeaveGuard({ connection }: { readonly connection: DocumentConnection }) {
  const words = useCollabWords().leave
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      currentLocation.pathname !== nextLocation.pathname && connection.hasUnacknowledged(),
  )
  if (blocker.state !== 'blocked') return null
  return (
    <Dialog title={words.title} isOpen onClose={blocker.reset}>
      <p>{words.text}</p>
      <div className="flex flex-wrap items-start gap-3 pt-5">
        <Button onPress={blocker.reset}>{words.stay}</Button>
        <Button kind="danger" onPress={blocker.proceed}>
          {words.go}
        </Button>
        <CopyUnsent connection={connection} />
      </div>
    </Dialog>
  )
}
