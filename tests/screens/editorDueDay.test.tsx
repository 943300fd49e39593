import type { Editor } from '@tiptap/core'
import { expect, onTestFinished, test } from 'vitest'
import { twoEditors } from '#tests/support/twoEditors.ts'

function aTask(): { readonly editor: Editor; readonly field: HTMLInputElement } {
  const { editor } = twoEditors().writer
  editor.chain().setTextSelection(2).toggleNode('actionItem', 'paragraph').run()
  const { dom } = editor.view
  document.body.append(dom)
  onTestFinished(() => dom.remove())
  const label = [...dom.querySelectorAll('label')].find(({ textContent }) => textContent?.startsWith('期限'))
  const field = label?.querySelector('input')
  if (!(field instanceof HTMLInputElement)) throw new Error('an action item has a due day')
  return { editor, field }
}

const dueDay = ({ state }: Editor): unknown => state.doc.firstChild?.firstChild?.attrs.dueOn

test('[LD5.22] what a filling tool puts into a field without going there, and cannot be read, leaves the date that stood there', () => {
  const { editor, field } = aTask()
  editor.view.dispatch(editor.state.tr.setNodeAttribute(1, 'dueOn', '2026-08-15'))
  field.value = 'らいしゅう'
  field.dispatchEvent(new Event('change'))

  expect(dueDay(editor)).toBe('2026-08-15')
})

test('[UI1.5] a due day without its year is the next such day, and stands there with its year once one has left', () => {
  const { editor, field } = aTask()
  field.focus()
  field.value = '1月15日'
  field.dispatchEvent(new InputEvent('input'))
  field.blur()

  expect(dueDay(editor)).toBe('2027-01-15')
  expect(field.value).toBe('令和9年1月15日')
})
