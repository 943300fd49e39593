import '../pageGlobals.ts'

import { Editor } from '@tiptap/core'
import type * as Y from 'yjs'
import { browserTimers } from '#client/collab/connection/timers.ts'
import { EDITOR_OPTIONS, editorExtensions } from '#client/collab/editor/extensions.ts'
import collabWords from '#client/collab/words/ja.json' with { type: 'json' }
import { documentHash } from '#server/collab/documentHash.ts'
import { systemClock } from '#server/platform/clock.ts'
import { NodePage, type PageDoor } from '../nodePage.ts'
import { RandomWriter } from '../randomWriter.ts'
import { seededRandom } from '../seededRandom.ts'
import { showsItsDocument } from '../showsItsDocument.ts'
import { answerAsks } from './askedProcess.ts'
import type { EditorAsk, EditorState } from './editorPerson.ts'

/** The product's own page: its connection, and its editor with all that belongs to it. */
interface Person {
  readonly page: NodePage
  readonly editor: Editor
  readonly writer: RandomWriter
}

async function open(door: PageDoor, seed: number): Promise<Person> {
  const page = new NodePage(door)
  await page.opened()
  const { connection } = page
  const editor = new Editor({
    element: document.createElement('div'),
    ...EDITOR_OPTIONS,
    extensions: editorExtensions({
      ...{ connection, words: collabWords, clock: systemClock, timers: browserTimers },
      directory: { organisations: () => [], people: () => [] },
      menu: { show: () => undefined, takesKey: () => false },
      onRefused: () => undefined,
    }),
  })
  editor.view.hasFocus = () => true
  const kind = { random: seededRandom(seed), isUndoing: true, isRewriting: true }
  const side = { editor, bridge: connection.bridge }
  return { page, editor, writer: new RandomWriter(0, side, { ...kind, lineActs: ['divide', 'join', 'make'] }) }
}

const hashOf = (doc: Y.Doc | null): string | null => (doc === null ? null : documentHash(doc).toString('hex'))

function stateOf({ page: { connection }, editor }: Person): EditorState {
  const { provider, body } = connection
  const digest = hashOf(provider.doc)
  const isSaved = provider.synced && !connection.hasUnacknowledged()
  return { digest, isWhole: isSaved && hashOf(body.doc) === digest && showsItsDocument({ editor }) }
}

let person: Person | null = null

async function answer(asked: EditorAsk): Promise<EditorState | null> {
  if (asked.ask === 'open') {
    person = await open(asked.door, asked.seed)
    return null
  }
  if (person === null) throw new Error('nobody has come in')
  const { provider } = person.page.connection
  if (asked.ask === 'act') person.writer.act()
  if (asked.ask === 'cut') provider.disconnect()
  if (asked.ask === 'mend') provider.connect()
  if (asked.ask === 'leave') {
    person.editor.destroy()
    person.page.leave()
  }
  return asked.ask === 'state' ? stateOf(person) : null
}

answerAsks(answer)
