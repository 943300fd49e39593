import { type Editor, Extension, type Storage } from '@tiptap/core'
import type { Node as ProseMirrorNode } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, type Selection, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { type FoundField, fieldsShown } from '../editor/blockFields.ts'

/** From where to where; a field, which stands before the words of its block, from there to their beginning. */
export interface Place {
  readonly from: number
  readonly to: number
}

/** What is read in the note and is none of its text: the name tag of an organisation, or a field of a block. */
export interface BesidePlace extends Place {
  readonly field: { readonly index: number; readonly label: string; readonly blockId: unknown } | null
}

/** The field that was gone to. The caret, which stands before the words of its block, cannot say which one it is. */
interface Reached {
  readonly index: number
  readonly blockId: unknown
}

interface Search {
  readonly pattern: RegExp | null
  readonly reached: Reached | null
  readonly places: readonly BesidePlace[]
  readonly marks: DecorationSet
}

const NOTHING: Search = { pattern: null, reached: null, places: [], marks: DecorationSet.empty }

type Asked = Partial<Pick<Search, 'pattern' | 'reached'>>

const besideKey = new PluginKey<Search>('findBesideText')

function placesIn(doc: ProseMirrorNode, pattern: RegExp, storage: Storage): readonly BesidePlace[] {
  const places: BesidePlace[] = []
  doc.descendants((node, at) => {
    const { organisationName: name, blockId } = node.attrs
    const place = { from: at, to: at + 1 }
    if (node.isInline && typeof name === 'string' && pattern.test(name)) places.push({ ...place, field: null })
    for (const [index, { label, text }] of fieldsShown(storage, node).entries())
      if (pattern.test(text)) places.push({ ...place, field: { index, label, blockId } })
  })
  return places
}

function isReached({ from, to, field }: BesidePlace, selection: Selection, reached: Reached | null): boolean {
  if (field === null) return selection.from === from && selection.to === to
  const isSame = reached?.index === field.index && reached.blockId === field.blockId
  return isSame && selection.empty && selection.from === to
}

function markOf({ doc, selection }: EditorState, place: BesidePlace, reached: Reached | null): Decoration {
  const { from, to, field } = place
  const isShown = isReached(place, selection, reached)
  const name = isShown ? 'active-search' : 'search'
  if (field === null) return Decoration.inline(from, to, { class: `ProseMirror-${name}-match` })
  const end = from + (doc.nodeAt(from)?.nodeSize ?? 0)
  const spec: FoundField = { foundField: field.index, isShown }
  // With a name of its own: marks of equal attributes count as the same, and the block would not be told.
  return Decoration.node(from, end, { class: `${name}-field-${field.index}` }, spec)
}

/** Marks what is looked for where it stands beside the text. */
export const FindBesideText = Extension.create({
  name: 'findBesideText',
  addProseMirrorPlugins() {
    const { storage } = this.editor
    return [
      new Plugin<Search>({
        key: besideKey,
        state: {
          init: () => NOTHING,
          apply(tr, before, _oldState, state) {
            const asked: Asked | undefined = tr.getMeta(besideKey)
            const { pattern, reached, places: old } = { ...before, ...asked }
            if (pattern === null) return NOTHING
            const isAsIs = asked === undefined && !tr.docChanged
            if (isAsIs && !tr.selectionSet) return before
            const places = isAsIs ? old : placesIn(tr.doc, pattern, storage)
            const marks = places.map((place) => markOf(state, place, reached))
            return { pattern, reached, places, marks: DecorationSet.create(tr.doc, marks) }
          },
        },
        props: { decorations: (state) => besideKey.getState(state)?.marks },
      }),
    ]
  },
})

const searchIn = ({ state }: Editor): Search => besideKey.getState(state) ?? NOTHING

export const seekBeside = (tr: Transaction, pattern: RegExp | null): Transaction => tr.setMeta(besideKey, { pattern })

export const reachBeside = (tr: Transaction, { field }: BesidePlace): Transaction =>
  tr.setMeta(besideKey, { reached: field })

export const besidePlaces = (editor: Editor): readonly BesidePlace[] => searchIn(editor).places

export const isBesideReached = (editor: Editor, place: BesidePlace): boolean =>
  isReached(place, editor.state.selection, searchIn(editor).reached)
