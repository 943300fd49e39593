import { Int32 } from 'bson'
import { askedByProjection, refusingUnsure } from '../aggregate/covered.ts'
import { valuesAt } from '../aggregate/expressions.ts'
import { encodeDocument } from '../bson/encode.ts'
import { keyText } from '../bson/keyEncoding.ts'
import { type Doc, isDoc, type Reply, type Value } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import { conjunctsOf, type Leaf } from '../query/condition.ts'
import { fieldPath, isPosition } from '../query/fieldPath.ts'
import { parseQuery } from '../query/parseQuery.ts'
import { type Examined, findRecords } from '../storage/findRecords.ts'
import { type Context, findCollection, namespaceOf, type Run } from './command.ts'
import { CommandFields } from './commandFields.ts'
import { queryOf } from './queryOf.ts'
import { sessionKeyOf } from './sessions.ts'

const FIND_OPTIONS = ['filter', 'projection', 'sort', 'skip', 'limit', 'batchSize', 'singleBatch']

export function find(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('find', doc, FIND_OPTIONS)
  const batchSize = fields.count('batchSize')
  const singleBatch = fields.flag('singleBatch') || !findCollection(context, fields.collection())
  const examined: Examined = { plan: undefined, documents: 0 }
  const isSorting = Boolean(fields.document('sort')?.size)
  const results = {
    namespace: namespaceOf(context.database, fields.collection()),
    documents: foundBy(context, fields, examined),
    view: context.view,
    deadline: context.deadline,
    session: sessionKeyOf(fields.get('lsid')),
    // MongoDB learns only by asking again that nothing follows what it has sorted itself.
    limit: () =>
      (isSorting && !examined.plan?.isSorted ? undefined : fields.count('limit')) || Number.POSITIVE_INFINITY,
  }
  return context.cursors.first(results, batchSize, singleBatch)
}

function foundBy(context: Context, fields: CommandFields, examined?: Examined): IteratorObject<Doc | Uint8Array> {
  const collection = findCollection(context, fields.collection())
  const [skip, limit] = [fields.count('skip') ?? 0, fields.count('limit') || Number.POSITIVE_INFINITY]
  const [filter, projection, sort] = ['filter', 'projection', 'sort'].map((field) => fields.document(field))
  const query = queryOf(context, { filter, projection, sort })
  const refuseUnsure = refusingUnsure(collection, askedByProjection(projection))
  const isWhole = !projection?.size
  const found = findRecords(context.view, collection, query, examined)
  return found
    .drop(skip)
    .take(limit)
    .map(({ doc, bytes }) => {
      refuseUnsure(doc)
      return isWhole ? bytes : query.project(doc)
    })
}

export function getMore(doc: Doc): Run {
  const fields = new CommandFields('getMore', doc, ['collection', 'batchSize'])
  const id = fields.get('getMore')
  if (typeof id !== 'bigint') throw new MongoError('TypeMismatch', "BSON field 'getMore.getMore' is not a long")
  const [name, batchSize] = [fields.text('collection'), fields.count('batchSize')]
  const session = sessionKeyOf(fields.get('lsid'))
  return ({ cursors, database, view }) => {
    if (doc.has('maxTimeMS')) throw refused('getMore with maxTimeMS')
    return cursors.more(id, { namespace: namespaceOf(database, name), view, session }, batchSize)
  }
}

export function killCursors(doc: Doc): Run {
  const fields = new CommandFields('killCursors', doc, ['cursors'])
  const ids = fields.longs('cursors')
  return (context) => {
    const cursorsKilled = ids.filter((id) => context.cursors.kill(id))
    const cursorsNotFound = ids.filter((id) => !cursorsKilled.includes(id))
    return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [], ok: 1 }
  }
}

/** All of a collection; what a query finds is counted by `aggregate`. */
export function count(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('count', doc, [])
  const collection = findCollection(context, fields.collection())
  return { n: new Int32(collection?.count() ?? 0), ok: 1 }
}

const MAX_DISTINCT_BYTES = 16 * 1024 * 1024 - 1024

export function distinct(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('distinct', doc, ['key', 'query'])
  const collection = findCollection(context, fields.collection())
  const key = fields.text('key')
  if (key.includes('$')) throw refused('distinct of a field whose name begins with $')
  const query = queryOf(context, { filter: fields.document('query') })
  const path = fieldPath(key)
  if (path.some(isPosition)) throw refused('distinct by positions')
  const values = new Map<string, Value>()
  for (const found of findRecords(context.view, collection, query)) {
    for (const value of valuesAt(found.doc, path)) {
      const key = keyText(value)
      if (!values.has(key)) values.set(key, value)
    }
  }
  const answer = { values: [...values.values()], ok: 1 }
  if (encodeDocument(answer).length > MAX_DISTINCT_BYTES) {
    throw new MongoError('Location17217', 'distinct too big, 16mb cap')
  }
  return answer
}

function isOfWholeArray({ operator, operand }: Leaf): boolean {
  const isArray = (value: Value | undefined) => Array.isArray(value)
  if (operator === '$eq') return isArray(operand)
  if (operator !== '$elemMatch' || !isDoc(operand)) return false
  return [...operand.values()].some((value) => isArray(value) || (isDoc(value) && isArray(value.get('$eq'))))
}

/** Which index a `find` uses, and how many documents it looks at. */
export function explain(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('explain', doc, ['verbosity'])
  const inner = fields.requiredDocument('explain')
  if (!inner.has('find')) throw refused('explain of anything but find')
  const find = new CommandFields('find', inner, FIND_OPTIONS)
  // MongoDB finds a whole array by two places of an index, and its plan goes by that; here no index is asked for one.
  const parts = conjunctsOf(parseQuery(find.document('filter') ?? new Map()))
  if (parts.some((part) => part.kind === 'leaf' && isOfWholeArray(part)))
    throw refused('explain of a comparison with a whole array')
  const examined: Examined = { plan: undefined, documents: 0 }
  const returned = foundBy(context, find, examined).reduce((counted) => counted + 1, 0)
  const { plan } = examined
  const index = plan?.index
  const scan = index
    ? { stage: 'FETCH', inputStage: { stage: 'IXSCAN', indexName: index.spec.name, keyPattern: index.spec.key } }
    : { stage: 'COLLSCAN' }
  const isSorting = find.document('sort')?.size && !plan?.isSorted
  return {
    queryPlanner: {
      namespace: namespaceOf(context.database, find.collection()),
      winningPlan: isSorting ? { stage: 'SORT', inputStage: scan } : scan,
      rejectedPlans: [],
    },
    executionStats: {
      executionSuccess: true,
      nReturned: new Int32(returned),
      totalKeysExamined: new Int32(index ? examined.documents : 0),
      totalDocsExamined: new Int32(examined.documents),
    },
    ok: 1,
  }
}
