import { Extension } from '@tiptap/core'
import { Fragment, type Node as ProseMirrorNode, Slice } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { lineBehindPasted } from './lineBehindPasted.ts'

const MAX_SPAN = 1_000
const NUMBERED = /^\s*[(（]?[0-9０-９一二三四五六七八九十a-zA-Zア-ン①-⑳]+[.．)）、]?\s*$/

/**
 * Where a style is kept while it is read. As a style our own policy would have the browser refuse it, with a line for each on
 * its console.
 */
const STYLE = 'data-pasted-style'
const TAG = /<[a-z][^<>]*>/gi
const WORD_ONLY = { begins: /<!--\[if[^\]<>]*\]>/gi, ends: /<!\[endif\]-->/gi }
const STYLE_SHEET = { begins: /<style\b/gi, ends: /<\/style>/gi }

/** Unit: characters of one style that are looked at; what is said of letters, and of a list, is said in far fewer. */
const LONGEST_STYLE = 2_000

const MARK_OF_STYLE: readonly (readonly [RegExp, string])[] = [
  [/font-weight:\s*(?:bold|[5-9]00)/i, 'strong'],
  [/font-style:\s*italic/i, 'em'],
  [/text-decoration[^;:]*:[^;]*line-through/i, 's'],
  [/text-decoration[^;:]*:[^;]*underline/i, 'u'],
]
const NOT_BOLD = /font-weight:\s*(?:normal|[1-4]00)/i

const styleOf = (element: Element): string => (element.getAttribute(STYLE) ?? '').slice(0, LONGEST_STYLE)

/** Word marks a list only in a style, `mso-list:l0 level2 lfo1`. */
const levelOf = (paragraph: Element): number | null => {
  const [, level] = /mso-list:[^;]*level(\d)/i.exec(styleOf(paragraph)) ?? []
  return level === undefined ? null : Number(level)
}

/** The bullet stands as text in a span that Word itself ignores when it reads the list. */
function takeBullet(paragraph: Element): string {
  const bullet = [...paragraph.querySelectorAll('span')].find((span) => /mso-list:\s*ignore/i.test(styleOf(span)))
  const text = bullet?.textContent ?? ''
  bullet?.remove()
  return text
}

interface OpenList {
  readonly list: Element
  readonly level: number
}

/** Puts one of Word's list paragraphs under the list that is open at its level, or opens one. */
function addToList(open: OpenList[], paragraph: Element, level: number): void {
  const bullet = takeBullet(paragraph)
  while (open.length > 0 && (open.at(-1)?.level ?? 0) > level) open.pop()
  const last = open.at(-1)
  const item = paragraph.ownerDocument.createElement('li')
  if (last === undefined || last.level < level) {
    const list = paragraph.ownerDocument.createElement(NUMBERED.test(bullet) ? 'ol' : 'ul')
    if (last === undefined) paragraph.before(list)
    else (last.list.lastElementChild ?? last.list).append(list)
    open.push({ list, level })
    list.append(item)
  } else last.list.append(item)
  item.append(paragraph)
}

function makeLists(body: Element): void {
  let open: OpenList[] = []
  for (const paragraph of [...body.querySelectorAll('p')]) {
    const level = levelOf(paragraph)
    // What follows a table, a heading, or in the next cell, is another list.
    if (open[0]?.list !== paragraph.previousElementSibling) open = []
    if (level !== null) addToList(open, paragraph, level)
  }
}

/** Numbers that no form needs would be refused by the server, and the whole connection with them. */
function limitNumbers(body: Element): void {
  for (const cell of body.querySelectorAll('td, th')) for (const name of ['colspan', 'rowspan']) limitSpan(cell, name)
  for (const list of body.querySelectorAll('ol')) {
    if (!/^\d{1,5}$/.test(list.getAttribute('start') ?? '')) list.removeAttribute('start')
    if (!/^[1aAiI]$/.test(list.getAttribute('type') ?? '')) list.removeAttribute('type')
  }
}

function limitSpan(cell: Element, name: string): void {
  const written = cell.getAttribute(name)
  if (written === null) return
  const span = Number(written)
  // "2 " is a number to a browser and a text to Tiptap, and a table whose widths are texts is never laid out.
  if (Number.isInteger(span) && span >= 1 && span <= MAX_SPAN) cell.setAttribute(name, String(span))
  else cell.removeAttribute(name)
}

