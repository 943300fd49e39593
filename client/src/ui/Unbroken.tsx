interface Props {
  /** A text of one or two days, which may be parted only after the sign between them. */
  readonly text: string
}

/** From when until when, each day on one line: a day torn in two is misread. */
export function Unbroken({ text }: Props) {
  return text.split(/(?<=[〜–])/).map((part) => (
    <span key={part} className="inline-block whitespace-nowrap">
      {part}
    </span>
  ))
}
