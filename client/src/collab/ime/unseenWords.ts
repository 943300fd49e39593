import * as Y from 'yjs'

/** Characters `offset` characters from the beginning of what the other saw of the block. */
export interface Run {
  readonly offset: number
  readonly text: string
}

/** A block that somebody took away without having seen all that one had written and deleted in it. */
export interface LostBlock {
  readonly blockId: string | null
  /** The block's text as the other saw it; U+FFFC for a thing in the line that is no text. */
  readonly seen: string
  /** What one had written that the other had not seen. */
  readonly written: readonly Run[]
  /** What one had deleted and the other still saw. */
  readonly withdrawn: readonly Run[]
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

/** Reads one block that fell, character by character. */
class FallenBlock {
  #seen = ''
  readonly #written: Run[] = []
  readonly #withdrawn: Run[] = []
  readonly #loss: Loss

  constructor(loss: Loss) {
    this.#loss = loss
  }

  read(block: Y.XmlElement): LostBlock {
    for (let child = block._start; child !== null; child = child.right) {
      if (!(child.content instanceof Y.ContentType)) continue
      if (child.content.type instanceof Y.XmlText) this.#readText(child.content.type)
      else if (this.#falls(child) && Y.isDeleted(this.#loss.named, child.id)) this.#seen += '\ufffc'
    }
    const [blockId, neighbours] = [attributeOf(block, 'blockId'), neighboursOf(block)]
    return { blockId, seen: this.#seen, written: this.#written, withdrawn: this.#withdrawn, neighbours }
  }

  #falls(item: Y.Item): boolean {
    return Y.isDeleted(this.#loss.fell, item.id)
  }

  #readText(text: Y.XmlText): void {
    for (let item = text._start; item !== null; item = item.right) {
      // What is deleted and still legible is held for one's own undo.
      if (!(item.content instanceof Y.ContentString)) continue
      for (let place = 0; place < item.length; place += 1)
        this.#readCharacter(item, item.content.str.charAt(place), item.id.clock + place)
    }
  }

  #readCharacter(item: Y.Item, character: string, clock: number): void {
    const offset = this.#seen.length
    if (Y.isDeleted(this.#loss.named, Y.createID(item.id.client, clock))) {
      if (!this.#falls(item))
        append(this.#withdrawn, character, { offset, next: (last) => last.offset + last.text.length })
      this.#seen += character
    } else if (this.#falls(item) && item.id.client === this.#loss.author) {
      append(this.#written, character, { offset, next: (last) => last.offset })
    }
  }
}

/** `next` is where a run would go on. */
function append(
  runs: Run[],
  character: string,
  { offset, next }: { readonly offset: number; readonly next: (last: Run) => number },
): void {
  const last = runs.at(-1)
  if (last !== undefined && next(last) === offset) runs[runs.length - 1] = { ...last, text: last.text + character }
  else runs.push({ offset, text: character })
}

/**
 * What `author` had written and deleted in blocks that fell in `transaction`, as far as whoever took them away did not
 * know of it. To make a line a heading or a list item is, in the shared document, to delete its block and write a copy of
 * what one sees. Each character is told exactly: a deletion names what its author had seen, and takes the rest along
 * without naming it; and what was named although it was gone already is in the copy again.
 *
 * Cost: nothing while no block falls. To be asked before the transaction is cleaned up.
 */
export function unseenWords(
  transaction: Y.Transaction,
  author: number,
  namedIn: () => DeleteSet,
): readonly LostBlock[] {
  const blocks: Y.XmlElement[] = []
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    const type = struct instanceof Y.Item && struct.content instanceof Y.ContentType ? struct.content.type : null
    if (type instanceof Y.XmlElement) blocks.push(type)
  })
  if (blocks.length === 0) return []
  const loss = { fell: transaction.deleteSet, named: namedIn(), author }
  return blocks
    .map((block) => new FallenBlock(loss).read(block))
    .filter(({ written, withdrawn }) => written.length + withdrawn.length > 0)
}
