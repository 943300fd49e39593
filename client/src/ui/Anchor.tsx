import { type AnchorHTMLAttributes, type ComponentType, createContext, type ReactNode, useContext } from 'react'

export interface AnchorProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly href: string
  readonly children: ReactNode
}

/** How a click on an address inside the product is followed. The application hands in its router's link. */
export const AnchorContext = createContext<ComponentType<AnchorProps>>((props) => <a {...props}>{props.children}</a>)

/** An address without looks: what every link of the kit is made of. */
export function Anchor(props: AnchorProps) {
  const Followed = useContext(AnchorContext)
  return <Followed {...props} />
}

/** A link inside a text or a table. */
export function TextLink({ className, ...props }: AnchorProps) {
  return <Anchor {...props} className={`link ${className ?? ''}`} />
}
