import { type ChainedCommands, type Editor, isMacOS } from '@tiptap/core'
import { Toolbar } from 'react-aria-components/Toolbar'
import { beginAnew } from '../ime/lostLine.ts'
import { useCollabWords } from '../words.ts'
import { evenOut } from './evenTable.ts'
import { toggleLines, toggleLists } from './lineKinds.ts'
import { useEditorFacts } from './useEditorFacts.ts'

const TABLE = { rows: 3, cols: 3, withHeaderRow: true }

const TOOLS = {
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
  bold: (chain) => chain.toggleBold(),
  heading: (chain) => toggleLines(chain, 'heading', { level: 1 }),
  bulletList: (chain) => toggleLists(chain, 'bulletList'),
  orderedList: (chain) => toggleLists(chain, 'orderedList'),
  taskList: (chain) => toggleLists(chain, 'taskList'),
  table: (chain) => chain.insertTable(TABLE),
  decision: (chain) => toggleLines(chain, 'decision'),
  actionItem: (chain) => toggleLines(chain, 'actionItem'),
  speaker: (chain) => toggleLines(chain, 'speaker'),
} as const satisfies { readonly [tool: string]: (chain: ChainedCommands) => ChainedCommands }

const TABLE_TOOLS = {
  addRow: (chain) => chain.addRowAfter(),
  removeRow: (chain) => chain.deleteRow(),
  addColumn: (chain) => chain.addColumnAfter(),
  removeColumn: (chain) => chain.deleteColumn(),
  removeTable: (chain) => chain.deleteTable(),
} as const satisfies { readonly [tool: string]: (chain: ChainedCommands) => ChainedCommands }

type ToolName = keyof typeof TOOLS
type TableToolName = keyof typeof TABLE_TOOLS

const GROUPS: readonly (readonly (ToolName | 'find')[])[] = [
  ['decision', 'actionItem', 'speaker'],
  ['bold', 'heading', 'bulletList', 'orderedList', 'taskList', 'table'],
  ['undo', 'redo', 'find'],
]
const TABLE_GROUP: readonly TableToolName[] = ['addRow', 'removeRow', 'addColumn', 'removeColumn', 'removeTable']
/** Tools that are on or off at a place; the others only act. */
const MARKING: readonly ToolName[] = [
  'decision',
  'actionItem',
  'speaker',
  'bold',
  'heading',
  'bulletList',
  'orderedList',
  'taskList',
]
const OF_THE_PAST: readonly ToolName[] = ['undo', 'redo']
const IN_TABLE = ['table'] as const

interface ToolProps {
  readonly label: string
  readonly isOn?: boolean | undefined
  readonly hint?: string
  readonly onPress: () => void
}

function Tool({ label, isOn, hint, onPress }: ToolProps) {
  return (
    <button
      type="button"
      className="editor-tool"
      aria-pressed={isOn}
      title={hint}
      // The caret stays where it is, and so does the keyboard of a tablet.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      {label}
    </button>
  )
}

interface Props {
  readonly editor: Editor
  readonly onFind: () => void
}

/** Every tool is a word; arrow keys walk along them. Nothing acts while a word is being composed. */
export function EditorToolbar({ editor, onFind }: Props) {
  const { toolbar: words, find } = useCollabWords()
  const on = useEditorFacts(editor, MARKING, (at, name) => at.isActive(name))
  const inTable = useEditorFacts(editor, IN_TABLE, (at, name) => at.isActive(name)).has('table')
  const act = (apply: (chain: ChainedCommands) => ChainedCommands) => () => {
    if (!editor.view.composing) apply(editor.chain().focus()).run()
  }
  const actOnLine = (name: ToolName) => () => {
    if (!OF_THE_PAST.includes(name)) beginAnew(editor.view)
    act(TOOLS[name])()
  }
  const actOnTable = (apply: (chain: ChainedCommands) => ChainedCommands) => () => {
    beginAnew(editor.view)
    if (!editor.view.composing) evenOut(editor)
    act(apply)()
  }
  return (
    <Toolbar aria-label={words.label} className="editor-toolbar">
      <div className="editor-tool-line">
        {GROUPS.map((group) => (
          <div key={group.join()} className="editor-tool-group">
            {group.map((name) =>
              name === 'find' ? (
                <Tool key={name} label={find.open} hint={isMacOS() ? find.hintOnMac : find.hint} onPress={onFind} />
              ) : (
                <Tool
                  key={name}
                  label={words[name]}
                  isOn={MARKING.includes(name) ? on.has(name) : undefined}
                  onPress={actOnLine(name)}
                />
              ),
            )}
          </div>
        ))}
      </div>
      {inTable && (
        <div className="editor-tool-line">
          {TABLE_GROUP.map((name) => (
            <Tool key={name} label={words[name]} onPress={actOnTable(TABLE_TOOLS[name])} />
          ))}
        </div>
      )}
    </Toolbar>
  )
}
