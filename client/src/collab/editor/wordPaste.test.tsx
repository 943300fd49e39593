import { expect, test } from 'vitest'
import { cleanPastedHtml } from './wordPaste.ts'

const textOf = (html: string): string =>
  new DOMParser().parseFromString(cleanPastedHtml(html), 'text/html').body.textContent

const wordItem = (level: number, bullet: string, text: string): string =>
  `<p class="MsoListParagraph" style="mso-list:l0 level${level} lfo1"><span style="mso-list:Ignore">${bullet}</span>${text}</p>`

test('[LD5.9] Word’s lists, which come as paragraphs with the bullet as text, become lists, nested as they were', () => {
  const html = [wordItem(1, '·', '住まい'), wordItem(2, '(1)', '更生保護施設'), wordItem(1, '·', '就労')].join('')

  expect(cleanPastedHtml(html).replaceAll(/ class="[^"]*"/g, '')).toBe(
    '<ul><li><p>住まい</p><ol><li><p>更生保護施設</p></li></ol></li><li><p>就労</p></li></ul>',
  )
})

test('[LD5.9] lists of Word in two cells, and before and after a heading or a table, stay where they were', () => {
  const cell = (text: string) => `<td>${wordItem(1, '·', text)}</td>`
  const html = [
    `<table><tbody><tr>${cell('住まい')}${cell('就労')}</tr></tbody></table>`,
    `${wordItem(1, '·', '一')}<h2>次の議題</h2>${wordItem(1, '·', '二')}${wordItem(2, '·', '三')}`,
  ].join('')
  const list = (...items: readonly string[]) => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`

  expect(cleanPastedHtml(html).replaceAll(/ class="[^"]*"/g, '')).toBe(
    [
      `<table><tbody><tr><td>${list('<p>住まい</p>')}</td><td>${list('<p>就労</p>')}</td></tr></tbody></table>`,
      `${list('<p>一</p>')}<h2>次の議題</h2>${list(`<p>二</p>${list('<p>三</p>')}`)}`,
    ].join(''),
  )
})

test('[LD5.9] pictures of the other computer, Word’s own marks and scripts are left out, the words stay', () => {
  const html =
    '<p>前<img src="file:///C:/x.png">後</p><!--[if gte vml 1]><v:shape>図</v:shape><![endif]--><o:p>段落</o:p><script>alert(1)</script>'

  expect(cleanPastedHtml(html)).toBe('<p>前後</p>段落')
})

test('[LD5.9] Excel’s tables keep their merged cells, and numbers that the server would refuse are left out', () => {
  const html =
    '<table><tbody><tr><td colspan="2">結合</td><td rowspan="99999">長い</td><td rowspan="0">無</td></tr></tbody></table><ol start="123456789"><li>一</li></ol>'

  expect(cleanPastedHtml(html)).toBe(
    '<table><tbody><tr><td colspan="2">結合</td><td>長い</td><td>無</td></tr></tbody></table><ol><li>一</li></ol>',
  )
})

test('[LD5.9] a paragraph that its style calls normal or bold stays a paragraph, and none of it is made bold for that', () => {
  const html =
    '<p style="font-weight:normal">一</p><p style="font-weight:400">二</p><h2 style="font-weight:bold">三</h2>'

  expect(cleanPastedHtml(html)).toBe('<p>一</p><p>二</p><h2>三</h2>')
})

test('[LD5.9] what a style says of letters is said by an element, and what Google Docs wraps everything in makes nothing bold', () => {
  const html =
    '<b style="font-weight:normal"><p style="margin:0"><span style="font-weight:700;color:#000">重要</span>と<span style="font-style: italic; text-decoration: underline">参考</span></p></b>'

  expect(cleanPastedHtml(html)).toBe('<p><span><strong>重要</strong></span>と<span><u><em>参考</em></u></span></p>')
})

test('[LD5.9] what only reads like a style is left as it was written, and a style sheet is not', () => {
  const html = '<style>p { color: red }</style><p title="a">書き方は style="color:red" です</p>'

  expect(cleanPastedHtml(html)).toBe('<p title="a">書き方は style="color:red" です</p>')
})

test('[LD5.74] the reading that Excel keeps of a name and does not show is left out', () => {
  const html =
    "<table><tbody><tr><td><ruby>見本<span style='display:none'><rt>ミホン </rt></span></ruby>の<ruby>会<span\n  style='display:none'><rt class=font5>カイ</rt></span></ruby></td></tr></tbody></table>"

  expect(textOf(html)).toBe('見本の会')
})

test.each([
  ['without brackets', '<ruby>見本<rt>みほん</rt></ruby>さん'],
  ['with brackets', '<ruby><rb>見本</rb><rp>（</rp><rt>みほん</rt><rp>）</rp></ruby>さん'],
])('[LD5.74] a reading that is shown stands in brackets behind the name, and not as part of it: %s', (_how, html) => {
  expect(textOf(html)).toBe('見本（みほん）さん')
})

test('[LD5.74] what somebody has noted in Word’s margin is not pasted with the words it is about', () => {
  const html = [
    '<p class=MsoNormal>甲の支援<span class=MsoCommentReference><span style="font-size:9.0pt"><![if !supportAnnotations]><a',
    ' class=msocomanchor id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[U1]</a><![endif]><span',
    ' style="mso-special-character:comment">&nbsp;</span></span></span></p><p>次</p>',
    '<div style="mso-element:comment-list"><![if !supportAnnotations]><hr class=msocomoff><![endif]>',
    '<div style="mso-element:comment"><div id="_com_1" class=msocomtxt><p class=MsoCommentText>内密</p></div></div></div>',
  ].join('')

  expect(textOf(html)).toBe('甲の支援次')
})

test.each([
  ['words hidden in Word', '<p>甲<span style="display:none;mso-hide:all">秘</span>乙</p>'],
  ['a hidden row', '<table><tr><td>甲</td></tr><tr style="display: none"><td>秘</td></tr><tr><td>乙</td></tr></table>'],
])('[LD5.74] what the other program does not show is not pasted: %s', (_what, html) => {
  expect(textOf(html)).toBe('甲乙')
})

test.for([
  ['style sheets that do not end', '<style>'.repeat(40_000)],
  ['conditions that do not end', '<!--[if'.repeat(40_000)],
  ['parts for Word that do not end', '<!--[if x]>'.repeat(40_000)],
  ['a style of half a megabyte', `<span style="${'text-decoration:'.repeat(40_000)}">字</span>`],
  ['a list of half a megabyte', `<p style="${'mso-list:'.repeat(60_000)}">字</p>`],
] as const)('[LD5.39] what was made to freeze the page is read in a moment: %s', ([, html]) => {
  const startedAt = performance.now()

  cleanPastedHtml(html)

  expect(performance.now() - startedAt).toBeLessThan(3_000)
})
