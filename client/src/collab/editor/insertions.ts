import type { ChainedCommands, Editor } from '@tiptap/core'
import type { CollabWords } from '../words.ts'
import type { CommandMatch } from './commandMatch.ts'
import type { NamedOrganisation } from './directory.ts'
import { setLines, toggleLists } from './lineKinds.ts'

/** One line of the menu. */
export interface Suggestion {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly choose: (editor: Editor) => void
}

export type InsertionName =
  | 'decision'
  | 'actionItem'
  | 'speaker'
  | 'heading'
  | 'bulletList'
  | 'taskList'
  | 'table'
  | 'mention'

interface Insertion {
  readonly name: InsertionName
  /** How it may be typed: reading and romaji. */
  readonly readings: string
  readonly apply: (chain: ChainedCommands) => ChainedCommands
}

const TABLE = { rows: 3, cols: 3, withHeaderRow: true }
const MOST_SHOWN = 8

const INSERTIONS: readonly Insertion[] = [
  { name: 'decision', readings: 'けっていじこう kettei decision', apply: (chain) => setLines(chain, 'decision') },
  { name: 'actionItem', readings: 'たいおうじこう taiou action', apply: (chain) => setLines(chain, 'actionItem') },
  { name: 'speaker', readings: 'はつげんしゃ hatsugen speaker', apply: (chain) => setLines(chain, 'speaker') },
  { name: 'heading', readings: 'みだし midashi heading', apply: (chain) => setLines(chain, 'heading', { level: 1 }) },
  {
    name: 'bulletList',
    readings: 'かじょうがき kajou bullet list',
    apply: (chain) => toggleLists(chain, 'bulletList'),
  },
  {
    name: 'taskList',
    readings: 'かくにんこうもく kakunin task check',
    apply: (chain) => toggleLists(chain, 'taskList'),
  },
  { name: 'table', readings: 'ひょう hyou table', apply: (chain) => chain.insertTable(TABLE) },
  { name: 'mention', readings: 'きかん kikan organisation', apply: (chain) => chain.insertContent('@') },
]

const comparable = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))

const has = (query: string, ...texts: readonly string[]): boolean =>
  texts.some((text) => comparable(text).includes(comparable(query)))

const insertSuggestions = ({ query, from, to }: CommandMatch, words: CollabWords): readonly Suggestion[] =>
  INSERTIONS.filter(({ name, readings }) => has(query, words.menu[name], readings)).map(({ name, apply }) => ({
    id: name,
    label: words.menu[name],
    hint: words.menu[`${name}Hint`],
    choose: (editor) => apply(editor.chain().focus().deleteRange({ from, to })).run(),
  }))

const mentionSuggestions = (
  { query, from, to }: CommandMatch,
  organisations: readonly NamedOrganisation[],
): readonly Suggestion[] =>
  organisations
    .filter(({ name, kana }) => has(query, name, kana))
    .slice(0, MOST_SHOWN)
    .map(({ id, name, kana }) => ({
      id,
      label: name,
      hint: kana,
      choose: (editor) =>
        editor
          .chain()
          .focus()
          .deleteRange({ from, to })
          .insertContent({ type: 'organisationMention', attrs: { organisationId: id, organisationName: name } })
          .run(),
    }))

/** What the menu offers for what was typed. */
export const suggestionsFor = (
  match: CommandMatch,
  words: CollabWords,
  organisations: readonly NamedOrganisation[],
): readonly Suggestion[] =>
  match.kind === 'insert' ? insertSuggestions(match, words) : mentionSuggestions(match, organisations)
