import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import type { VersionView } from '#shared/api/versions.ts'
import { fill, useCollabWords } from '../words.ts'
import type { Comparison } from './useVersions.ts'

interface Props {
  readonly versions: readonly VersionView[]
  readonly onCompare: (comparison: Comparison) => void
  readonly onRestore: (version: VersionView) => void
}

/** Versions, the newest first: when, what kind, and whose edits are in each. */
export function VersionList({ versions, onCompare, onRestore }: Props) {
  const words = useCollabWords().versions
  if (versions.length === 0) return <EmptyState title={words.emptyTitle}>{words.emptyText}</EmptyState>
  return (
    <ol className="flex flex-col gap-3">
      {versions.map((version) => (
        <VersionItem key={version.number} version={version} onCompare={onCompare} onRestore={onRestore} />
      ))}
    </ol>
  )
}

interface ItemProps extends Omit<Props, 'versions'> {
  readonly version: VersionView
}

function VersionItem({ version, onCompare, onRestore }: ItemProps) {
  const words = useCollabWords()
  const dates = useDates()
  const { number, kind, name, madeAt, contributors } = version
  const when = dates.moment(madeAt)
  const called = name ?? words.versions.kind[kind]
  const who = contributors.map(({ name: member, organisationName }) =>
    fill(words.presence.caret, { name: member, organisation: organisationName }),
  )
  return (
    <li className="flex flex-col gap-2 rounded-8 border border-solid-gray-300 p-3">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <strong>{fill(words.versions.item, { number: String(number), name: called })}</strong>
        <span>{when}</span>
      </p>
      <p className="text-dns-16N-130 text-solid-gray-700">
        {who.length === 0
          ? words.versions.nobody
          : fill(words.versions.contributors, { names: who.join(words.versions.nameBetween) })}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          kind="secondary"
          size="compact"
          heardAfter={when}
          onPress={() => onCompare({ from: number - 1, to: number })}
        >
          {words.versions.withBefore}
        </Button>
        <Button
          kind="secondary"
          size="compact"
          heardAfter={when}
          onPress={() => onCompare({ from: number, to: 'now' })}
        >
          {words.versions.withNow}
        </Button>
        <Button kind="secondary" size="compact" heardAfter={when} onPress={() => onRestore(version)}>
          {words.versions.restore}
        </Button>
      </div>
    </li>
  )
}
