import { useState } from 'react'
import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { Form } from '#client/ui/Form.tsx'
import { Select } from '#client/ui/Select.tsx'
import { DifferenceQuery, type VersionListView } from '#shared/api/versions.ts'
import { fill, useCollabWords } from '../words.ts'
import { useStateWords } from './useStateWords.ts'
import type { Comparison } from './useVersions.ts'

interface Props {
  readonly versions: VersionListView
  readonly onCompare: (comparison: Comparison) => void
}

/** Any two states, the newest version and now to begin with. */
export function CompareForm({ versions: { items, lastRead }, onCompare }: Props) {
  const words = useCollabWords().versions
  const dates = useDates()
  const stateWords = useStateWords()
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('now')
  const beginning = { value: '0', label: stateWords({ number: 0, kind: null, name: null, at: null }) }
  const numbered = items.map(({ number, kind, name, madeAt }) => ({
    value: String(number),
    label: stateWords({ number, kind, name, at: madeAt }),
  }))
  const readBefore =
    lastRead === null
      ? []
      : [{ value: 'lastRead', label: fill(words.sinceLastRead, { at: dates.moment(lastRead.at) }) }]
  const chosen = DifferenceQuery.safeParse({ from: from === '' ? (numbered[0] ?? beginning).value : from, to })
  return (
    <Form label={words.choose} mayBeLost onSubmit={() => chosen.success && onCompare(chosen.data)}>
      <div className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
        <Select
          label={words.from}
          value={String(chosen.data?.from ?? '')}
          options={[...numbered, beginning, ...readBefore]}
          onChange={setFrom}
        />
        <Select
          label={words.to}
          value={to}
          options={[{ value: 'now', label: words.nowUndated }, ...numbered]}
          onChange={setTo}
        />
        <Button type="submit" kind="secondary">
          {words.compare}
        </Button>
      </div>
    </Form>
  )
}
