import { Mark, mergeAttributes, Node } from '@tiptap/core'
import { isAllowedUrl } from '#shared/document/url.ts'
import { HEADING_LEVELS, headingTag } from './headingTag.ts'

// A block first: it is what an editor without a document yet begins with, and Tiptap takes an empty section for a cleared page.
export const Body = Node.create({
  name: 'doc',
  topNode: true,
  content: '(block | formSection)+',
  // An arrow key goes from the last line under one heading to the first under the next, and to no place between them.
  allowGapCursor: false,
})

export const Heading = Node.create({
  name: 'heading',
  group: 'block',
  content: 'inline*',
  defining: true,
  // By the tag alone: an attribute of that name may say anything.
  addAttributes: () => ({ level: { default: 1, rendered: false, parseHTML: () => null } }),
  parseHTML: () => [
    { tag: 'h4[data-level]', priority: 60, attrs: { level: 1 } },
    { tag: 'h5[data-level]', priority: 60, getAttrs: () => ({ level: 2 }) },
    { tag: 'h6[data-level]', priority: 60, getAttrs: () => ({ level: 3 }) },
    ...[1, 2, 3, 4, 5, 6].map((level) => ({
      tag: `h${level}`,
      attrs: { level: Math.min(level, HEADING_LEVELS.length) },
    })),
  ],
  renderHTML: ({ node, HTMLAttributes }) => [
    headingTag(node.attrs.level),
    mergeAttributes(HTMLAttributes, { 'data-level': node.attrs.level }),
    0,
  ],
})

export const Link = Mark.create({
  name: 'link',
  inclusive: false,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [
    { tag: 'a[href]', getAttrs: (dom) => (isAllowedUrl(dom.getAttribute('href') ?? '') ? null : false) },
  ],
  renderHTML({ HTMLAttributes }) {
    const { href } = HTMLAttributes
    const isAllowed = typeof href === 'string' && isAllowedUrl(href)
    return ['a', isAllowed ? { href, rel: 'noopener noreferrer nofollow', target: '_blank' } : {}, 0]
  },
})
