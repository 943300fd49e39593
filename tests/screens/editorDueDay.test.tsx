import { expect, onTestFinished, test } from 'vitest'
import { twoEditors } from '#tests/support/twoEditors.ts'

test('[UI1.5] a due day without its year is the next such day, and stands there with its year once one has left', () => {
  const { editor } = twoEditors().writer
  editor.chain().setTextSelection(2).toggleNode('actionItem', 'paragraph').run()
  const { dom } = editor.view
  document.body.append(dom)
  onTestFinished(() => dom.remove())
  const label = [...dom.querySelectorAll('label')].find(({ textContent }) => textContent?.startsWith('期限'))
  const field = label?.querySelector('input')
  if (!(field instanceof HTMLInputElement)) throw new Error('an action item has a due day')
  field.focus()
  field.value = '1月15日'
  field.dispatchEvent(new InputEvent('input'))
  field.blur()

  expect(editor.state.doc.firstChild?.firstChild?.attrs.dueOn).toBe('2027-01-15')
  expect(field.value).toBe('令和9年1月15日')
})
