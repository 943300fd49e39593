import { useEffect, useRef } from 'react'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { useStatus } from '#client/ui/StatusRegion.tsx'

/** What was just done, and the way to take it back, is its doer's: it goes when another takes over the page. */
export function OwnStatus() {
  const memberId = useSession().signedIn?.member.id ?? null
  const { clear } = useStatus()
  const doer = useRef(memberId)
  useEffect(() => {
    if (memberId === null || memberId === doer.current) return
    doer.current = memberId
    clear()
  }, [memberId, clear])
  return null
}
