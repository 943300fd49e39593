import { type Doc, isDoc, type Value } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import { fieldPath } from '../query/fieldPath.ts'

/** A computed value of a document; undefined is "no such field". */
export type Expression = (doc: Doc) => Value | undefined

/** Reads an expression: a field's path, a constant, or a document of those. Throws: a refusal of every operator. */
export function parseExpression(given: Value): Expression {
  if (typeof given === 'string' && given.startsWith('$')) return pathExpression(given.slice(1))
  if (Array.isArray(given)) throw refused('a computed list')
  return isDoc(given) ? documentExpression(given) : () => given
}

/** What an expression finds at a path: through arrays it collects, without looking at positions. */
export function fieldValue(value: Value | undefined, path: readonly string[]): Value | undefined {
  const [name, ...rest] = path
  if (name === undefined) return value
  if (isDoc(value)) return fieldValue(value.get(name), rest)
  if (!Array.isArray(value)) return undefined
  return value.flatMap((item) => {
    const found = isDoc(item) ? fieldValue(item, path) : undefined
    return found === undefined ? [] : [found]
  })
}

/** Every value at the path, arrays taken apart: what `distinct` collects. */
export function valuesAt(doc: Doc, path: readonly string[]): Value[] {
  const [name = '', ...rest] = path
  // MongoDB takes such a field before the way through documents, but not when it answers from an index.
  if (rest.length > 0 && doc.has(path.join('.'))) throw refused('distinct of a field whose name has a dot in it')
  const value = doc.get(name)
  if (value === undefined) return []
  const items = Array.isArray(value) ? value : [value]
  return rest.length === 0 ? items : items.flatMap((item) => (isDoc(item) ? valuesAt(item, rest) : []))
}

function pathExpression(text: string): Expression {
  if (text.startsWith('$')) throw refused(`the variable $${text}`)
  if (text === '') throw new MongoError('Location16872', "'$' by itself is not a valid FieldPath")
  const path = fieldPath(text)
  return (doc) => fieldValue(doc, path)
}

function documentExpression(given: Doc): Expression {
  const odd = [...given.keys()].find((name) => name.startsWith('$') || name.includes('.') || name === '')
  if (odd !== undefined) throw refused(`the expression ${odd}`)
  const fields = [...given].map(([name, part]) => [name, parseExpression(part)] as const)
  return (doc) => {
    const result: Doc = new Map()
    for (const [name, part] of fields) {
      const value = part(doc)
      if (value !== undefined) result.set(name, value)
    }
    return result
  }
}
