/** 第3回, a word in katakana, 会議: neither is the number of a time torn from what it counts, nor a word in two. */
const WHOLE = /(第[\d\uff10-\uff19]{1,4}[回期版号]|[\u30a1-\u30fa\u30fc]{2,8}|会議)/

/** A title as it was written, of which 第3回, ケース and 会議 each stand on one line. */
export function Counted({ text }: { readonly text: string }) {
  return text.split(WHOLE).map((part, place) =>
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
