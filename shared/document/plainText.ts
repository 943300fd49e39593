import type { Attributes, ExtractElement, ExtractNode } from './extract.ts'

/**
 * The words of a body, one line for each block that has text of its own, for search and plain-text print. Words that stand
 * in attributes (form headings, speakers, who is to act by when, mentions) are words too.
 */
export function plainText(tree: ExtractNode): string {
  const lines: string[] = []
  collectLines(tree, lines)
  return lines.join('\n')
}

/** The text of one block without the words of its attributes and without a line break at its end. */
export function textWithin(tree: ExtractNode): string {
  if (tree.type === 'text') return tree.text
  if (tree.type === 'hardBreak') return '\n'
  if (tree.type === 'organisationMention') return textAttribute(tree.attrs, 'organisationName')
  return tree.content.map(textWithin).join('')
}

function collectLines(tree: ExtractNode, lines: string[]): void {
  if (tree.type === 'text') return
  const own = `${wordsBefore(tree)}${tree.content.some(isBlock) ? '' : textWithin(tree)}${wordsAfter(tree)}`
  if (own !== '') lines.push(own)
  for (const child of tree.content) if (isBlock(child)) collectLines(child, lines)
}

function wordsBefore({ type, attrs }: ExtractElement): string {
  if (type === 'formSection') return textAttribute(attrs, 'title')
  if (type !== 'speaker') return ''
  const organisation = textAttribute(attrs, 'organisationName')
  const speaker = `${textAttribute(attrs, 'memberName')}${organisation === '' ? '' : `（${organisation}）`}`
  return speaker === '' ? '' : `${speaker}：`
}

function wordsAfter({ type, attrs }: ExtractElement): string {
  if (type !== 'actionItem') return ''
  const words = ['organisationName', 'personName', 'dueOn'].map((name) => textAttribute(attrs, name))
  const given = words.filter((word) => word !== '')
  return given.length === 0 ? '' : `（${given.join('　')}）`
}

/** Anything that begins a line: every element but those that stand inside one. */
const isBlock = (node: ExtractNode): boolean =>
  node.type !== 'text' && node.type !== 'hardBreak' && node.type !== 'organisationMention'

function textAttribute(attrs: Attributes, name: string): string {
  const value = attrs[name]
  return typeof value === 'string' ? value : ''
}
