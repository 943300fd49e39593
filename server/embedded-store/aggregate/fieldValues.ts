import { type Doc, isDoc, type Value } from '../bson/values.ts'

/** Every value at the path, arrays taken apart: what `distinct` collects. */
export function valuesAt(doc: Doc, path: readonly string[]): Value[] {
  const [name, ...rest] = path
  const value = name === undefined ? undefined : doc.get(name)
  if (value === undefined) return []
  if (rest.length === 0) return Array.isArray(value) ? value : [value]
  return inside(value, rest)
}

function inside(value: Value, path: readonly string[]): Value[] {
  if (isDoc(value)) return valuesAt(value, path)
  if (!Array.isArray(value)) return []
  const [name, ...rest] = path
  const positioned = name !== undefined && /^(?:0|[1-9]\d*)$/.test(name) ? value[Number(name)] : undefined
  if (positioned !== undefined) {
    if (rest.length > 0) return inside(positioned, rest)
    return Array.isArray(positioned) ? positioned : [positioned]
  }
  return value.flatMap((item) => (isDoc(item) ? valuesAt(item, path) : []))
}
