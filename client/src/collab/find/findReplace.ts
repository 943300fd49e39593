import { type Editor, type EditorEvents, Extension } from '@tiptap/core'
import { TextSelection, type Transaction } from '@tiptap/pm/state'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import { getMatchHighlights, SearchQuery, search, setSearchState } from 'prosemirror-search'
import type { UndoManager } from 'yjs'
import type { Bridge } from '../ime/bridge.ts'
import { alikePattern, exactPattern } from './alikePattern.ts'
import {
  type BesidePlace,
  besidePlaces,
  FindBesideText,
  isBesideReached,
  type Place,
  reachBeside,
  seekBeside,
} from './besideText.ts'

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

/** Marks what is looked for in the text and beside it. Nothing is looked for until `seek`. */
export const FindReplace = Extension.create({
  name: 'findReplace',
  addExtensions: () => [FindBesideText],
  addProseMirrorPlugins: () => [search()],
})

/** Marks every place that holds the words. Cost: one pass over the note, now and with each change of it. */
export function seek({ state, view }: Editor, { words, isExact }: Sought): void {
  const pattern = isExact ? exactPattern(words) : alikePattern(words)
  const query = new SearchQuery({ search: pattern, caseSensitive: isExact, regexp: true })
  const beside = words === '' ? null : new RegExp(pattern, isExact ? 'u' : 'iu')
  view.dispatch(seekBeside(setSearchState(state.tr, query), beside))
}

const inOrder = (one: Place, other: Place): number => one.from - other.from

/** The places in the text: those that can be replaced. */
const placesInText = ({ state }: Editor): readonly Place[] => getMatchHighlights(state).find().toSorted(inOrder)

const isBeside = (place: Place): place is BesidePlace => 'field' in place

const placesIn = (editor: Editor): readonly Place[] =>
  [...placesInText(editor), ...besidePlaces(editor)].toSorted(inOrder)

const reachedAmong = (editor: Editor, places: readonly Place[]): number => {
  const { from, to } = editor.state.selection
  return places.findIndex((place) =>
    isBeside(place) ? isBesideReached(editor, place) : place.from === from && place.to === to,
  )
}

/** Which place is shown, counted from 1, or 0; and how many there are. */
export function foundIn(editor: Editor): readonly [place: number, count: number] {
  const places = placesIn(editor)
  return [reachedAmong(editor, places) + 1, places.length]
}

/** What is shown, where that is no text: the label of a field, or '' for a name tag; null for text. */
export function shownBeside(editor: Editor): string | null {
  const shown = besidePlaces(editor).find((place) => isBesideReached(editor, place))
  return shown === undefined ? null : (shown.field?.label ?? '')
}

/** How many places are found that are no text, and are not replaced. */
export const countBeside = (editor: Editor): number => besidePlaces(editor).length

/** What is selected, where that can be looked for: words of one line. */
export function selectedWords({ state }: Editor): string {
  const { $from, $to, from, to } = state.selection
  const isInOne = $from.parent.inlineContent && $from.sameParent($to) && to - from <= MAX_WORDS_LENGTH
  return isInOne ? state.doc.textBetween(from, to) : ''
}

/** Selects it; for a field of a block the caret goes before the words of that, where typing changes nothing that was found. */
function goTo({ state, view }: Editor, place: Place): void {
  const isField = isBeside(place) && place.field !== null
  const { tr } = state
  if (isBeside(place)) reachBeside(tr, place)
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, isField ? place.to : place.from, place.to)))
}

/** Goes to the first place that does not begin before the caret, or the first of all; false where there is none. */
export function selectNearest(editor: Editor): boolean {
  const places = placesIn(editor)
  const { empty, $from } = editor.state.selection
  // The fields of a block stand before its words.
  const start = empty && $from.parentOffset === 0 ? $from.pos - 1 : $from.pos
  const nearest = places.find(({ from }) => from >= start) ?? places[0]
  if (nearest !== undefined) goTo(editor, nearest)
  return nearest !== undefined
}

/** Goes to the next or the previous place; after the last comes the first. False where there is none. */
export function step(editor: Editor, where: 'next' | 'previous'): boolean {
  const places = placesIn(editor)
  const reached = reachedAmong(editor, places)
  const { from, to } = editor.state.selection
  const next = reached < 0 ? places.find((place) => place.from >= to) : places[reached + 1]
  const previous = reached < 0 ? places.findLast((place) => place.to <= from) : places[reached - 1]
  const aim = where === 'next' ? (next ?? places[0]) : (previous ?? places.at(-1))
  if (aim !== undefined) goTo(editor, aim)
  return aim !== undefined
}

/** Replaces the place that is shown, if it is of the text, and goes to the next. False where there is no other. */
export function replaceOne(editor: Editor, instead: string): boolean {
  const shown = placesInText(editor)
  const place = shown[reachedAmong(editor, shown)]
  if (place !== undefined) {
    const tr = replacing(editor.state.tr, place, instead)
    editor.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, place.from + instead.length)))
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
 * Replaces every place of the text that holds the words, and nothing between them, as one step of undo and one change for the others.
 * Answers how many; null, and replaces nothing, where it would be more than one change may be.
 */
export function replaceEvery(editor: Editor, sought: Sought, ports: ReplaceEveryPorts): number | null {
  const places = placesInText(editor)
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
