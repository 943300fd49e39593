import { textOf } from '../connection/presence.ts'
import { type CollabWords, fill } from '../words.ts'

/** What the server wrote about the owner of a caret, with the colour under the name the caret plugin wants. */
type CaretOwner = { readonly [field: string]: unknown }

/** 姓: what stands before the first space; the whole name where there is none. */
const familyNameOf = (name: string): string => name.trim().split(/[\s　]+/)[0] ?? ''

export function caretLabel(owner: CaretOwner, words: CollabWords): string {
  const name = familyNameOf(textOf(owner.name))
  const organisation = textOf(owner.organisationName)
  return organisation === '' ? name : fill(words.presence.caret, { name, organisation })
}

/** A stroke where the other person writes, and their name and organisation over it. */
export function drawCaret(owner: CaretOwner, words: CollabWords): HTMLElement {
  const caret = document.createElement('span')
  const label = document.createElement('span')
  const colour = textOf(owner.color)
  caret.className = 'peer-caret'
  caret.style.borderColor = colour
  label.className = 'peer-caret-label'
  label.style.backgroundColor = colour
  label.textContent = caretLabel(owner, words)
  caret.append(label)
  return caret
}
