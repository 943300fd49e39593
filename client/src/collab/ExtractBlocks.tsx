import { Fragment, type ReactNode } from 'react'
import { useDates } from '#client/platform/useDates.ts'
import { plainDate } from '#shared/core/time.ts'
import type { NodeName } from '#shared/document/bodySchema.ts'
import { ACTION_ITEM_STATES, DECISION_STATES } from '#shared/document/bodySchema.ts'
import { isNodeName } from '#shared/document/bodyStructure.ts'
import type { Attributes, ExtractElement, ExtractMark, ExtractNode, ExtractText } from '#shared/document/extract.ts'
import { isAllowedUrl } from '#shared/document/url.ts'
import { headingTag } from './editor/headingTag.ts'
import { type CollabWords, fill, useCollabWords } from './words.ts'

interface Drawing {
  readonly attrs: Attributes
  readonly children: ReactNode
  readonly words: CollabWords
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const spanOf = (value: unknown): number => (typeof value === 'number' ? value : 1)

/** A paragraph without words is still a line. */
const orLine = (children: ReactNode): ReactNode =>
  Array.isArray(children) && children.length === 0 ? <br /> : children

interface CouncilBlockProps {
  readonly attrs: Attributes
  readonly className: string
  readonly name: string
  readonly facts: readonly string[]
  readonly children: ReactNode
}

function CouncilBlock({ attrs, className, name, facts, children }: CouncilBlockProps) {
  return (
    <div className={`block-with-fields ${className}`} data-block-id={textOf(attrs.blockId)} tabIndex={-1}>
      <div className="block-head">
        <span className="block-name">{name}</span>
        {facts
          .filter((fact) => fact !== '')
          .map((fact) => (
            <span key={fact} className="block-fact">
              {fact}
            </span>
          ))}
      </div>
      <p className="block-text">{orLine(children)}</p>
    </div>
  )
}

function Decision({ attrs, children, words }: Drawing) {
  const state = DECISION_STATES.find((each) => each === attrs.state) ?? 'decided'
  return (
    <CouncilBlock
      attrs={attrs}
      className="decision-block"
      name={words.toolbar.decision}
      facts={[words.decisionState[state]]}
    >
      {children}
    </CouncilBlock>
  )
}

function ActionItem({ attrs, children, words }: Drawing) {
  const dates = useDates()
  const state = ACTION_ITEM_STATES.find((each) => each === attrs.state) ?? 'open'
  const day = plainDate(textOf(attrs.dueOn))
  const labelled = (label: string, value: string): string => (value === '' ? '' : `${label} ${value}`)
  const facts = [
    labelled(words.field.organisation, textOf(attrs.organisationName)),
    labelled(words.field.person, textOf(attrs.personName)),
    labelled(words.field.dueOn, day === null ? '' : dates.plainDay(day)),
    words.actionItemState[state],
  ]
  return (
    <CouncilBlock attrs={attrs} className="action-item-block" name={words.toolbar.actionItem} facts={facts}>
      {children}
    </CouncilBlock>
  )
}

function Speaker({ attrs, children, words }: Drawing) {
  const name = textOf(attrs.memberName)
  const organisation = textOf(attrs.organisationName)
  const both =
    name === '' || organisation === '' ? name + organisation : fill(words.presence.caret, { name, organisation })
  return (
    <CouncilBlock attrs={attrs} className="speaker-block" name={words.toolbar.speaker} facts={[both]}>
      {children}
    </CouncilBlock>
  )
}

function TaskItem({ attrs, children, words }: Drawing) {
  const isDone = attrs.checked === true
  return (
    <li data-type="taskItem" data-checked={isDone}>
      <span role="img" aria-label={isDone ? words.field.done : words.field.notDone} className="task-mark">
        {isDone ? '☑' : '☐'}
      </span>
      <div>{children}</div>
    </li>
  )
}

function Section({ attrs, children }: Drawing) {
  return (
    <section className="form-section">
      <h3 className="form-section-title">{textOf(attrs.title)}</h3>
      <div className="form-section-text">{children}</div>
    </section>
  )
}

function HeadingLine({ attrs, children }: Drawing) {
  const Tag = headingTag(attrs.level)
  return <Tag>{children}</Tag>
}

/** How each node of the body looks to a reader: the same as in the editor, without anything to press. */
const DRAWN: { readonly [name in NodeName]: (drawing: Drawing) => ReactNode } = {
  paragraph: ({ children }) => <p>{orLine(children)}</p>,
  heading: HeadingLine,
  bulletList: ({ children }) => <ul>{children}</ul>,
  orderedList: ({ attrs, children }) => <ol start={spanOf(attrs.start)}>{children}</ol>,
  listItem: ({ children }) => <li>{children}</li>,
  taskList: ({ children }) => <ul data-type="taskList">{children}</ul>,
  taskItem: TaskItem,
  blockquote: ({ children }) => <blockquote>{children}</blockquote>,
  horizontalRule: () => <hr />,
  hardBreak: () => <br />,
  table: ({ children }) => (
    <div className="tableWrapper">
      <table>
        <tbody>{children}</tbody>
      </table>
    </div>
  ),
  tableRow: ({ children }) => <tr>{children}</tr>,
  tableCell: ({ attrs, children }) => (
    <td colSpan={spanOf(attrs.colspan)} rowSpan={spanOf(attrs.rowspan)}>
      {children}
    </td>
  ),
  tableHeader: ({ attrs, children }) => (
    <th colSpan={spanOf(attrs.colspan)} rowSpan={spanOf(attrs.rowspan)}>
      {children}
    </th>
  ),
  formSection: Section,
  decision: Decision,
  actionItem: ActionItem,
  speaker: Speaker,
  organisationMention: ({ attrs }) => <span className="organisation-mention">{textOf(attrs.organisationName)}</span>,
}

function Marked({ mark, children }: { readonly mark: ExtractMark; readonly children: ReactNode }) {
  if (mark.type === 'bold') return <strong>{children}</strong>
  if (mark.type === 'italic') return <em>{children}</em>
  if (mark.type === 'underline') return <u>{children}</u>
  if (mark.type === 'strike') return <s>{children}</s>
  const href = textOf(mark.attrs.href)
  if (!isAllowedUrl(href)) return children
  return (
    <a href={href} rel="noopener noreferrer nofollow" target="_blank">
      {children}
    </a>
  )
}

function Text({ node }: { readonly node: ExtractText }) {
  return node.marks.reduce<ReactNode>(
    (inside, mark) => (
      <Marked key={mark.type} mark={mark}>
        {inside}
      </Marked>
    ),
    node.text,
  )
}

function Element({ node }: { readonly node: ExtractElement }) {
  const words = useCollabWords()
  const children = node.content.map(drawNode)
  if (node.type === 'body') return <>{children}</>
  // A page of an older release: what it does not know, it shows as the words in it.
  if (!isNodeName(node.type)) return <div>{children}</div>
  const Drawn = DRAWN[node.type]
  return (
    <Drawn attrs={node.attrs} words={words}>
      {children}
    </Drawn>
  )
}

/** A block keeps its place on the page by its id; runs of text have none and are redrawn in order. */
const drawNode = (node: ExtractNode, place: number): ReactNode => (
  <Fragment key={node.type === 'text' ? place : `${place} ${textOf(node.attrs.blockId)}`}>
    {node.type === 'text' ? <Text node={node} /> : <Element node={node} />}
  </Fragment>
)

export function ExtractBlocks({ nodes }: { readonly nodes: readonly ExtractNode[] }) {
  return <>{nodes.map(drawNode)}</>
}
