import { useUiWords } from './UiWords.tsx'

/** Something is on its way: a turning ring and the word for it. */
export function Progress({ label }: { readonly label?: string }) {
  const words = useUiWords()
  return (
    <div role="status" className="flex items-center gap-3 py-10 text-solid-gray-700">
      <svg aria-hidden="true" viewBox="0 0 24 24" className="mark-shape size-6 animate-spin fill-none stroke-key-900">
        <circle cx="12" cy="12" r="9" strokeWidth="3" strokeDasharray="40 18" strokeLinecap="round" />
      </svg>
      {label ?? words.busy}
    </div>
  )
}
