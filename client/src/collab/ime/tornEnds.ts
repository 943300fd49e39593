import * as Y from 'yjs'
import type { DeleteSet, ToldDeletions } from '#shared/document/unseenWords.ts'

/**
 * A character of the end of a line: copied along with it; written here, where the other did not see it; or withdrawn here, and
 * written again by the other who still saw it.
 */
interface TornCharacter {
  readonly fate: 'copied' | 'written' | 'withdrawn'
  readonly id: Y.ID
  readonly character: string
  /** For what was written: where it stands in the text that the end was torn from. */
  readonly at: number
}

/** The end of a line that another has torn off: in the shared document Enter, a line break or a name tag deletes what stands behind it, and writes a copy. */
export interface TornEnd {
  readonly text: Y.XmlText
  readonly copy: Y.XmlText
  /** Where in the copy it begins, and what the other saw of it. */
  readonly copyAt: number
  readonly seen: string
  readonly characters: readonly TornCharacter[]
}

interface Tearing extends ToldDeletions {
  readonly fell: DeleteSet
  readonly before: Y.Transaction['beforeState']
  readonly author: number
}

const isNew = ({ id }: Y.Item, { before }: Tearing): boolean => id.clock >= (before.get(id.client) ?? 0)

/** What became of the characters of one item; null where it says that nothing was torn here, since the other left it standing. */
function fateOf(item: Y.Item, id: Y.ID, { fell, named, untold, author }: Tearing): TornCharacter['fate'] | null {
  if (!item.deleted) return id.client === author ? 'written' : null
  if (!Y.isDeleted(named, id)) return null
  if (Y.isDeleted(fell, id)) return 'copied'
  return Y.isDeleted(untold, id) ? 'withdrawn' : null
}

function* charactersOf(text: Y.XmlText) {
  for (let item = text._start; item !== null; item = item.right) {
    if (!(item.content instanceof Y.ContentString)) continue
    const { client, clock } = item.id
    for (const [place, character] of item.content.str.split('').entries())
      yield { item, id: Y.createID(client, clock + place), character }
  }
}

/** The characters behind the last that the other left standing. */
function endOf(text: Y.XmlText, tearing: Tearing): readonly TornCharacter[] {
  let end: TornCharacter[] = []
  let at = 0
  for (const { item, id, character } of charactersOf(text)) {
    const fate = fateOf(item, id, tearing)
    if (fate !== null) end.push({ fate, id, character, at })
    else if (!(item.deleted || isNew(item, tearing))) end = []
    if (!item.deleted) at += 1
  }
  return end
}

function firstText(item: Y.Item): Y.XmlText | null {
  const type = item.content instanceof Y.ContentType && !item.deleted ? item.content.type : null
  if (type instanceof Y.XmlText) return type.length > 0 ? type : null
  if (!(type instanceof Y.XmlElement)) return null
  for (let child = type._start; child !== null; child = child.right) {
    const found = firstText(child)
    if (found !== null) return found
  }
  return null
}

/** The next text in the note's order that says something. */
function textBehind({ _item: item }: Y.XmlText | Y.XmlElement): Y.XmlText | null {
  for (let next = item?.right ?? null; next !== null; next = next.right) {
    const found = firstText(next)
    if (found !== null) return found
  }
  return item?.parent instanceof Y.XmlElement ? textBehind(item.parent) : null
}

function wordsOf(text: Y.XmlText): string {
  let words = ''
  for (let item = text._start; item !== null; item = item.right)
    if (!item.deleted && item.content instanceof Y.ContentString) words += item.content.str
  return words
}

/** The text that another has written behind this one in the same transaction. */
function copyOf(text: Y.XmlText, tearing: Tearing): Y.XmlText | null {
  const behind = textBehind(text)
  const item = behind?._item ?? null
  return item !== null && isNew(item, tearing) ? behind : null
}

/** What a text stands in, from the inside out. */
function kindOf({ parent }: Y.XmlText): string {
  const names: string[] = []
  for (let around: unknown = parent; around instanceof Y.XmlElement; around = around.parent) names.push(around.nodeName)
  return names.join(' ')
}

/** True where Enter at the beginning of a line has left this text to the empty line, and put all its words into the copy. An undo that brings back the line that this one was made of puts them into a line of another kind. */
const isLeftEmpty = (text: Y.XmlText, copy: Y.XmlText): boolean =>
  text._item?.deleted === false && text.parent?._item?.deleted === false && kindOf(text) === kindOf(copy)

/** The places where the end that was torn off may begin. */
function startsOf(end: readonly TornCharacter[], isWhole: boolean): readonly number[] {
  return [...end.keys()].filter((place) => {
    const [first, last] = [end[place], end[place - 1]]
    if (first === undefined || (first.at === 0 && !isWhole)) return false
    // What the other deleted for good, before the place, stands in no copy.
    return first.fate !== 'written' && last?.fate !== 'copied'
  })
}

function tornEnd(text: Y.XmlText, tearing: Tearing): TornEnd | null {
  const copy = copyOf(text, tearing)
  if (copy === null) return null
  const end = endOf(text, tearing)
  const words = wordsOf(copy)
  const starts = startsOf(end, isLeftEmpty(text, copy))
  for (const start of starts) {
    const characters = end.slice(start)
    const seen = characters.map(({ fate, character }) => (fate === 'written' ? '' : character)).join('')
    const copyAt = words.indexOf(seen)
    // What was wholly withdrawn may stand behind by chance, in words that the other has written anew.
    if (copyAt >= 0 && characters.some(({ fate }) => fate === 'copied')) return { text, copy, copyAt, seen, characters }
  }
  return null
}

/** The ends that `transaction` tore off. Cost: what it deleted. To be asked before it is cleaned up. */
export function tornEnds(transaction: Y.Transaction, author: number, toldIn: () => ToldDeletions): readonly TornEnd[] {
  const texts = new Set<Y.XmlText>()
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (!(struct instanceof Y.Item && struct.content instanceof Y.ContentString)) return
    if (struct.parent instanceof Y.XmlText) texts.add(struct.parent)
  })
  if (texts.size === 0) return []
  const tearing = { fell: transaction.deleteSet, before: transaction.beforeState, ...toldIn(), author }
  return [...texts].flatMap((text) => tornEnd(text, tearing) ?? [])
}
