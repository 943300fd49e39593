import { type ReactNode, useId } from 'react'
import { type ButtonKind, type ButtonSize, buttonLooks } from './buttonLooks.ts'
import { useUiWords } from './UiWords.tsx'

interface Props {
  readonly children: ReactNode
  readonly kind?: ButtonKind
  readonly size?: ButtonSize
  readonly type?: 'button' | 'submit'
  readonly onPress?: () => void
  /** Work is under way: the button stays where it is, says so, and takes no second press. */
  readonly isBusy?: boolean
  /** Why it cannot be pressed now. The button keeps its place in the tab order and the reason stands under it. */
  readonly unavailableBecause?: string | undefined
  readonly isExpanded?: boolean
  readonly controls?: string
  /** Words after the visible ones for those who hear the button without its surroundings. */
  readonly heardAfter?: string
}

/** A button holds words. What cannot be done now stays visible and says why. */
export function Button({
  children,
  kind = 'primary',
  size = 'normal',
  type = 'button',
  isBusy = false,
  ...rest
}: Props) {
  const words = useUiWords()
  const reasonId = useId()
  const { unavailableBecause } = rest
  const isHeld = isBusy || unavailableBecause !== undefined

  const button = (
    <button
      type={isHeld ? 'button' : type}
      className={buttonLooks(kind, size)}
      aria-disabled={isHeld ? true : undefined}
      aria-describedby={unavailableBecause === undefined ? undefined : reasonId}
      aria-expanded={rest.isExpanded}
      aria-controls={rest.controls}
      onClick={isHeld ? undefined : rest.onPress}
    >
      {isBusy ? words.busy : children}
      {rest.heardAfter !== undefined && <span className="sr-only">{rest.heardAfter}</span>}
    </button>
  )
  if (unavailableBecause === undefined) return button
  return (
    <span className="inline-flex max-w-80 flex-col items-start gap-1">
      {button}
      <span id={reasonId} className="text-dns-16N-130 text-solid-gray-700">
        {unavailableBecause}
      </span>
    </span>
  )
}
