import type { ReactNode } from 'react'

interface Props {
  readonly title: string
  /** What belongs here and how it comes to be here. */
  readonly children: ReactNode
  readonly action?: ReactNode
}

/** A list with nothing in it says what it is for and how the first thing gets in. */
export function EmptyState({ title, children, action }: Props) {
  return (
    <div className="flex flex-col items-start gap-1 rounded-12 border border-solid-gray-420 border-dashed px-5 py-4">
      <p className="font-bold text-solid-gray-900">{title}</p>
      <div className="max-w-3xl text-solid-gray-700">{children}</div>
      {action !== undefined && <div className="pt-2">{action}</div>}
    </div>
  )
}