/** Hidden words, rows, and the reading that a Japanese Excel keeps of each name; Word's comments, which it puts at the end. */
const HIDDEN = /(?:^|[;\s])(?:display:\s*none|mso-hide:\s*all|mso-element:\s*comment)/i

/** Whoever copies means what they see: what is not shown there would come to be read here by everybody. */
function takeOutHidden(body: Element): void {
  for (const anchor of body.querySelectorAll('.msocomanchor, .MsoCommentReference')) anchor.remove()
  for (const styled of body.querySelectorAll(`[${STYLE}]`)) if (HIDDEN.test(styleOf(styled))) styled.remove()
}

/** A reading over a name is no part of the name. */
function readingsInBrackets(body: Element): void {
  for (const reading of body.querySelectorAll('rt'))
    if (reading.previousElementSibling?.matches('rp') !== true)
      reading.textContent = `（${reading.textContent.trim()}）`
}

/** No style of another program takes effect: what it says of letters is said by elements. */
function stylesToElements(body: Element): void {
  for (const styled of [...body.querySelectorAll(`[${STYLE}]`)]) {
    const style = styleOf(styled)
    styled.removeAttribute(STYLE)
    // Google Docs puts all that it copies into one of these.
    if (styled.matches('b, strong') && NOT_BOLD.test(style)) styled.replaceWith(...styled.childNodes)
    if (!styled.matches('span')) continue
    for (const [says, name] of MARK_OF_STYLE) {
      if (!says.test(style)) continue
      const mark = styled.ownerDocument.createElement(name)
      mark.append(...styled.childNodes)
      styled.append(mark)
    }
  }
}

/** The same without its parts between a beginning and an end. Each is looked for once: where no end comes, none is looked for again. */
function without(html: string, { begins, ends }: { readonly begins: RegExp; readonly ends: RegExp }): string {
  const kept: string[] = []
  let from = 0
  for (;;) {
    begins.lastIndex = from
    const beginning = begins.exec(html)
    ends.lastIndex = begins.lastIndex
    if (beginning === null || ends.exec(html) === null) return `${kept.join('')}${html.slice(from)}`
    kept.push(html.slice(from, beginning.index))
    from = ends.lastIndex
  }
}

/** What Word, Excel and Google Docs put on the clipboard, as the editor's nodes can read it: real lists, no pictures of this computer. */
export function cleanPastedHtml(html: string): string {
  const quiet = without(without(html, WORD_ONLY), STYLE_SHEET).replaceAll(TAG, (tag) =>
    tag.replace(/\sstyle\s*=/i, ` ${STYLE}=`),
  )
  const { body } = new DOMParser().parseFromString(quiet, 'text/html')
  for (const foreign of body.querySelectorAll('img, script, xml, meta, link, .form-section-title')) foreign.remove()
  for (const named of [...body.querySelectorAll('*')])
    if (/^[ovw]:/i.test(named.tagName)) named.replaceWith(...named.childNodes)
  takeOutHidden(body)
  readingsInBrackets(body)
  makeLists(body)
  stylesToElements(body)
  limitNumbers(body)
  return body.innerHTML
}

/** A section copied out of the form is pasted as what stands in it. */
function withoutSections(content: Fragment): Fragment {
  const nodes = content.content.flatMap((node): readonly ProseMirrorNode[] =>
    node.type.name === 'formSection' ? node.content.content : [node],
  )
  return Fragment.from(nodes)
}

function pastedSlice(slice: Slice): Slice {
  const isSection = (node: ProseMirrorNode | null): boolean => node?.type.name === 'formSection'
  if (!isSection(slice.content.firstChild) && !isSection(slice.content.lastChild)) return slice
  const openStart = slice.openStart - (isSection(slice.content.firstChild) ? 1 : 0)
  const openEnd = slice.openEnd - (isSection(slice.content.lastChild) ? 1 : 0)
  return new Slice(withoutSections(slice.content), Math.max(0, openStart), Math.max(0, openEnd))
}

export const WordPaste = Extension.create({
  name: 'wordPaste',
  addProseMirrorPlugins: () => [
    new Plugin({ props: { transformPastedHTML: cleanPastedHtml, transformPasted: pastedSlice } }),
    lineBehindPasted(),
  ],
})
