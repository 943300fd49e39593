import { type Editor, type EditorEvents, Extension } from '@tiptap/core'
import { TextSelection, type Transaction } from '@tiptap/pm/state'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import { findNext, findPrev, getMatchHighlights, SearchQuery, search, setSearchState } from 'prosemirror-search'
import type { UndoManager } from 'yjs'
import type { Bridge } from '../ime/bridge.ts'
import { alikePattern, exactPattern } from './alikePattern.ts'

/** What is looked for, and what is to stand there instead. */
export interface Sought {
  readonly words: string
  readonly instead: string
  /** True: the very characters. False: full and half width, capital and small are the same. */
  readonly isExact: boolean
}

export const NOTHING_SOUGHT: Sought = { words: '', instead: '', isExact: false }

/** Unit: characters of what is looked for, and of what is to stand there instead. */
export const MAX_WORDS_LENGTH = 200

interface Place {
  readonly from: number
  readonly to: number
}

/** Marks what is looked for in the text. Nothing is looked for until `seek`. */
export const FindReplace = Extension.create({ name: 'findReplace', addProseMirrorPlugins: () => [search()] })

const queryOf = ({ words, isExact }: Sought): SearchQuery =>
  new SearchQuery({
    search: isExact ? exactPattern(words) : alikePattern(words),
    caseSensitive: isExact,
    regexp: true,
  })

/** Marks every place that holds the words. Cost: one pass over the text, now and with each change of it. */
export function seek({ state, view }: Editor, sought: Sought): void {
  view.dispatch(setSearchState(state.tr, queryOf(sought)))
}

const placesIn = ({ state }: Editor): readonly Place[] =>
  getMatchHighlights(state)
    .find()
    .toSorted((one, other) => one.from - other.from)

/** Which place is selected, counted from 1, or 0; and how many there are. */
export function foundIn(editor: Editor): readonly [place: number, count: number] {
  const { from, to } = editor.state.selection
  const places = placesIn(editor)
  return [places.findIndex((place) => place.from === from && place.to === to) + 1, places.length]
}

/** What is selected, where that can be looked for: words of one line. */
export function selectedWords({ state }: Editor): string {
  const { $from, $to, from, to } = state.selection
  const isInOne = $from.parent.inlineContent && $from.sameParent($to) && to - from <= MAX_WORDS_LENGTH
  return isInOne ? state.doc.textBetween(from, to) : ''
}

/** Selects the first place that does not begin before the caret, or the first of all; false where there is none. */
export function selectNearest(editor: Editor): boolean {
  const places = placesIn(editor)
  const { selection, tr, doc } = editor.state
  const nearest = places.find(({ from }) => from >= selection.from) ?? places[0]
  if (nearest === undefined) return false
  editor.view.dispatch(tr.setSelection(TextSelection.create(doc, nearest.from, nearest.to)))
  return true
}

const STEPS = { next: findNext, previous: findPrev } as const

/** Selects the next or the previous place; after the last comes the first. False where there is none. */
export const step = ({ state, view }: Editor, where: keyof typeof STEPS): boolean => STEPS[where](state, view.dispatch)

/** Replaces the selected place, if one is, and selects the next. False where there is no other. */
export function replaceOne(editor: Editor, instead: string): boolean {
  const { from, to } = editor.state.selection
  if (foundIn(editor)[0] > 0) {
    const tr = replacing(editor.state.tr, { from, to }, instead)
    editor.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, from + instead.length)))
  }
  return step(editor, 'next')
}

/** The words get the look of those they stand for. */
function replacing(tr: Transaction, { from, to }: Place, instead: string): Transaction {
  if (instead === '') return tr.delete(from, to)
  const marks = tr.doc.resolve(from).marksAcross(tr.doc.resolve(to))
  return tr.replaceWith(from, to, tr.doc.type.schema.text(instead, marks ?? []))
}

/** Unit: bytes that one replacement costs in an update besides its text. */
const REPLACEMENT_BYTES = 60

interface ReplaceEveryPorts {
  readonly bridge: Pick<Bridge, 'hold' | 'release' | 'isHeld'>
  readonly hasRoomFor: (bytes: number) => boolean
}

/**
 * Replaces every place that holds the words, and nothing between them, as one step of undo and one change for the others.
 * Answers how many; null, and replaces nothing, where it would be more than one change may be.
 */
export function replaceEvery(editor: Editor, sought: Sought, ports: ReplaceEveryPorts): number | null {
  const places = placesIn(editor)
  const bytes = new TextEncoder().encode(sought.instead).byteLength + REPLACEMENT_BYTES
  if (!ports.hasRoomFor(places.length * bytes)) return null
  // Marks are drawn anew with each line otherwise.
  seek(editor, NOTHING_SOUGHT)
  const replace = () => replaceLineByLine(editor, places, sought.instead)
  asOneChange(ports.bridge, () => asOneStep(yUndoPluginKey.getState(editor.state).undoManager, replace))
  seek(editor, sought)
  return places.length
}

/** What a composition holds goes out with its end. */
function asOneChange(bridge: ReplaceEveryPorts['bridge'], act: () => void): void {
  const isComposing = bridge.isHeld()
  bridge.hold()
  try {
    act()
  } finally {
    if (!isComposing) bridge.release()
  }
}

function asOneStep(undo: UndoManager, act: () => void): void {
  const { captureTimeout } = undo
  undo.stopCapturing()
  undo.captureTimeout = Number.POSITIVE_INFINITY
  try {
    act()
  } finally {
    undo.captureTimeout = captureTimeout
    undo.stopCapturing()
  }
}

/**
 * y-tiptap 3.0.9 writes of each line what lies between its first and its last difference, which would take along who wrote
 * that and what others write there. So one place of each line is replaced at a time, from its end.
 */
function replaceLineByLine(editor: Editor, places: readonly Place[], instead: string): void {
  let left = places
  // What follows from a replacement (a line for an empty section, a cell for an uneven table) moves the places too.
  const moved = ({ transaction, appendedTransactions }: EditorEvents['transaction']): void => {
    for (const { mapping } of [transaction, ...(appendedTransactions ?? [])])
      left = left.map(({ from, to }) => ({ from: mapping.map(from, 1), to: mapping.map(to, -1) }))
  }
  editor.on('transaction', moved)
  try {
    while (left.length > 0) {
      const { tr, doc } = editor.state
      const lines = left.map(({ from }) => doc.resolve(from).start())
      const isLastOfLine = (_: Place, at: number): boolean => lines[at] !== lines[at + 1]
      for (const place of left.filter(isLastOfLine).toReversed()) replacing(tr, place, instead)
      left = left.filter((place, at) => !isLastOfLine(place, at))
      editor.view.dispatch(tr)
    }
  } finally {
    editor.off('transaction', moved)
  }
}
