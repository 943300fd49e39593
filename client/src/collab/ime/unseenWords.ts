import * as Y from 'yjs'

/** A run of one's own characters, `offset` characters from the beginning of what the other saw of the block. */
export interface UnseenRun {
  readonly offset: number
  readonly text: string
}

/** A block that somebody took away without having seen all that one had written in it. */
export interface LostBlock {
  readonly blockId: string | null
  /** The block's text as the other saw it; U+FFFC for a thing in the line that is no text. */
  readonly seen: string
  readonly runs: readonly UnseenRun[]
  /** Ids of the blocks before it and around it, the nearest first. */
  readonly neighbours: readonly string[]
}

type DeleteSet = Parameters<typeof Y.isDeleted>[0]

/** The deletions that the senders of `updates` named: they had seen what they deleted. */
export const namedDeletions = (updates: readonly Uint8Array[]): DeleteSet =>
  Y.mergeDeleteSets(updates.map((update) => Y.decodeUpdate(update).ds))

function attributeOf(element: Y.XmlElement, name: string): string | null {
  // A deleted element gives its attributes out no more, but holds them until the end of the transaction.
  const content = element._map.get(name)?.content
  const value: unknown = content instanceof Y.ContentAny ? content.arr[0] : null
  return typeof value === 'string' ? value : null
}

/** The block that a deleted run of text stood in, if the block itself fell. */
function fallenBlock(item: Y.Item): Y.XmlElement | null {
  if (!(item.content instanceof Y.ContentString) || !(item.parent instanceof Y.XmlText)) return null
  const block = item.parent.parent
  return block instanceof Y.XmlElement && block._item?.deleted === true ? block : null
}

function neighboursOf(block: Y.XmlElement): readonly string[] {
  const ids: string[] = []
  const note = (item: Y.Item): void => {
    const type = item.content instanceof Y.ContentType ? item.content.type : null
    const id = type instanceof Y.XmlElement ? attributeOf(type, 'blockId') : null
    if (id !== null) ids.push(id)
  }
  for (let inner = block._item; inner !== null; ) {
    for (let before = inner.left; before !== null; before = before.left) note(before)
    const parent: unknown = inner.parent
    inner = parent instanceof Y.XmlElement ? parent._item : null
    if (inner !== null) note(inner)
  }
  return ids
}

/** What a transaction deleted, who named it, and whose words are looked for. */
interface Loss {
  readonly fell: DeleteSet
  readonly named: DeleteSet
  readonly author: number
}

function readBlock(block: Y.XmlElement, { fell, named, author }: Loss): LostBlock {
  let seen = ''
  const runs: UnseenRun[] = []
  const readCharacter = (character: string, id: Y.ID): void => {
    if (Y.isDeleted(named, id)) seen += character
    else if (id.client === author) {
      const last = runs.at(-1)
      if (last?.offset === seen.length) runs[runs.length - 1] = { ...last, text: last.text + character }
      else runs.push({ offset: seen.length, text: character })
    }
  }
  const readText = (text: Y.XmlText): void => {
    for (let item = text._start; item !== null; item = item.right) {
      if (!(item.content instanceof Y.ContentString) || !Y.isDeleted(fell, item.id)) continue
      for (let place = 0; place < item.length; place += 1)
        readCharacter(item.content.str.charAt(place), Y.createID(item.id.client, item.id.clock + place))
    }
  }
  for (let child = block._start; child !== null; child = child.right) {
    if (!(child.content instanceof Y.ContentType) || !Y.isDeleted(fell, child.id)) continue
    if (child.content.type instanceof Y.XmlText) readText(child.content.type)
    else if (Y.isDeleted(named, child.id)) seen += '\ufffc'
  }
  return { blockId: attributeOf(block, 'blockId'), seen, runs, neighbours: neighboursOf(block) }
}

/**
 * What `author` had written in blocks that fell in `transaction`, as far as whoever deleted them did not know of it. To
 * make a line a heading or a list item is, in the shared document, to delete its block and write a copy of what one sees.
 * Each character is told exactly: a deletion names what its author had seen, and takes the rest along without naming it.
 *
 * Cost: nothing while nobody deletes the author's characters. To be asked before the transaction is cleaned up.
 */
export function unseenWords(
  transaction: Y.Transaction,
  author: number,
  namedIn: () => DeleteSet,
): readonly LostBlock[] {
  const fell = transaction.deleteSet
  if (!fell.clients.has(author)) return []
  const blocks = new Set<Y.XmlElement>()
  Y.iterateDeletedStructs(transaction, fell, (struct) => {
    const block = struct instanceof Y.Item && struct.id.client === author ? fallenBlock(struct) : null
    if (block !== null) blocks.add(block)
  })
  if (blocks.size === 0) return []
  const loss = { fell, named: namedIn(), author }
  return [...blocks].map((block) => readBlock(block, loss)).filter(({ runs }) => runs.length > 0)
}
