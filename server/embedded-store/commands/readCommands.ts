import { Int32 } from 'bson'
import { valuesAt } from '../aggregate/fieldValues.ts'
import { mapped, slice } from '../aggregate/lazily.ts'
import { projectionOf } from '../aggregate/projection.ts'
import { encodeKey } from '../bson/keyEncoding.ts'
import type { Doc, Reply, Value } from '../bson/values.ts'
import { MongoError } from '../mongoError.ts'
import { type Examined, findRecords } from '../storage/findRecords.ts'
import { type Context, findCollection, namespaceOf } from './command.ts'
import { CommandFields } from './commandFields.ts'
import { queryOf } from './queryFields.ts'
import { sessionKeyOf } from './sessions.ts'

const FIND_OPTIONS = ['filter', 'projection', 'sort', 'skip', 'limit', 'batchSize', 'singleBatch', 'hint']

export function find(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('find', doc, FIND_OPTIONS)
  const namespace = namespaceOf(context.database, fields.text('find'))
  const results = {
    namespace,
    documents: foundBy(context, fields),
    view: context.view,
    deadline: context.deadline,
    session: sessionKeyOf(fields.get('lsid')),
    limit: fields.count('limit') || Number.POSITIVE_INFINITY,
  }
  return context.cursors.first(results, fields.count('batchSize'), fields.flag('singleBatch'))
}

function foundBy(context: Context, fields: CommandFields, examined?: Examined): Iterator<Doc> {
  const collection = findCollection(context, fields.text('find'))
  const parts = { filter: fields.document('filter'), sort: fields.document('sort'), hint: fields.get('hint') }
  const query = queryOf(context, collection, parts)
  const project = projectionOf(fields.document('projection'))
  const [skip, limit] = [fields.count('skip') ?? 0, fields.count('limit') || Number.POSITIVE_INFINITY]
  const found = collection ? findRecords(context.view, collection, query, examined) : []
  return mapped(slice(found, skip, limit), (one) => project(one.doc))
}

export function getMore(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('getMore', doc, ['collection', 'batchSize'])
  const id = fields.get('getMore')
  if (typeof id !== 'bigint') throw new MongoError('TypeMismatch', "BSON field 'getMore.getMore' is not a long")
  return context.cursors.more(id, `${context.database}.${fields.text('collection')}`, fields.count('batchSize'))
}

export function killCursors(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('killCursors', doc, ['cursors'])
  const cursors = fields.get('cursors')
  const ids = (Array.isArray(cursors) ? cursors : []).filter((id) => typeof id === 'bigint')
  const cursorsKilled = ids.filter((id) => context.cursors.kill(id))
  const cursorsNotFound = ids.filter((id) => !cursorsKilled.includes(id))
  return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [], ok: 1 }
}

export function count(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('count', doc, ['query', 'skip', 'limit', 'hint', 'fields'])
  const collection = findCollection(context, fields.text('count'))
  const filter = fields.document('query')
  const query = queryOf(context, collection, { filter, hint: fields.get('hint') })
  const [skip, limit] = [fields.count('skip') ?? 0, fields.count('limit') || Number.POSITIVE_INFINITY]
  if (!collection) return { n: new Int32(0), ok: 1 }
  const all = filter?.size ? [...findRecords(context.view, collection, query)].length : collection.count()
  return { n: new Int32(Math.min(Math.max(all - skip, 0), limit)), ok: 1 }
}

export function distinct(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('distinct', doc, ['key', 'query', 'hint'])
  const collection = findCollection(context, fields.text('distinct'))
  const path = fields.text('key').split('.')
  if (path.includes('')) throw new MongoError('Location40352', 'FieldPath field names may not be empty strings.')
  const query = queryOf(context, collection, { filter: fields.document('query'), hint: fields.get('hint') })
  const values = new Map<string, Value>()
  for (const found of collection ? findRecords(context.view, collection, query) : []) {
    for (const value of valuesAt(found.doc, path)) {
      const key = encodeKey(value).toString('latin1')
      if (!values.has(key)) values.set(key, value)
    }
  }
  return { values: [...values.values()], ok: 1 }
}

/** Which index a `find` uses, and how many documents it looks at. */
export function explain(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('explain', doc, ['verbosity'])
  const inner = fields.requiredDocument('explain')
  if (!inner.has('find')) throw new MongoError('CommandNotSupported', 'the embedded store explains find only')
  const find = new CommandFields('find', inner, FIND_OPTIONS)
  const examined: Examined = { plan: { index: undefined, ranges: [], isSorted: false, isReverse: false }, documents: 0 }
  const iterator = foundBy(context, find, examined)
  let returned = 0
  while (!iterator.next().done) returned += 1
  const { index } = examined.plan
  const scan = index
    ? { stage: 'FETCH', inputStage: { stage: 'IXSCAN', indexName: index.spec.name, keyPattern: index.spec.key } }
    : { stage: 'COLLSCAN' }
  const isSorting = find.document('sort')?.size && !examined.plan.isSorted
  return {
    queryPlanner: {
      namespace: namespaceOf(context.database, find.text('find')),
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
