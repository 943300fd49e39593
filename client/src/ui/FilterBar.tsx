import type { ReactNode } from 'react'
import { Button } from './Button.tsx'

interface Props {
  /** The fields, the search by text first. */
  readonly children: ReactNode
  readonly isNarrowed: boolean
  /** The words of the way back to the whole list. */
  readonly everything: string
  readonly onEverything: () => void
}

/** What narrows a list while one types. On paper it stands only where it says why lines are missing. */
export function FilterBar({ children, isNarrowed, everything, onEverything }: Props) {
  return (
    <search
      className={`${isNarrowed ? '' : 'off-paper '}grid items-end gap-x-4 gap-y-3 pb-5 sm:grid-cols-2 wide:grid-cols-[2fr_1fr_1fr_auto]`}
    >
      {children}
      {isNarrowed && (
        <Button kind="quiet" onPress={onEverything}>
          {everything}
        </Button>
      )}
    </search>
  )
}
