import { Anchor, type AnchorProps } from './Anchor.tsx'
import { type ButtonKind, type ButtonSize, buttonLooks } from './buttonLooks.ts'

interface Props extends AnchorProps {
  readonly kind?: ButtonKind
  readonly size?: ButtonSize
}

/** A link that is a step of the work and therefore looks like a button. */
export function LinkButton({ kind = 'primary', size = 'normal', ...props }: Props) {
  return <Anchor {...props} className={buttonLooks(kind, size)} />
}
