import { expect, onTestFinished, test } from 'vitest'
import { ledToRow, soughtRow } from './soughtRow.ts'

test('[CF3.4] an address leads to its row once for each visit: a note that is drawn anew takes the keyboard from nobody', () => {
  const before = location.href
  onTestFinished(() => history.replaceState(null, '', before))
  history.replaceState({ key: 'first' }, '', '/conferences/cnf_1#row=a%2Fb')

  const sought = [soughtRow(), soughtRow()]
  ledToRow()
  sought.push(soughtRow())
  history.pushState({ key: 'second' }, '', '/conferences/cnf_1#row=a%2Fb')
  sought.push(soughtRow())

  expect(sought).toEqual(['a/b', 'a/b', null, 'a/b'])
})
