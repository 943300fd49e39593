interface Props {
  /** A text of one or two days, which may be parted only after the sign between them. */
  readonly text: string
}

/** From when until when, each day on one line, since a day torn in two is misread; unless that line has no room for it. */
export function Unbroken({ text }: Props) {
  return text.split(/(?<=[〜–])/).map((part) => (
    <span key={part} className="inline-block min-[18rem]:whitespace-nowrap">
      {part}
    </span>
  ))
}
