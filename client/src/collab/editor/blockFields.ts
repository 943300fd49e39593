import type { NodeViewRenderer, Storage } from '@tiptap/core'
import type { Node as ProseMirrorNode } from '@tiptap/pm/model'
import { TextSelection } from '@tiptap/pm/state'
import type { Decoration, EditorView, ViewMutationRecord } from '@tiptap/pm/view'
import { noteHalfWritten } from '#client/ui/filledIn.ts'
import { type HalfWritten, keepHalves, resumeHalves } from './halfFields.ts'

export type FieldPatch = { readonly [attribute: string]: string | null }

interface FieldBase {
  readonly label: string
  /** What the field shows for a node. */
  readonly show: (attrs: ProseMirrorNode['attrs']) => string
}

export interface ChoiceField extends FieldBase {
  readonly kind: 'choice'
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  readonly attribute: string
}

export interface TextField extends FieldBase {
  readonly kind: 'text'
  /** The id of a `datalist` of suggestions. */
  readonly listId?: string
  /** What the text means for the node, or a sentence why it means nothing. */
  readonly read: (text: string) => FieldPatch | string
}

export type BlockField = ChoiceField | TextField

/** What a mark over a block says: which of its fields holds what is looked for, and whether that is the one that was gone to. */
export interface FoundField {
  readonly foundField: number
  readonly isShown: boolean
}

/** The fields of each kind of block, where others find them. */
export interface FieldStorage {
  readonly name: string
  readonly fields: readonly BlockField[]
}

declare module '@tiptap/core' {
  interface Storage {
    readonly [block: string]: FieldStorage | undefined
  }
}

function textShown(field: BlockField, attrs: ProseMirrorNode['attrs']): string {
  const shown = field.show(attrs)
  return field.kind === 'choice' ? (field.choices.find(({ value }) => value === shown)?.label ?? '') : shown
}

/** What stands in the fields of a block, as it is read. */
export const fieldsShown = (storage: Storage, { type, attrs }: ProseMirrorNode) =>
  (storage[type.name]?.fields ?? []).map((field) => ({ label: field.label, text: textShown(field, attrs) }))

/** A block with its fields as they are read on one line, where it is copied to other programs. */
export function blockSaid(name: string, fields: readonly BlockField[], attrs: ProseMirrorNode['attrs']): string {
  const given = fields.flatMap((field) => {
    const text = textShown(field, attrs)
    return text === '' ? [] : [`${field.label}: ${text}`]
  })
  const isSaid = given[0]?.startsWith(`${name}: `) === true
  return (isSaid ? given : [name, ...given]).join(' / ')
}

interface BlockLooks {
  readonly name: string
  readonly className: string
  readonly fields: readonly BlockField[]
}

interface Control extends HalfWritten {
  readonly wrapper: HTMLElement
  /** Shows the node's present value, unless someone is writing there. */
  readonly show: (node: ProseMirrorNode) => void
}

interface ControlPorts {
  readonly change: (patch: FieldPatch) => void
  /** To the words of the block. */
  readonly goOn: () => void
}

/** Unit: characters; far above any name, far below what the server takes for one value. */
const LONGEST_FIELD = 200

function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  text = '',
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  made.className = className
  made.textContent = text
  return made
}

function choiceControl(field: ChoiceField, { change }: ControlPorts): Control {
  const wrapper = element('label', 'block-field')
  const select = element('select', 'block-field-control')
  for (const { value, label } of field.choices) select.add(new Option(label, value))
  select.addEventListener('change', () => change({ [field.attribute]: select.value }))
  wrapper.append(element('span', 'block-field-label', field.label), select)
  return {
    wrapper,
    show: (node) => {
      select.value = field.show(node.attrs)
    },
  }
}

const isEnter = ({ key, isComposing, keyCode }: KeyboardEvent): boolean =>
  key === 'Enter' && !isComposing && keyCode !== 229

const isComposed = (event: Event): boolean => event instanceof InputEvent && event.isComposing

/** Goes on where the field could be read; otherwise that is said beside it, and the keyboard stays. */
function leave(press: KeyboardEvent, input: HTMLInputElement, goOn: () => void): void {
  // Or the same press ends a line among the words, and what is typed there stands on the screen and in no document.
  press.preventDefault()
  input.blur()
  if (input.getAttribute('aria-invalid') === 'true') input.focus()
  else goOn()
}

function textElements({ label, listId }: TextField) {
  const wrapper = element('label', 'block-field')
  const input = element('input', 'block-field-control')
  const problem = element('span', 'block-field-problem')
  input.maxLength = LONGEST_FIELD
  input.autocomplete = 'off'
  if (listId !== undefined) input.setAttribute('list', listId)
  problem.setAttribute('role', 'alert')
  wrapper.append(element('span', 'block-field-label', label), input, problem)
  return { wrapper, input, problem }
}

