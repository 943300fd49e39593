import { useRef } from 'react'
import { RequestFailure } from '#client/platform/requestFailure.ts'
import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import type { DifferenceView } from '#shared/api/versions.ts'
import { fill, useCollabWords } from '../words.ts'
import { DifferenceBlocks, reversed } from './DifferenceBlocks.tsx'
import { useStateWords } from './useStateWords.ts'
import { addressOf, type Comparison, useDifference, useIsOld } from './useVersions.ts'
import './versionLooks.css'

interface Props {
  readonly documentId: string
  readonly comparison: Comparison
  /** What going back from `to` to `from` would change. */
  readonly isReversed?: boolean
  /** The page that shows one difference by itself; absent on that page. */
  readonly differencePath?: string
}

const isFirstReading = (failure: unknown): boolean =>
  failure instanceof RequestFailure && failure.detail.because === 'notReadBefore'

/** The difference of two states, by block and word. */
export function ComparisonView({ documentId, comparison, isReversed = false, differencePath }: Props) {
  const words = useCollabWords().versions
  const difference = useDifference(documentId, comparison)
  const place = useRef<HTMLDivElement>(null)
  const isOld = useIsOld(documentId, comparison, difference.data)
  const compareAgain = async () => {
    await difference.refetch()
    place.current?.focus()
  }
  if (isFirstReading(difference.error)) return <p>{words.notReadBefore}</p>
  if (difference.isError) return <FailureNotice failure={difference.error} title={words.cannotRead} />
  if (difference.data === undefined) return <Progress label={words.comparing} />
  const { size, blocks, from } = difference.data
  const [added, removed] = isReversed ? [size.removed, size.added] : [size.added, size.removed]
  return (
    <div ref={place} tabIndex={-1} className="difference">
      {isOld && (
        <div className="pb-3 print:hidden">
          <Notice tone="information" title={words.mayBeOld} isNews>
            <Button kind="secondary" size="compact" isBusy={difference.isFetching} onPress={() => void compareAgain()}>
              {words.compareAgain}
            </Button>
          </Notice>
        </div>
      )}
      {!isReversed && <Sides difference={difference.data} />}
      {/* What the form itself says is no character that anybody wrote. */}
      {added + removed > 0 && (
        <p className="pb-2 text-dns-16N-130 text-solid-gray-700">
          {fill(from === null ? words.sizeAdded : words.size, { added: String(added), removed: String(removed) })}
        </p>
      )}
      <DifferenceBlocks blocks={isReversed ? blocks.map(reversed) : blocks} />
      {differencePath !== undefined && (
        <p className="pt-4">
          <LinkButton kind="secondary" size="compact" href={addressOf(differencePath, comparison)}>
            {words.ownPage}
          </LinkButton>
        </p>
      )}
    </div>
  )
}

/** What is compared with what. */
function Sides({ difference: { from, to, readAt } }: { readonly difference: DifferenceView }) {
  const words = useCollabWords().versions
  const dates = useDates()
  const stateWords = useStateWords()
  if (readAt === null) {
    return <p className="pb-2">{from !== null && fill(words.fromTo, { from: stateWords(from), to: stateWords(to) })}</p>
  }
  return (
    <>
      <p>{fill(words.readFromTo, { at: dates.moment(readAt), to: stateWords(to) })}</p>
      <p className="pb-2 text-dns-16N-130 text-solid-gray-700">{words.perhapsMore}</p>
    </>
  )
}
