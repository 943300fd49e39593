import type { ReactNode } from 'react'

export interface Fact {
  readonly term: string
  readonly value: ReactNode
}

interface Props {
  readonly facts: readonly Fact[]
  /** `list`: one under the other, for a side column or a sheet. `band`: side by side, for the head of a page. */
  readonly layout?: 'list' | 'band'
}

/** Terms and their values. */
export function Facts({ facts, layout = 'list' }: Props) {
  return layout === 'band' ? <Band facts={facts} /> : <List facts={facts} />
}

function List({ facts }: Pick<Props, 'facts'>) {
  return (
    <dl className="border-solid-gray-300 border-t">
      {facts.map((fact) => (
        <div
          key={fact.term}
          className="grid gap-x-3 border-solid-gray-300 border-b py-2 min-[18rem]:grid-cols-[6.5rem_1fr] print:grid-cols-[7rem_1fr] print:py-1"
        >
          <dt className="text-solid-gray-700 print:text-black">{fact.term}</dt>
          <dd className="min-w-0 wrap-anywhere text-solid-gray-900">{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Band({ facts }: Pick<Props, 'facts'>) {
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3">
      {facts.map((fact) => (
        <div key={fact.term} className="min-w-0">
          <dt className="text-dns-14N-130 text-solid-gray-700">{fact.term}</dt>
          <dd className="wrap-anywhere pt-1 text-solid-gray-900">{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}
