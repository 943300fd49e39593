import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import { fill, useCollabWords } from '../words.ts'
import { DifferenceBlocks, reversed } from './DifferenceBlocks.tsx'
import { type Comparison, useDifference } from './useVersions.ts'

interface Props {
  readonly documentId: string
  readonly comparison: Comparison
  /** What going back from `to` to `from` would change. */
  readonly isReversed?: boolean
}

/** The difference of two states, by block and word. */
export function ComparisonView({ documentId, comparison, isReversed = false }: Props) {
  const words = useCollabWords().versions
  const difference = useDifference(documentId, comparison)
  if (difference.isError) return <FailureNotice failure={difference.error} title={words.cannotRead} />
  if (difference.data === undefined) return <Progress label={words.comparing} />
  const { size, blocks } = difference.data
  const [added, removed] = isReversed ? [size.removed, size.added] : [size.added, size.removed]
  return (
    <div className="difference">
      <p className="pb-2 text-dns-16N-130 text-solid-gray-700">
        {fill(words.size, { added: String(added), removed: String(removed) })}
      </p>
      <DifferenceBlocks blocks={isReversed ? blocks.map(reversed) : blocks} />
    </div>
  )
}
