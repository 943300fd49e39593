import { expect, test } from 'vitest'
import type { Value } from './bson/values.ts'
import { Cursors } from './commands/cursors.ts'
import { Sessions } from './commands/sessions.ts'
import { Store } from './storage/store.ts'
import { Turn } from './turn.ts'

/** A turn whose end the test holds, and what has been answered so far. */
function aTurn() {
  const store = new Store(':memory:')
  const sessions = new Sessions(store, () => undefined)
  const turn = new Turn({ store, cursors: new Cursors(), sessions, willBeBusy: () => undefined }, () => store.undo())
  const answered: string[] = []
  const ask = (name: string, fields: readonly (readonly [string, Value])[] = []) => {
    const command = new Map<string, Value>([[name, 'rows'], ...fields, ['$db', 'x']])
    turn.handle({ id: 1, isLegacy: false, wantsReply: true, command }, () => answered.push(name))
  }
  return { turn, ask, answered }
}

const documents: readonly [string, Value] = ['documents', [new Map([['_id', 'a']])]]

test('[OP1.2] from the first write of a turn on no answer leaves before the commit, not even to a read', () => {
  const { turn, ask, answered } = aTurn()

  ask('insert', [documents])
  ask('find')
  const before = [...answered]
  turn.finish()

  expect(before).toEqual([])
  expect(answered).toEqual(['insert', 'find'])
})

test('what is read while nothing waits for a commit is answered at once', () => {
  const { turn, ask, answered } = aTurn()
  ask('insert', [documents])
  turn.finish()

  ask('find')

  expect(answered).toEqual(['insert', 'find'])
})
