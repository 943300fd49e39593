import type { DocumentConnection } from './connection/documentConnection.ts'
import { peopleOf } from './connection/presence.ts'
import { usePresence } from './connection/useSyncState.ts'
import { fill, useCollabWords } from './words.ts'

interface Props {
  readonly connection: DocumentConnection
  /** The reader's own. */
  readonly memberId: string | undefined
}

/** Who else has the document open, with their organisation and whether they are in the middle of a word. */
export function PresenceList({ connection, memberId }: Props) {
  const words = useCollabWords().presence
  const others = peopleOf(usePresence(connection), memberId)
  return (
    // One row, however many come and go: the text under it stays where it is.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard has no other way along the row.
    <ul aria-label={words.title} tabIndex={0} className="people-here">
      <li>
        <span aria-hidden="true" className="peer-dot bg-solid-gray-700" />
        {others.length === 0 ? words.you : fill(words.youAndOthers, { count: String(others.length) })}
      </li>
      {others.map(({ id, name, organisationName, colour, isComposing }) => (
        <li key={id}>
          <span aria-hidden="true" className="peer-dot" style={{ backgroundColor: colour }} />
          <span>
            {name}
            <span className="text-solid-gray-700">（{organisationName}）</span>
          </span>
          {isComposing && <span className="font-bold text-key-900">{words.composing}</span>}
        </li>
      ))}
    </ul>
  )
}
