import * as Y from 'yjs'

/** Characters `offset` characters from the beginning of what the other saw of the block. */
export interface Run {
  readonly offset: number
  readonly text: string
}

/** A block that somebody took away, or one of its texts, without having seen all that one had written and deleted in it. */
export interface LostBlock {
  readonly blockId: string | null
  /** The block's text as the other saw it, or left it; U+FFFC for a thing in the line that is no text. */
  readonly seen: string
  /** What one had written that the other had not seen. */
  readonly written: readonly Run[]
  /** What one had deleted and the other still saw. */
  readonly withdrawn: readonly Run[]
  /** Ids of the blocks before it and around it, the nearest first. */
  readonly neighbours: readonly string[]
}

/** Stands for a thing in a line that is no text. */
export const THING = '\ufffc'

/** Clocks of each client, sorted and apart. */
export type DeleteSet = ReturnType<typeof Y.createDeleteSet>

/** Clocks of one client, as a delete set has them. */
export type ClockRange = { clock: number; len: number }

/** The deletions that the senders of updates named: they had seen what they deleted. */
export const namedDeletions = (updates: readonly Uint8Array[]): DeleteSet =>
  Y.mergeDeleteSets(updates.map((update) => Y.decodeUpdate(update).ds))

function textIn(attribute: Y.Item | null | undefined): string | null {
  const value: unknown = attribute?.content instanceof Y.ContentAny ? attribute.content.arr[0] : null
  return typeof value === 'string' ? value : null
}

/** A text among an element's attributes. A deleted one gives them out no more, but holds them to the transaction's end, or for an undo. */
export const attributeOf = (element: Y.XmlElement, name: string): string | null => textIn(element._map.get(name))

/** Where a link begins, its address; '' where one ends, and null for what is neither. */
export function linkAt({ content }: Y.Item): string | null {
  if (!(content instanceof Y.ContentFormat && content.key === 'link')) return null
  const value: unknown = content.value
  const isLink = typeof value === 'object' && value !== null && 'href' in value
  return isLink && typeof value.href === 'string' ? value.href : ''
}

/** The address of a link whose words say something else. */
export const addressSaid = (words: string, href: string): string =>
  words === '' || words === href ? '' : `（${href}）`

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

/** Which deletions an update names, and which of one's own nobody had been told of when it came. */
export interface ToldDeletions {
  readonly named: DeleteSet
  readonly untold: DeleteSet
}

/** What a transaction deleted and what was there before it, who named the deletions, and whose words are looked for. */
interface Loss extends ToldDeletions {
  readonly fell: DeleteSet
  readonly before: Y.Transaction['beforeState']
  readonly author: number
}

const fellIn = ({ fell }: Loss, item: Y.Item): boolean => Y.isDeleted(fell, item.id)

/** What a thing in a line says, in words: those are carried where the thing itself is gone. */
function saidBy(thing: unknown): string {
  if (!(thing instanceof Y.XmlElement)) return ''
  return thing.nodeName === 'hardBreak' ? ' ' : (attributeOf(thing, 'organisationName') ?? '')
}

/** Reads what fell, character by character. */
class FallenWords {
  #seen = ''
  readonly #written: Run[] = []
  readonly #withdrawn: Run[] = []
  readonly #loss: Loss

  constructor(loss: Loss) {
    this.#loss = loss
  }

