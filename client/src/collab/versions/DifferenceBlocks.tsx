import { Fragment, type ReactNode } from 'react'
import type { DifferenceElement, DifferenceNode } from '#shared/document/bodyDifference.ts'
import type { DifferenceText } from '#shared/document/compareText.ts'
import { useCollabWords } from '../words.ts'

type Words = ReturnType<typeof useCollabWords>['versions']

const textAttribute = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What of an element's attributes a reader sees as words. */
const attributeWords = ({ type, attrs }: DifferenceElement, { wordBetween }: Words): string =>
  ({
    formSection: textAttribute(attrs.title),
    organisationMention: textAttribute(attrs.organisationName),
    speaker: [attrs.memberName, attrs.organisationName].map(textAttribute).filter(Boolean).join(wordBetween),
    actionItem: [attrs.organisationName, attrs.personName, attrs.dueOn]
      .map(textAttribute)
      .filter(Boolean)
      .join(wordBetween),
  })[type as string] ?? ''

function Run({ node, words }: { readonly node: DifferenceText; readonly words: Words }) {
  if (node.change === 'same') return node.text
  const Tag = node.change === 'added' ? 'ins' : 'del'
  return (
    <Tag className={node.change === 'added' ? 'difference-added' : 'difference-removed'}>
      <span className="sr-only">{node.change === 'added' ? words.addedHere : words.removedHere}</span>
      {node.text}
    </Tag>
  )
}

const isInline = ({ type }: DifferenceNode): boolean =>
  type === 'text' || type === 'hardBreak' || type === 'organisationMention'

const hasChange = (node: DifferenceNode): boolean =>
  node.change !== 'same' || (node.type !== 'text' && node.content.some(hasChange))

function Line({ node, words }: { readonly node: DifferenceElement; readonly words: Words }) {
  const label = { added: words.addedBlock, removed: words.removedBlock, altered: words.alteredBlock, same: '' }
  const inner = drawn(node.content.filter(isInline), words)
  const isSaid = inner.length > 0 || attributeWords(node, words) !== ''
  return (
    <>
      {isSaid && (
        <p className={`difference-line difference-line-${node.change}`}>
          {label[node.change] !== '' && <span className="difference-label">{label[node.change]}</span>}
          {attributeWords(node, words) !== '' && <strong>{attributeWords(node, words)} </strong>}
          {inner}
        </p>
      )}
      {drawn(
        node.content.filter((child) => !isInline(child) && hasChange(child)),
        words,
      )}
    </>
  )
}

function drawn(nodes: readonly DifferenceNode[], words: Words): readonly ReactNode[] {
  return nodes.map((node, place) => {
    const key = `${place} ${node.type}`
    if (node.type === 'text') return <Run key={key} node={node} words={words} />
    if (node.type === 'hardBreak') return <br key={key} />
    if (!isInline(node)) return <Line key={key} node={node} words={words} />
    const mention = { type: 'text', text: attributeWords(node, words), marks: [], change: changeOf(node) } as const
    return <Run key={key} node={mention} words={words} />
  })
}

const changeOf = ({ change }: DifferenceElement) => (change === 'altered' ? 'same' : change)

/** What became of a document, in reading order; blocks in which nothing changed are left out. */
export function DifferenceBlocks({ blocks }: { readonly blocks: readonly DifferenceNode[] }) {
  const words = useCollabWords().versions
  const changed = blocks.filter(hasChange)
  if (changed.length === 0) return <p className="text-solid-gray-700">{words.noDifference}</p>
  return <Fragment>{drawn(changed, words)}</Fragment>
}

/** The same difference seen from the other end: what going back would do. */
export function reversed(node: DifferenceNode): DifferenceNode {
  const change = node.change === 'added' ? 'removed' : node.change === 'removed' ? 'added' : node.change
  if (node.type === 'text') return { ...node, change: change === 'altered' ? 'same' : change }
  const content = node.content.map(reversed)
  return {
    ...node,
    change,
    attrs: node.attrsBefore ?? node.attrs,
    attrsBefore: node.attrsBefore && node.attrs,
    content,
  }
}
