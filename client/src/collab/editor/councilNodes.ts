import { type Editor, Node } from '@tiptap/core'
import { Fragment, Slice } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { type Clock, dayInJapan, plainDate } from '#shared/core/time.ts'
import { ACTION_ITEM_STATES, DECISION_STATES } from '#shared/document/bodySchema.ts'
import { formatJapaneseDate, parseComingDate } from '#shared/domain/japaneseDate.ts'
import { type CollabWords, japaneseWords } from '../words.ts'
import { type BlockField, blockSaid, blockWithFields } from './blockFields.ts'
import { type Directory, ORGANISATION_LIST_ID, PEOPLE_LIST_ID } from './directory.ts'
import { isInOneLine } from './isInOneLine.ts'
import { takenWhole } from './takenWhole.ts'

/** What the council's own blocks say and whom they know. */
export interface CouncilNodePorts {
  readonly words: CollabWords
  readonly directory: Directory
  readonly clock: Clock
}

/** Unit: characters of one attribute taken from pasted HTML. */
const LONGEST_PASTED = 200

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const textOrNull = (text: string): string | null => (text === '' ? null : text)

/** Attributes that belong to one block: the second half of a split starts without them. */
function ownAttributes(initial: { readonly [attribute: string]: string | null }) {
  const entries = Object.entries(initial).map(([name, value]) => {
    const inHtml = `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    const attribute = {
      default: value,
      keepOnSplit: false,
      parseHTML: (element: HTMLElement) => element.getAttribute(inHtml)?.slice(0, LONGEST_PASTED) ?? value,
      renderHTML: (attrs: { readonly [attribute: string]: unknown }) =>
        typeof attrs[name] === 'string' ? { [inHtml]: attrs[name] } : {},
    }
    return [name, attribute] as const
  })
  return Object.fromEntries(entries)
}

/**
 * A line that is divided before its end. Tiptap 3.31 gives both halves all that the fields say, so that what is to be done
 * would stand twice in the list, and an empty line put before a block would be one more of them.
 */
function divideBlock({ state, view }: Editor, name: string): boolean {
  const { tr, schema } = state
  const { $from, $to } = state.selection
  const isEnd = $to.parentOffset === $to.parent.content.size
  if ($from.parent.type.name !== name || !$from.sameParent($to) || isEnd) return false
  const { paragraph } = schema.nodes
  tr.deleteSelection()
  if ($from.parentOffset === 0 && paragraph !== undefined) tr.insert($from.before(), paragraph.create())
  else tr.split($from.pos, 1, [{ type: $from.parent.type }])
  view.dispatch(tr.scrollIntoView())
  return true
}

/** A part of the words is copied and dragged as words: an empty line would become another task or decision of them, with the same fields. */
const copiedAsWords = (name: string): Plugin =>
  new Plugin({
    props: {
      transformCopied(slice, { state: { selection, schema } }) {
        const { $from, $to } = selection
        const { content, type } = $from.parent
        if (type.name !== name || !isInOneLine(selection)) return slice
        const words = content.cut($from.parentOffset, $to.parentOffset)
        if (words.size === content.size) return slice
        return new Slice(Fragment.from(schema.nodes.paragraph?.create(null, words)), 1, 1)
      },
    },
  })

interface BlockDefinition {
  readonly name: string
  readonly tagClass: string
  readonly attributes: { readonly [attribute: string]: string | null }
  readonly label: string
  readonly fields: readonly BlockField[]
}

function councilBlock({ name, tagClass, attributes, label, fields }: BlockDefinition) {
  return Node.create({
    name,
    group: 'block',
    content: 'inline*',
    defining: true,
    addStorage: () => ({ name: label, fields }),
    addAttributes: () => ownAttributes(attributes),
    parseHTML: () => [
      {
        tag: `div[data-block="${name}"]`,
        contentElement: (block) => block.querySelector<HTMLElement>(':scope > .block-words') ?? block,
      },
    ],
    // As it is copied; on the page a node view stands in its place. Another program knows nothing of the attributes.
    renderHTML: ({ node, HTMLAttributes }) => [
      'div',
      { ...HTMLAttributes, 'data-block': name, class: tagClass },
      ['p', { class: 'block-said' }, ['strong', blockSaid(label, fields, node.attrs)]],
      ['p', { class: 'block-words' }, 0],
    ],
    addProseMirrorPlugins: () => [copiedAsWords(name), takenWhole(name)],
    addNodeView: () => blockWithFields({ name: label, className: tagClass, fields }),
    addKeyboardShortcuts() {
      return {
        Enter: ({ editor }) => divideBlock(editor, name),
        Backspace: ({ editor }) => {
          const { empty, $from } = editor.state.selection
          if (!empty || $from.parentOffset > 0 || $from.parent.type.name !== name) return false
          return editor.commands.setNode('paragraph')
        },
      }
    },
  })
}

export const decisionNode = ({ words }: CouncilNodePorts) =>
  councilBlock({
    name: 'decision',
    tagClass: 'decision-block',
    attributes: { state: 'decided' },
    label: words.toolbar.decision,
    fields: [
      {
        kind: 'choice',
        label: words.field.state,
        attribute: 'state',
        choices: DECISION_STATES.map((value) => ({ value, label: words.decisionState[value] })),
        show: (attrs) => textOf(attrs.state),
      },
    ],
  })

function dueField({ words, clock }: CouncilNodePorts): BlockField {
  return {
    kind: 'text',
    label: words.field.dueOn,
    show: (attrs) => {
      const day = plainDate(textOf(attrs.dueOn))
      if (day === null) return ''
      return words === japaneseWords ? formatJapaneseDate(day) : day
    },
    read: (text) => {
      if (text === '') return { dueOn: null }
      const parsed = parseComingDate(text, dayInJapan(clock.now()))
      return parsed.ok ? { dueOn: parsed.value.day } : words.field.dueUnreadable
    },
  }
}

function organisationField({ words, directory }: CouncilNodePorts): BlockField {
  return {
    kind: 'text',
    label: words.field.organisation,
    listId: ORGANISATION_LIST_ID,
    show: (attrs) => textOf(attrs.organisationName),
    read: (text) => ({
      organisationName: textOrNull(text),
      organisationId: directory.organisations().find(({ name }) => name === text)?.id ?? null,
    }),
  }
}

export const actionItemNode = (ports: CouncilNodePorts) =>
  councilBlock({
    name: 'actionItem',
    tagClass: 'action-item-block',
    attributes: { organisationId: null, organisationName: null, personName: null, dueOn: null, state: 'open' },
    label: ports.words.toolbar.actionItem,
    fields: [
      organisationField(ports),
      {
        kind: 'text',
        label: ports.words.field.person,
        show: (attrs) => textOf(attrs.personName),
        read: (text) => ({ personName: textOrNull(text) }),
      },
      dueField(ports),
      {
        kind: 'choice',
        label: ports.words.field.state,
        attribute: 'state',
        choices: ACTION_ITEM_STATES.map((value) => ({ value, label: ports.words.actionItemState[value] })),
        show: (attrs) => textOf(attrs.state),
      },
    ],
  })

export const speakerNode = ({ words, directory }: CouncilNodePorts) =>
  councilBlock({
    name: 'speaker',
    tagClass: 'speaker-block',
    attributes: { memberId: null, memberName: null, organisationName: null },
    label: words.toolbar.speaker,
    fields: [
      {
        kind: 'text',
        label: words.field.speaker,
        listId: PEOPLE_LIST_ID,
        show: (attrs) => textOf(attrs.memberName),
        read: (text) => {
          const [person, ...others] = directory.people().filter(({ name }) => name === text)
          const known = others.length === 0 ? person : undefined
          return {
            memberName: textOrNull(text),
            memberId: known?.memberId ?? null,
            organisationName: known?.organisationName ?? null,
          }
        },
      },
    ],
  })

/** A mention of an organisation inside a line: one thing, deleted as one. */
export const OrganisationMention = Node.create({
  name: 'organisationMention',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: false,
  addAttributes: () => ownAttributes({ organisationId: null, organisationName: null }),
  parseHTML: () => [{ tag: 'span[data-organisation-id]' }],
  renderHTML: ({ node, HTMLAttributes }) => [
    'span',
    { ...HTMLAttributes, class: 'organisation-mention' },
    textOf(node.attrs.organisationName),
  ],
  renderText: ({ node }) => textOf(node.attrs.organisationName),
})
