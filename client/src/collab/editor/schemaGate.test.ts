import { createHash } from 'node:crypto'
import { getSchema } from '@tiptap/core'
import { expect, test } from 'vitest'
import { LINE_NODES, MARKS, NODES, SCHEMA_VERSION } from '#shared/document/bodySchema.ts'
import { SCHEMA_FINGERPRINTS } from '#shared/document/schemaFingerprints.ts'
import { stillClock } from '#tests/support/stillClock.ts'
import { japaneseWords } from '../words.ts'
import { schemaExtensions } from './extensions.ts'

const schema = getSchema(
  schemaExtensions({
    words: japaneseWords,
    directory: { organisations: () => [], people: () => [] },
    clock: stillClock,
  }),
)

/** What only ProseMirror has: the root, and text, which is `Y.XmlText` in the shared document. */
const WITHOUT_ELEMENT = ['doc', 'text']

const attributesOf = (specs: { readonly [name: string]: { readonly attrs?: object | null | undefined } }) =>
  Object.fromEntries(Object.entries(specs).map(([name, { attrs }]) => [name, Object.keys(attrs ?? {}).sort()]))

const byName = (attributes: { readonly [name: string]: readonly string[] }) => Object.entries(attributes).sort()

test('[LD2.6] the editor has exactly the nodes and marks of the list, and each exactly the attributes', () => {
  const nodes = Object.entries(schema.nodes).filter(([name]) => !WITHOUT_ELEMENT.includes(name))
  const editorNodes = Object.fromEntries(nodes.map(([name, type]) => [name, { attrs: type.spec.attrs }]))
  const editorMarks = Object.fromEntries(
    Object.entries(schema.marks).map(([name, type]) => [name, { attrs: type.spec.attrs }]),
  )
  const listed = (list: typeof NODES | typeof MARKS) =>
    attributesOf(Object.fromEntries(Object.entries(list).map(([name, attrs]) => [name, { attrs }])))

  expect(byName(attributesOf(editorNodes))).toEqual(byName(listed(NODES)))
  expect(byName(attributesOf(editorMarks))).toEqual(byName(listed(MARKS)))
})

test('[LD2.6] text stands in exactly those nodes of the editor that the list calls lines', () => {
  const lines = Object.values(schema.nodes).filter((type) => type.inlineContent)

  expect(lines.map(({ name }) => name).sort()).toEqual([...LINE_NODES].sort())
})

/** Everything by which one release's editor could take for wrong, and delete, what another's wrote. */
function fingerprint(): string {
  const nodes = Object.entries(schema.nodes).map(([name, { spec }]) => [
    name,
    { content: spec.content ?? '', group: spec.group ?? '', marks: spec.marks ?? null, inline: spec.inline ?? false },
  ])
  const marks = Object.entries(schema.marks).map(([name, { spec }]) => [name, { excludes: spec.excludes ?? null }])
  const whole = JSON.stringify([nodes.sort(), marks.sort(), Object.entries(NODES).sort(), Object.entries(MARKS).sort()])
  return createHash('sha256').update(whole).digest('hex').slice(0, 16)
}

test('[LD2.7] a node, mark or attribute is added, removed or changed only with a new schema version', () => {
  const versions = Object.keys(SCHEMA_FINGERPRINTS).map(Number)

  expect(
    SCHEMA_FINGERPRINTS[SCHEMA_VERSION],
    'the schema has changed: raise SCHEMA_VERSION and add the new fingerprint to schemaFingerprints.ts',
  ).toBe(fingerprint())
  expect(versions).toEqual(Array.from({ length: SCHEMA_VERSION }, (_none, index) => index + 1))
})
