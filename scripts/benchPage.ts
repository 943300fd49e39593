/** A heading of the page, with its marks, and what stands under it. */
export interface PageSection {
  readonly heading: string
  readonly body: string
}

/** Long forms are a growing list, and stay last. */
const LAST = '## Long forms'

/** Puts `section` under `parent`, in the place of the one with its heading or after the others; `parent` is begun when there is none. */
export function withSection(page: string, parent: PageSection, section: PageSection): string {
  const parts = partsOf(page, '## ')
  if (!parts.some((part) => isAt(part, parent.heading))) {
    const last = parts.findIndex((part) => isAt(part, LAST))
    parts.splice(last < 0 ? parts.length : last, 0, textOf(parent))
  }
  return joined(parts.map((part) => (isAt(part, parent.heading) ? withChild(part, section) : part)))
}

function withChild(part: string, section: PageSection): string {
  const children = partsOf(part, '### ')
  const at = children.findIndex((child) => isAt(child, section.heading))
  children.splice(at < 0 ? children.length : at, at < 0 ? 0 : 1, textOf(section))
  return joined(children)
}

/** What stands before the first heading of the level, and then each heading with what is under it. */
const partsOf = (text: string, mark: string): string[] => text.trimEnd().split(new RegExp(`\n(?=${mark})`))

const isAt = (part: string, heading: string): boolean => part.split('\n', 1)[0] === heading

const textOf = ({ heading, body }: PageSection): string => `${heading}\n\n${body}`

const joined = (parts: readonly string[]): string => `${parts.map((part) => part.trimEnd()).join('\n\n')}\n`
