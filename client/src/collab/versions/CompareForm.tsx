import { useState } from 'react'
import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { Select } from '#client/ui/Select.tsx'
import type { VersionView } from '#shared/api/versions.ts'
import { fill, useCollabWords } from '../words.ts'
import type { Comparison } from './useVersions.ts'
import { versionName } from './versionName.ts'

interface Props {
  /** The newest first. */
  readonly versions: readonly VersionView[]
  readonly onCompare: (comparison: Comparison) => void
}

const BEGINNING = '0'
const NOW = 'now'

/** Any two states side by side, the empty beginning and what is there now among them; the older one is always the first. */
export function CompareForm({ versions, onCompare }: Props) {
  const words = useCollabWords().versions
  const dates = useDates()
  const [one, setOne] = useState<string>(BEGINNING)
  const [other, setOther] = useState<string>(NOW)
  const options = [
    { value: NOW, label: words.now },
    ...versions.map((version) => ({
      value: String(version.number),
      label: `${fill(words.item, { number: String(version.number), name: versionName(version, words) })} ${dates.moment(version.madeAt)}`,
    })),
    { value: BEGINNING, label: words.beginning },
  ]
  const isOlder = (value: string, than: string) =>
    options.findIndex((option) => option.value === value) > options.findIndex((option) => option.value === than)
  const [from, to] = isOlder(other, one) ? [other, one] : [one, other]
  return (
    <form
      aria-label={words.anyTwo}
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (from !== to) onCompare({ from: Number(from), to: to === NOW ? NOW : Number(to) })
      }}
    >
      <div className="min-w-0 grow basis-64">
        <Select label={words.one} value={one} options={options} onChange={setOne} />
      </div>
      <div className="min-w-0 grow basis-64">
        <Select label={words.other} value={other} options={options} onChange={setOther} />
      </div>
      <Button type="submit" kind="secondary" unavailableBecause={from === to ? words.sameTwice : undefined}>
        {words.compare}
      </Button>
    </form>
  )
}
