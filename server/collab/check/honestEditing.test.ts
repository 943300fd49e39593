import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { digestChunks } from '#shared/document/digest.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { SEED } from '#tests/support/seededRandom.ts'
import { aNote, aReplica, firstParagraph, MEMBER_A, type Replica, receive } from '#tests/support/sharedNote.ts'

/** One act of a session: who, what (edit, send, hear, send twice, lose the line and come back), and where. */
type Act = readonly [member: number, what: number, at: number, more: number]

const sessions = fc.array(fc.tuple(fc.nat(2), fc.nat(12), fc.nat(40), fc.nat(40)), { maxLength: 80 })

/** A member's editor with what is on its way to the server. */
interface Editor extends Replica {
  readonly undo: Y.UndoManager
}

function anEditor(server: Y.Doc, clientId: number): Editor {
  const replica = aReplica(server, clientId)
  return { ...replica, undo: new Y.UndoManager(bodyOf(replica.doc), { captureTimeout: 0 }) }
}

const EDITS: readonly ((editor: Editor, at: number, more: number) => unknown)[] = [
  ({ text }, at) => text().insert(at % (text().length + 1), '会'),
  ({ text }, at, more) => text().insert(at % (text().length + 1), '会議の記録'.slice(more % 5)),
  ({ text }, at, more) => text().length > at && text().delete(at, Math.min(1 + (more % 3), text().length - at)),
  ({ text }, at, more) => text().length > at && text().format(at, 1, { bold: more % 2 === 0 ? {} : null }),
  ({ doc }, at) => {
    const section = bodyOf(doc).get(at % bodyOf(doc).length)
    if (!(section instanceof Y.XmlElement)) return
    const heading = new Y.XmlElement<{ level: number }>('heading')
    heading.setAttribute('level', 1 + (at % 3))
    section.insert(section.length, [heading as unknown as Y.XmlElement])
  },
  ({ doc }, at) => {
    const section = bodyOf(doc).get(at % bodyOf(doc).length)
    if (section instanceof Y.XmlElement && section.length > 1) section.delete(1, 1)
  },
  ({ undo }) => undo.undo(),
  ({ undo }) => undo.redo(),
]

/** Three members, a server that checks everything, and a second one that applies the same frames as they were sent. */
class Session {
  readonly server = aNote()
  readonly unchecked = aNote()
  readonly refusals: unknown[] = []
  readonly #editors = [101, 202, 303].map((id) => anEditor(this.server, id))

  do([member, what, at, more]: Act): void {
    const editor = this.#editors[member]
    if (editor === undefined) return
    const edit = EDITS[what]
    if (edit !== undefined) edit(editor, at, more)
    else if (what === 8) this.#send(editor, 1)
    else if (what === 9) this.#send(editor, 2)
    else if (what === 10) this.#hear(editor)
    else this.#reconnect(editor, what === 11)
  }

  end(): readonly Y.Doc[] {
    for (const editor of this.#editors) this.#reconnect(editor, false)
    for (const editor of this.#editors) this.#hear(editor)
    return [this.server, this.unchecked, ...this.#editors.map(({ doc }) => doc)]
  }

  #send({ doc, sent }: Editor, times: number): void {
    const update = sent.shift()
    for (let time = 0; update !== undefined && time < times; time++) this.#receive(update, doc.clientID)
  }

  #hear({ doc }: Editor): void {
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.server, Y.encodeStateVector(doc)), 'received')
  }

  /** What was on its way is lost; then everything the server lacks comes in one frame, and a keystroke may overtake it. */
  #reconnect(editor: Editor, isOvertaken: boolean): void {
    editor.sent.splice(0)
    const serverClocks = Y.encodeStateVector(this.server)
    if (isOvertaken) {
      editor.text().insert(0, '速')
      for (const update of editor.sent.splice(0)) this.#receive(update, editor.doc.clientID)
    }
    this.#receive(Y.encodeStateAsUpdate(editor.doc, serverClocks), editor.doc.clientID)
  }

  #receive(update: Uint8Array, clientId: number): void {
    const { verdict, ...more } = receive(this.server, update, [clientId])
    if (verdict === 'refused') this.refusals.push(more)
    if (verdict !== 'gap') Y.applyUpdate(this.unchecked, update)
  }
}

test(`[KS3] whatever three honest editors do, repeat and lose, nothing is refused and every replica ends equal (seed ${SEED})`, () => {
  fc.assert(
    fc.property(sessions, (acts) => {
      const session = new Session()

      for (const act of acts) session.do(act)
      const [server, ...others] = session.end().map(digestChunks)

      expect(session.refusals).toEqual([])
      for (const other of others) expect(other).toEqual(server)
    }),
    { seed: SEED, numRuns: 150 },
  )
})

test('[KS3] after a reconnect the whole state sent again is a duplicate', () => {
  const server = aNote()
  const memberA = aReplica(server, MEMBER_A)
  memberA.text().insert(0, '会議を始める')
  memberA.text().delete(1, 2)
  for (const update of memberA.sent) receive(server, update, [MEMBER_A])

  expect(receive(server, Y.encodeStateAsUpdate(memberA.doc), [MEMBER_A])).toEqual({ verdict: 'duplicate' })
  expect(receive(server, Uint8Array.of(0, 0), [MEMBER_A])).toEqual({ verdict: 'duplicate' })
})

test('[KS3] what a member made and removed while offline comes as collected structs, and is taken', () => {
  const server = aNote()
  const memberA = aReplica(server, MEMBER_A)
  const section = firstParagraph(memberA.doc).parent
  if (!(section instanceof Y.XmlElement)) throw new Error('a paragraph stands in a section')
  const draft = new Y.XmlElement('paragraph')
  draft.insert(0, [new Y.XmlText('消した下書き')])
  section.insert(1, [draft])
  section.delete(1, 1)
  memberA.text().insert(0, '残した文')

  const state = Y.encodeStateAsUpdate(memberA.doc, Y.encodeStateVector(server))

  expect(Y.decodeUpdate(state).structs.some((struct) => struct instanceof Y.GC)).toBe(true)
  expect(receive(server, state, [MEMBER_A]).verdict).toBe('apply')
  expect(digestChunks(server)).toEqual(digestChunks(memberA.doc))
})
