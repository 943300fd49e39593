import { type Doc, isDoc, type Value } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import { fieldPath } from '../query/fieldPath.ts'

/** A computed value of a document; undefined is "no such field". */
export type Expression = (doc: Doc) => Value | undefined

/** Reads an expression: a field's path, a constant, or a list or document of those. Throws: a refusal of every operator. */
export function parseExpression(given: Value): Expression {
  if (typeof given === 'string' && given.startsWith('$')) return pathExpression(given.slice(1))
  if (Array.isArray(given)) {
    const parts = given.map(parseExpression)
    return (doc) => parts.map((part) => part(doc) ?? null)
  }
  if (!isDoc(given)) return () => given
  const [first] = given.keys()
  if (first === '$literal' && given.size === 1) return () => given.get(first)
  return documentExpression(given)
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
