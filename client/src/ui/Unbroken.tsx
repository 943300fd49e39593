import { Fragment } from 'react'

interface Props {
  /** A text of one or two days, parted only after the sign between them, or of a day and an hour, parted only between the two. */
  readonly text: string
}

/** From when until when, or when, each day and each hour on one line, since one torn in two is misread; unless that line has no room for it. */
export function Unbroken({ text }: Props) {
  return text.split(/(?<=〜|– |\) |, )/).map((part) => (
    <Fragment key={part}>
      <span className="inline-block min-[22rem]:whitespace-nowrap">{part.trimEnd()}</span>
      {part.endsWith(' ') && ' '}
    </Fragment>
  ))
}
