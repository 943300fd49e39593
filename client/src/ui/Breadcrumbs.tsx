import { TextLink } from './Anchor.tsx'
import { Counted } from './Counted.tsx'
import { useUiWords } from './UiWords.tsx'

export interface Crumb {
  readonly label: string
  readonly href: string
}

interface Props {
  readonly trail: readonly Crumb[]
  readonly here: string
}

/** The way back up, ending with where one is. */
export function Breadcrumbs({ trail, here }: Props) {
  return (
    <nav aria-label={useUiWords().breadcrumbs} className="off-paper">
      <ol className="wrap-anywhere flex flex-wrap items-center gap-x-2 text-dns-16N-130">
        {trail.map((crumb) => (
          <li key={crumb.href} className="flex items-center gap-2">
            <TextLink href={crumb.href} className="inline-block py-2">
              {crumb.label}
            </TextLink>
            <span aria-hidden="true">/</span>
          </li>
        ))}
        <li aria-current="page" className="py-2">
          <Counted text={here} />
        </li>
      </ol>
    </nav>
  )
}
