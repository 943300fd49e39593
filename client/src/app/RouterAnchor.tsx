import { Link } from 'react-router'
import type { AnchorProps } from '#client/ui/Anchor.tsx'

/** The kit's links, followed by the router; an address of another site or a new tab is the browser's. */
export function RouterAnchor({ href, children, ...props }: AnchorProps) {
  if (!href.startsWith('/') || props.target !== undefined)
    return (
      <a href={href} {...props}>
        {children}
      </a>
    )
  return (
    <Link to={href} {...props}>
      {children}
    </Link>
  )
}
