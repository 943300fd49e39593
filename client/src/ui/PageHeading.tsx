import type { ReactNode } from 'react'
import { Counted } from './Counted.tsx'

interface Props {
  readonly title: ReactNode
  /** A line under the title: when, where, of what kind. */
  readonly lead?: ReactNode
  /** What can be done with the whole page, at its right edge. */
  readonly actions?: ReactNode
}

/** The one heading of the first level on a page. */
export function PageHeading({ title, lead, actions }: Props) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 pb-6">
      <div className="min-w-0 wrap-anywhere">
        <h1 className="text-std-24B-150 md:text-std-28B-150">
          {typeof title === 'string' ? <Counted text={title} /> : title}
        </h1>
        {lead !== undefined && <div className="mt-1 text-solid-gray-700">{lead}</div>}
      </div>
      {actions !== undefined && <div className="off-paper flex flex-wrap items-start gap-3 pt-0.5">{actions}</div>}
    </div>
  )
}
