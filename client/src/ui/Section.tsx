import { type ReactNode, useId } from 'react'

interface Props {
  readonly title: string
  readonly children: ReactNode
  readonly actions?: ReactNode
  readonly lead?: ReactNode
  /** A frame around it, for what stands beside the main column. */
  readonly isFramed?: boolean
}

/** A part of a page with a heading of the second level. */
export function Section({ title, children, actions, lead, isFramed = false }: Props) {
  const id = useId()
  const frame = isFramed ? 'min-w-0 rounded-12 border border-solid-gray-300 p-4 md:p-5' : 'min-w-0'
  return (
    <section aria-labelledby={id} className={frame}>
      {/* On paper no heading is the last of a sheet. */}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 pb-3 print:break-after-avoid">
        <h2 id={id} className="text-std-20B-160">
          {title}
        </h2>
        {actions !== undefined && <div className="off-paper flex flex-wrap gap-2">{actions}</div>}
      </div>
      {lead !== undefined && <p className="max-w-3xl pb-3 text-solid-gray-700 print:break-after-avoid">{lead}</p>}
      {children}
    </section>
  )
}
