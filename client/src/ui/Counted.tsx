/** 第3回: the number of a time is not torn from what it counts. */
const COUNTED = /(第[\d\uff10-\uff19]{1,4}[回期版号])/

/** A title as it was written, of which 第3回 stands on one line. */
export function Counted({ text }: { readonly text: string }) {
  return text.split(COUNTED).map((part, place) =>
    place % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: reason: the same words may stand twice in a title
      <span key={place} className="whitespace-nowrap">
        {part}
      </span>
    ),
  )
}