function textControl(field: TextField, { change, goOn }: ControlPorts): Control {
  const { wrapper, input, problem } = textElements(field)
  const tell = (unreadable: string): void => {
    problem.textContent = unreadable
    input.setAttribute('aria-invalid', String(unreadable !== ''))
  }
  let [taken, entered] = ['', '']
  let latest: ProseMirrorNode['attrs'] | null = null
  const showLatest = (): void => {
    if (latest === null || problem.textContent !== '') return
    input.value = field.show(latest)
    taken = input.value
    entered = taken
  }
  const take = (): void => {
    const answer = field.read(input.value.trim())
    noteHalfWritten(input, typeof answer === 'string')
    if (typeof answer === 'string') return
    taken = input.value
    tell('')
    change(answer)
  }
  // As it is typed: otherwise it would be lost with the page, beside a sign that calls all of it saved.
  // A word that is still composed is nowhere else either.
  input.addEventListener('input', (event) => (isComposed(event) ? noteHalfWritten(input, true) : take()))
  input.addEventListener('compositionend', take)
  input.addEventListener('change', () => {
    // Put in at once by an aid, which tells of nothing else. What was taken before is not put over what another wrote meanwhile.
    if (input.value !== taken) take()
    const answer = field.read(input.value.trim())
    if (typeof answer !== 'string') return
    tell(answer)
    // On the way to what cannot be read, something else may have stood there for a moment that nobody meant.
    const before = field.read(entered.trim())
    if (taken !== entered && typeof before !== 'string') change(before)
  })
  // How what was typed has been understood, and what another wrote meanwhile.
  input.addEventListener('blur', () => {
    if (input.value === taken) showLatest()
  })
  input.addEventListener('keydown', (press) => {
    if (isEnter(press)) leave(press, input, goOn)
  })
  return {
    wrapper,
    show: ({ attrs }) => {
      latest = attrs
      if (document.activeElement !== input) showLatest()
    },
    half: () => (typeof field.read(input.value.trim()) === 'string' ? input.value : null),
    resume(half) {
      const answer = field.read(half.trim())
      if (typeof answer !== 'string') return
      input.value = half
      entered = taken
      noteHalfWritten(input, true)
      tell(answer)
    },
  }
}

const controlOf = (field: BlockField, ports: ControlPorts): Control =>
  field.kind === 'choice' ? choiceControl(field, ports) : textControl(field, ports)

const isInside = (parent: Element, target: EventTarget | null): boolean =>
  target instanceof Node && parent.contains(target)

/** The caret goes to the end of the block's words, unless it stands among them: what is done next is done to this block. */
function bringCaret(view: EditorView, at: number): void {
  const { doc, selection, tr } = view.state
  const end = at + 1 + (doc.nodeAt(at)?.content.size ?? 0)
  if (selection.from <= at || selection.to > end) view.dispatch(tr.setSelection(TextSelection.create(doc, end)))
}

function markFound(controls: readonly Control[], marks: readonly Decoration[]): void {
  for (const [index, { wrapper }] of controls.entries()) {
    const found = marks.filter(({ spec }) => spec.foundField === index)
    wrapper.classList.toggle('block-field-found', found.length > 0)
    wrapper.classList.toggle(
      'block-field-reached',
      found.some(({ spec }) => spec.isShown),
    )
  }
}

/** A block of text with fields above it that stand in the node's attributes. */
export function blockWithFields({ name, className, fields }: BlockLooks): NodeViewRenderer {
  return ({ node, view, getPos, decorations }) => {
    let shown = node
    const change = (patch: FieldPatch): void => {
      if (!view.editable) return void showAll()
      const at = getPos()
      const isSame = Object.entries(patch).every(([attribute, value]) => shown.attrs[attribute] === value)
      if (at === undefined || isSame) return
      const { tr } = view.state
      for (const [attribute, value] of Object.entries(patch)) tr.setNodeAttribute(at, attribute, value)
      view.dispatch(tr)
    }
    const controls = fields.map((field) => controlOf(field, { change, goOn: () => view.focus() }))
    const dom = element('div', `block-with-fields ${className}`)
    const head = element('div', 'block-head')
    const contentDOM = element('p', 'block-text')
    head.contentEditable = 'false'
    head.append(element('span', 'block-name', name), ...controls.map(({ wrapper }) => wrapper))
    dom.append(head, contentDOM)
    const showAll = (): void => {
      for (const control of controls) control.show(shown)
    }
    head.addEventListener('focusin', () => {
      const at = getPos()
      if (at !== undefined) bringCaret(view, at)
    })
    head.addEventListener('focusout', () => queueMicrotask(showAll))
    // The fields are controls of their own, and take keys where the text takes none any more.
    head.addEventListener('beforeinput', (event) => {
      if (!view.editable) event.preventDefault()
    })
    showAll()
    queueMicrotask(() => resumeHalves({ view, dom, node, controls }))
    markFound(controls, decorations)

    return {
      dom,
      contentDOM,
      update(next: ProseMirrorNode, marks: readonly Decoration[]) {
        // Another block that comes to stand here has fields of its own, and what is being typed is not for it.
        const isOther = shown.attrs.blockId !== null && shown.attrs.blockId !== next.attrs.blockId
        if (next.type !== shown.type || isOther) return false
        shown = next
        showAll()
        markFound(controls, marks)
        return true
      },
      stopEvent: (event: Event) => isInside(head, event.target),
      ignoreMutation: ({ target }: ViewMutationRecord) => isInside(head, target),
      destroy() {
        keepHalves({ view, dom, node: shown, controls })
        for (const input of head.querySelectorAll('input')) noteHalfWritten(input, false)
        // Taken away under the hands of whoever types in it: the keyboard goes where the caret was carried.
        if (!isInside(head, document.activeElement)) return
        queueMicrotask(() => {
          if (!view.isDestroyed) view.focus()
        })
      },
    }
  }
}
