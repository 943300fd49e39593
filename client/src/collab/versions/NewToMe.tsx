import { Disclosure } from '#client/ui/Disclosure.tsx'
import { useCollabWords } from '../words.ts'
import { ComparisonView } from './ComparisonView.tsx'
import type { Comparison } from './useVersions.ts'

const SINCE_LAST_READ: Comparison = { from: 'lastRead', to: 'now' }

interface Props {
  readonly documentId: string
  /** The page that shows one difference by itself. */
  readonly differencePath: string
}

/** For those who read an extract: what has come since their last reading, asked for when they open it. */
export function NewToMe({ documentId, differencePath }: Props) {
  const words = useCollabWords().versions
  return (
    <Disclosure title={words.newToMe}>
      <section aria-label={words.newToMe} className="flex flex-col gap-4 rounded-12 border border-solid-gray-420 p-4">
        <ComparisonView documentId={documentId} comparison={SINCE_LAST_READ} differencePath={differencePath} />
      </section>
    </Disclosure>
  )
}
