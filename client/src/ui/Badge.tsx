/** A word that sorts a thing into a kind; no state, no colour. */
export function Badge({ children }: { readonly children: string }) {
  return (
    <span className="inline-block rounded-4 md:whitespace-nowrap border border-solid-gray-300 bg-white px-1.5 py-px text-dns-14N-130 text-solid-gray-900">
      {children}
    </span>
  )
}
