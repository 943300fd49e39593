import { useEffect } from 'react'
import { useBlocker, useLocation } from 'react-router'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { isFilledIn } from '#client/ui/filledIn.ts'
import { CopyUnsent } from './CopyUnsent.tsx'
import type { DocumentConnection } from './connection/documentConnection.ts'
import { useCollabWords } from './words.ts'

/** Words of one's own that closing the page would lose. */
export type Unsent = Pick<DocumentConnection, 'hasUnacknowledged' | 'unsentText'>

/** Asks before the tab closes or reloads, or another page of the product is opened, over text that is not safe. One on a page. */
export function LeaveGuard({ unsent }: { readonly unsent: Unsent }) {
  const words = useCollabWords().leave
  // Where this page is: while another is on its way the router is there already, and coming back is no leaving.
  const { pathname } = useLocation()
  const blocker = useBlocker(
    ({ nextLocation }) => nextLocation.pathname !== pathname && (unsent.hasUnacknowledged() || isFilledIn()),
  )
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (unsent.hasUnacknowledged()) event.preventDefault()
    }
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [unsent])
  if (blocker.state !== 'blocked') return null
  return (
    <Dialog title={words.title} isOpen onClose={blocker.reset}>
      <p>{words.text}</p>
      <div className="flex flex-wrap items-start gap-3 pt-5">
        <Button onPress={blocker.reset}>{words.stay}</Button>
        <Button kind="danger" onPress={blocker.proceed}>
          {words.go}
        </Button>
        {unsent.hasUnacknowledged() && <CopyUnsent connection={unsent} />}
      </div>
    </Dialog>
  )
}
