import { expect, test } from 'vitest'
import { isAllowedUrl, MAX_URL_LENGTH } from './url.ts'

test('[LD2.3] web, mail and telephone addresses may be linked', () => {
  const allowed = ['https://example.jp/報告?a=1#b', 'HTTP://example.jp', 'mailto:a@example.jp', 'tel:0570-000-000']

  expect(allowed.map(isAllowedUrl)).toEqual([true, true, true, true])
})

test('[LD2.3] scripts, files, addresses without a scheme, hidden schemes and endless ones may not', () => {
  const refused = [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001https://example.jp',
    'data:text/html,x',
    'file:///etc/hosts',
    'vbscript:x',
    'blob:https://example.jp/1',
    '//example.jp',
    '/path',
    'example.jp',
    '',
    `https://example.jp/${'a'.repeat(MAX_URL_LENGTH)}`,
  ]

  expect(refused.filter(isAllowedUrl)).toEqual([])
})
