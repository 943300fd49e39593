import { type ReactNode, useId, useState } from 'react'
import { Button } from './Button.tsx'

interface Props {
  readonly title: string
  readonly isOpenAtFirst?: boolean
  readonly children: ReactNode
}

/** A button with what it opens under it; nothing of that is there, or asked for, until it is opened. */
export function Disclosure({ title, isOpenAtFirst = false, children }: Props) {
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  const id = useId()
  return (
    <div className="off-paper flex flex-col gap-3">
      <div>
        <Button kind="secondary" isExpanded={isOpen} controls={id} onPress={() => setOpen(!isOpen)}>
          {title}
        </Button>
      </div>
      <div id={id}>{isOpen && children}</div>
    </div>
  )
}
