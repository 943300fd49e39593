import type { DocumentConnection } from './connection/documentConnection.ts'
import { usePresence } from './connection/useSyncState.ts'
import { useCollabWords } from './words.ts'

/** Who else has the document open, with their organisation and whether they are in the middle of a word. */
export function PresenceList({ connection }: { readonly connection: DocumentConnection }) {
  const words = useCollabWords().presence
  const others = usePresence(connection)
  return (
    <ul aria-label={words.title} className="flex min-w-0 flex-wrap gap-2">
      <li className="inline-flex min-h-9 items-center gap-2 rounded-8 bg-solid-gray-50 px-3">
        <span aria-hidden="true" className="peer-dot bg-solid-gray-700" />
        {words.you}
      </li>
      {others.map(({ id, name, organisationName, colour, isComposing }) => (
        <li key={id} className="inline-flex min-h-9 items-center gap-2 rounded-8 bg-solid-gray-50 px-3">
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
