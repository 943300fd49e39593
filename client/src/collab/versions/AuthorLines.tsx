import { useDates } from '#client/platform/useDates.ts'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import type { AuthorsView, PassageView } from '#shared/api/versions.ts'
import { fill, useCollabWords } from '../words.ts'
import { useAuthors } from './useVersions.ts'

/** Who wrote each passage, and between which two moments. */
export function AuthorLines({ documentId }: { readonly documentId: string }) {
  const words = useCollabWords().versions
  const authors = useAuthors(documentId)
  if (authors.isError) return <FailureNotice failure={authors.error} title={words.cannotRead} />
  if (authors.data === undefined) return <Progress label={words.reading} />
  const { lines } = authors.data
  if (lines.length === 0) return <p className="text-solid-gray-700">{words.nothingWritten}</p>
  return (
    <ol className="author-lines">
      {lines.map(({ blockId, passages }) => (
        <li key={`${blockId} ${passages[0]?.text} ${passages.length}`}>
          <dl>
            {passages.map((passage) => (
              <Passage key={`${passage.writer} ${passage.from} ${passage.text}`} passage={passage} of={authors.data} />
            ))}
          </dl>
        </li>
      ))}
    </ol>
  )
}

function Passage({ passage, of }: { readonly passage: PassageView; readonly of: AuthorsView }) {
  const words = useCollabWords()
  const dates = useDates()
  const writer = passage.writer === null ? undefined : of.writers[passage.writer]
  const who =
    writer === undefined
      ? words.versions.byForm
      : fill(words.presence.caret, { name: writer.name, organisation: writer.organisationName })
  const from = passage.from === null ? '' : dates.moment(passage.from)
  return (
    <div className="author-passage">
      <dt>{passage.text}</dt>
      <dd>
        {who}
        <span>{fill(words.versions.between, { from, until: dates.moment(passage.until) })}</span>
      </dd>
    </div>
  )
}