  read(): Pick<LostBlock, 'seen' | 'written' | 'withdrawn'> {
    return { seen: this.#seen, written: this.#written, withdrawn: this.#withdrawn }
  }

  addBlock(block: Y.XmlElement): this {
    for (let child = block._start; child !== null; child = child.right) {
      if (!(child.content instanceof Y.ContentType)) continue
      if (child.content.type instanceof Y.XmlText) this.addText(child.content.type)
      else if (fellIn(this.#loss, child)) this.#readThing(child, saidBy(child.content.type))
    }
    return this
  }

  addText(text: Y.XmlText): this {
    let [href, from] = ['', 0]
    for (let item = text._start; item !== null; item = item.right) {
      const next = fellIn(this.#loss, item) ? linkAt(item) : null
      if (next !== null) {
        this.#sayAddress(href, from)
        href = item.id.client === this.#loss.author ? next : ''
        from = this.#ownWords().length
      }
      // What is deleted and still legible is held for one's own undo.
      if (!(item.content instanceof Y.ContentString)) continue
      for (let place = 0; place < item.length; place += 1)
        this.#readCharacter(item, item.content.str.charAt(place), item.id.clock + place)
    }
    return this
  }

  #ownWords(): string {
    return this.#written.map(({ text }) => text).join('')
  }

  /** Behind the words of a link: where they are carried to, it is none any more. */
  #sayAddress(href: string, from: number): void {
    const address = href === '' ? '' : addressSaid(this.#ownWords().slice(from), href)
    if (address !== '') append(this.#written, address, { offset: this.#seen.length, next: (last) => last.offset })
  }

  #readThing({ id }: Y.Item, words: string): void {
    const { named, author } = this.#loss
    const offset = this.#seen.length
    if (Y.isDeleted(named, id)) this.#seen += THING
    else if (id.client === author && words !== '') append(this.#written, words, { offset, next: (last) => last.offset })
  }

  #readCharacter(item: Y.Item, character: string, clock: number): void {
    const { named, untold, author } = this.#loss
    const id = Y.createID(item.id.client, clock)
    const offset = this.#seen.length
    const hasFallen = fellIn(this.#loss, item)
    if (!Y.isDeleted(named, id)) {
      if (hasFallen && id.client === author) append(this.#written, character, { offset, next: (last) => last.offset })
      return
    }
    // Whoever comes back is told of every deletion there ever was: one's own of long ago, too, is named then, and says nothing.
    const isWithdrawn = !hasFallen && Y.isDeleted(untold, id)
    if (!hasFallen && !isWithdrawn) return
    if (isWithdrawn) append(this.#withdrawn, character, { offset, next: (last) => last.offset + last.text.length })
    this.#seen += character
  }
}

/** `next` is where a run would go on. */
function append(
  runs: Run[],
  words: string,
  { offset, next }: { readonly offset: number; readonly next: (last: Run) => number },
): void {
  const last = runs.at(-1)
  if (last !== undefined && next(last) === offset) runs[runs.length - 1] = { ...last, text: last.text + words }
  else runs.push({ offset, text: words })
}

function lostBlock(block: Y.XmlElement, loss: Loss): LostBlock {
  const words = new FallenWords(loss).addBlock(block).read()
  return { ...words, blockId: idSeenIn(block, loss), neighbours: neighboursOf(block) }
}

/** The block's id for whoever took it away: Enter before a line leaves its block to the empty line above, under another id. */
function idSeenIn({ _map: attributes }: Y.XmlElement, { named }: Loss): string | null {
  let seen = attributes.get('blockId') ?? null
  while (seen !== null && !Y.isDeleted(named, seen.id)) seen = seen.left
  return textIn(seen) ?? textIn(attributes.get('blockId'))
}

/** A block that is still there after one of its texts fell, as it stands now. */
class KeptBlock {
  #text = ''
  /** For each place of the text, whether the transaction wrote it. */
  readonly #isNew: boolean[] = []
  readonly #fallen: { readonly text: Y.XmlText; readonly at: number }[] = []
  readonly #block: Y.XmlElement
  readonly #loss: Loss

  constructor(block: Y.XmlElement, loss: Loss) {
    this.#block = block
    this.#loss = loss
    for (let child = block._start; child !== null; child = child.right) {
      const type = child.content instanceof Y.ContentType ? child.content.type : null
      if (!child.deleted) this.#addKept(child, type)
      else if (type instanceof Y.XmlText && fellIn(loss, child))
        this.#fallen.push({ text: type, at: this.#text.length })
    }
  }

  /** The words of each text that fell go to where its copy is. */
  lost(): readonly LostBlock[] {
    const blockId = attributeOf(this.#block, 'blockId')
    return this.#fallen.map(({ text, at }) => {
      const { seen, written, withdrawn } = new FallenWords(this.#loss).addText(text).read()
      const copyAt = this.#copyOf(seen)
      const inBlock = (run: Run): Run => ({ ...run, offset: copyAt === null ? at : copyAt + run.offset })
      return {
        ...{ blockId, seen: this.#text, neighbours: [] },
        written: written.map(inBlock),
        withdrawn: copyAt === null ? [] : withdrawn.map(inBlock),
      }
    })
  }

  #addKept(child: Y.Item, type: unknown): void {
    if (!(type instanceof Y.XmlText)) this.#add(child, THING)
    else
      for (let item = type._start; item !== null; item = item.right)
        if (!item.deleted && item.content instanceof Y.ContentString) this.#add(item, item.content.str)
  }

  #add({ id }: Y.Item, words: string): void {
    this.#text += words
    const isNew = id.clock >= (this.#loss.before.get(id.client) ?? 0)
    this.#isNew.push(...Array.from({ length: words.length }, () => isNew))
  }

  /** A copy is written behind what was there. */
  #copyOf(seen: string): number | null {
    for (let at = this.#text.length - seen.length; at >= 0 && seen !== ''; at -= 1) {
      const isCopy = this.#text.startsWith(seen, at) && this.#isNew.slice(at, at + seen.length).every(Boolean)
      if (isCopy) return at
    }
    return null
  }
}

function lostIn(block: Y.XmlElement, loss: Loss): readonly LostBlock[] {
  const lost = block._item?.deleted === true ? [lostBlock(block, loss)] : new KeptBlock(block, loss).lost()
  return lost.filter(({ written, withdrawn }) => written.length + withdrawn.length > 0)
}

/**
 * What `author` had written and deleted in blocks that fell in `transaction`, as far as whoever took them away did not
 * know of it. To make a line a heading or a list item is, in the shared document, to delete its block and write a copy of
 * what one sees; and a line that two began at once holds two texts, of which whoever writes on in it copies the second into
 * the first. Each character is told exactly: a deletion names what its author had seen, and takes the rest along
 * without naming it; and what was named although one had deleted it, and told nobody yet, is in the copy again.
 *
 * In the order of the note. Cost: nothing while no block falls. To be asked before the transaction is cleaned up.
 */
export function unseenWords(
  transaction: Y.Transaction,
  author: number,
  toldIn: () => ToldDeletions,
): readonly LostBlock[] {
  const blocks = new Set<Y.XmlElement>()
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    const type = struct instanceof Y.Item && struct.content instanceof Y.ContentType ? struct.content.type : null
    const block = type instanceof Y.XmlText ? type.parent : type
    if (block instanceof Y.XmlElement) blocks.add(block)
  })
  if (blocks.size === 0) return []
  const loss = { fell: transaction.deleteSet, before: transaction.beforeState, ...toldIn(), author }
  return [...blocks]
    .map((block) => ({ block, lost: lostIn(block, loss) }))
    .filter(({ lost }) => lost.length > 0)
    .map(({ block, lost }) => ({ place: placeOf(block), lost }))
    .toSorted((one, other) => inOrder(one.place, other.place))
    .flatMap(({ lost }) => lost)
}

/** Where a block stands, or stood, among its neighbours and those around it, from the outermost on. */
function placeOf(block: Y.XmlElement): readonly number[] {
  const place: number[] = []
  for (let inner = block._item; inner !== null; ) {
    let index = 0
    for (let before = inner.left; before !== null; before = before.left) index += 1
    place.unshift(index)
    inner = inner.parent instanceof Y.XmlElement ? inner.parent._item : null
  }
  return place
}

function inOrder(one: readonly number[], other: readonly number[]): number {
  const depth = one.findIndex((index, at) => index !== other[at])
  return (one[depth] ?? 0) - (other[depth] ?? 0)
}
