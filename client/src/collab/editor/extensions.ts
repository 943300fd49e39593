import type { EditorOptions, Extensions } from '@tiptap/core'
import { TaskItem, TaskList } from '@tiptap/extension-list'
import { TableCell, TableHeader, TableRow } from '@tiptap/extension-table'
import { StarterKit } from '@tiptap/starter-kit'
import type { Clock } from '#shared/core/time.ts'
import type { DocumentConnection } from '../connection/documentConnection.ts'
import type { Timers } from '../connection/timers.ts'
import { FindReplace } from '../find/findReplace.ts'
import { CaretByCharacters } from '../ime/caretByCharacters.ts'
import { carryOver } from '../ime/carryOver.ts'
import { holdWhileComposing } from '../ime/holdWhileComposing.ts'
import { collaborateOn } from '../ime/keptNodes.ts'
import { keysFirst } from '../ime/keysFirst.ts'
import { othersCarets } from '../ime/othersCarets.ts'
import type { CollabWords } from '../words.ts'
import { blockIds, IdsAfterUndo } from './blockIds.ts'
import { CaretAfterUndo } from './caretAfterUndo.ts'
import { CaretInText } from './caretInText.ts'
import { drawCaret } from './caretLabel.ts'
import { CaretLabelPlace } from './caretLabelPlace.ts'
import { ChangeLimit, type ChangeRefusal } from './changeLimit.ts'
import { type CommandMenuPorts, commandMenu } from './commandMenu.ts'
import { CopiedText } from './copiedText.ts'
import { CoreKeys } from './coreKeys.ts'
import { actionItemNode, decisionNode, OrganisationMention, speakerNode } from './councilNodes.ts'
import type { Directory } from './directory.ts'
import { doubledLines } from './doubledLines.ts'
import { DraggedNow } from './draggedNow.ts'
import { EmptiedSelection } from './emptiedSelection.ts'
import { EntryBefore } from './entryBefore.ts'
import { EvenTable } from './evenTable.ts'
import { FormSection, KeepSections } from './formSection.ts'
import { KeptCells } from './keptCells.ts'
import { KeysOverLines } from './keysOverLines.ts'
import { MarksOnText } from './marksOnText.ts'
import { OverHeadings } from './overHeadings.ts'
import { PlainLines } from './plainLines.ts'
import { TabOnward } from './tabOnward.ts'
import { Body, Heading, Link } from './textNodes.ts'
import './lineTexts.ts'
import './yjsUndo.ts'
import { WholeTable } from './wholeTable.ts'
import { WordPaste } from './wordPaste.ts'

export interface SchemaPorts {
  readonly words: CollabWords
  readonly directory: Directory
  readonly clock: Clock
}

/** Everything that makes up the schema: it must have the nodes, marks and attributes of `bodySchema.ts` and no others. */
export const schemaExtensions = (ports: SchemaPorts): Extensions => [
  // The first is asked last for a key.
  CoreKeys,
  StarterKit.configure({
    document: false,
    heading: false,
    link: false,
    code: false,
    codeBlock: false,
    trailingNode: false,
    undoRedo: false,
  }),
  Body,
  Heading,
  Link,
  TaskList,
  TaskItem.configure({
    nested: true,
    a11y: {
      checkboxLabel: (node, isChecked) =>
        `${isChecked ? ports.words.field.done : ports.words.field.notDone} ${node.textContent}`.trim(),
    },
  }),
  EvenTable.configure({ resizable: false, renderWrapper: true, View: WholeTable }),
  TableRow,
  TableHeader,
  TableCell,
  FormSection,
  decisionNode(ports),
  actionItemNode(ports),
  speakerNode(ports),
  OrganisationMention,
  MarksOnText,
  PlainLines,
  blockIds(),
]

/** How an editor with these extensions is made. */
export const EDITOR_OPTIONS = {
  // What the editor does by itself on what was typed would fall into a composition that has just ended.
  enableInputRules: false,
  enablePasteRules: false,
  enableCoreExtensions: { keymap: false, clipboardTextSerializer: false },
  injectCSS: false,
} as const satisfies Partial<EditorOptions>

export type Refusal = ChangeRefusal | 'section'

export interface EditorPorts extends SchemaPorts {
  readonly connection: DocumentConnection
  readonly timers: Timers
  readonly menu: CommandMenuPorts
  readonly onRefused: (refusal: Refusal) => void
}

/** The editor of one open document. */
export function editorExtensions(ports: EditorPorts): Extensions {
  const { connection, words } = ports
  return [
    ...schemaExtensions(ports),
    ...collaborateOn(connection.body),
    ...othersCarets({
      provider: connection.provider,
      bridge: connection.bridge,
      draw: (owner) => drawCaret(owner, words),
    }),
    CaretByCharacters,
    CaretAfterUndo,
    IdsAfterUndo,
    CaretInText,
    KeptCells,
    EmptiedSelection,
    KeysOverLines,
    EntryBefore,
    TabOnward,
    CaretLabelPlace,
    holdWhileComposing({
      bridge: connection.bridge,
      timers: ports.timers,
      setComposing: (isComposing) => connection.setComposing(isComposing),
    }),
    keysFirst(connection.bridge),
    carryOver(connection.bridge),
    commandMenu(ports.menu),
    OverHeadings,
    KeepSections.configure({ onRefused: () => ports.onRefused('section') }),
    ChangeLimit.configure({ hasRoomFor: connection.hasRoomFor, onRefused: ports.onRefused }),
    WordPaste,
    DraggedNow,
    CopiedText,
    FindReplace,
    doubledLines(words.doubledLine),
  ]
}
