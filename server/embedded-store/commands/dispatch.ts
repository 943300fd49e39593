import { Int32 } from 'bson'
import { aggregate } from '../aggregate/aggregate.ts'
import { type Doc, isDoc, type Reply, wholeNumberOf } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import { isDamage, isDiskFull, sqliteCodeOf } from '../storage/database.ts'
import {
  collMod,
  create,
  drop,
  dropDatabase,
  dropIndexes,
  listCollections,
  listDatabases,
  listIndexes,
} from './catalogCommands.ts'
import { type Command, type Context, databaseOf, type Machine, type Run } from './command.ts'
import { CommandFields } from './commandFields.ts'
import { createIndexes } from './createIndexes.ts'
import { Deadline } from './deadline.ts'
import { findAndModify } from './findAndModify.ts'
import { buildInfo, hello, ping } from './handshake.ts'
import { count, distinct, explain, find, getMore, killCursors } from './readCommands.ts'
import { type Sessions, sessionKeyOf, type TransactionFlags } from './sessions.ts'
import { backupKept, copy, health, hold, letGo, validate } from './upkeepCommands.ts'
import { insert, remove, update } from './writeCommands.ts'

type Whole = (context: Context, doc: Doc) => Reply

const inOne =
  (run: Whole): Command['read'] =>
  (doc) =>
  (context) =>
    run(context, doc)
/** In and out of transactions. */
const both = (read: Command['read']): Command => ({ read, inTransaction: true })
const alone = (run: Whole): Command => ({ read: inOne(run), inTransaction: false })

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['hello', alone(hello)],
  ['isMaster', alone(hello)],
  ['ismaster', alone(hello)],
  ['ping', alone(ping)],
  ['fsync', alone(fsync)],
  ['buildInfo', alone(buildInfo)],
  ['buildinfo', alone(buildInfo)],
  ['insert', both(insert)],
  ['update', both(update)],
  ['delete', both(remove)],
  ['findAndModify', both(findAndModify)],
  ['find', both(inOne(find))],
  ['getMore', both(getMore)],
  ['killCursors', both(killCursors)],
  ['aggregate', both(aggregate)],
  ['distinct', both(inOne(distinct))],
  ['count', alone(count)],
  ['explain', alone(explain)],
  ['create', alone(create)],
  ['drop', alone(drop)],
  ['dropDatabase', alone(dropDatabase)],
  ['listCollections', alone(listCollections)],
  ['listDatabases', alone(listDatabases)],
  ['createIndexes', alone(createIndexes)],
  ['dropIndexes', alone(dropIndexes)],
  ['listIndexes', alone(listIndexes)],
  ['collMod', alone(collMod)],
  ['endSessions', alone(endSessions)],
  ['validate', alone(validate)],
  ['embeddedStoreHealth', alone(health)],
  ['embeddedStoreHold', alone(hold)],
  ['embeddedStoreLetGo', alone(letGo)],
  ['embeddedStoreBackupKept', alone(backupKept)],
  ['embeddedStoreCopy', alone(copy)],
])

/** For the table of README.md. */
export const COMMAND_NAMES: readonly string[] = [
  ...COMMANDS.keys(),
  ...['commitTransaction', 'abortTransaction', 'saslStart', 'saslContinue'],
]

/** Runs one command; every fault becomes MongoDB's answer, except one of the disk, which is thrown. */
export function answer(machine: Machine, doc: Doc): Reply {
  const [name = ''] = doc.keys()
  let flags: TransactionFlags | undefined
  let entered: TransactionFlags | undefined
  const { database } = machine.store
  const before = database.writeCount
  try {
    flags = transactionFlagsOf(doc)
    if (isEnd(name)) {
      if (doc.get('$db') !== 'admin') throw new MongoError('Unauthorized', `${name} may only be run against admin`)
      return endTransaction(machine.sessions, name, flags)
    }
    const deadline = deadlineOf(doc)
    const run = readCommand(name, doc, flags)
    entered = flags
    const reply = run(contextOf(machine, doc, flags, deadline))
    if (flags && reply.writeErrors) machine.sessions.abortAfterError(flags)
    return reply
  } catch (fault) {
    const told = database.writeCount === before ? toldOfReading(fault) : fault
    if (sqliteCodeOf(told) !== undefined) throw told
    if (entered) machine.sessions.abortAfterError(entered)
    return errorReply(told, flags, name)
  }
}

/** A damaged page is the misfortune of whoever meets it before they change anything, or has undone it by themselves: all others go on, and every open transaction. */
const toldOfReading = (fault: unknown): unknown =>
  isDamage(fault)
    ? new MongoError('DataCorruptionDetected', 'a page of the data file is damaged: restore a backup')
    : fault

/** A fault as MongoDB answers it. What is not MongoDB's kind of error is a bug of this store, and says so. */
export function errorReply(fault: unknown, flags?: TransactionFlags, command?: string): Reply {
  if (!(fault instanceof MongoError)) {
    const codeName = isDiskFull(fault) ? 'OutOfDiskSpace' : 'InternalError'
    return errorReply(
      new MongoError(codeName, `the embedded store could not do this: ${shownFault(fault)}`),
      flags,
      command,
    )
  }
  const { codeName, message, code, details } = fault
  const isTransient =
    flags !== undefined && (codeName === 'WriteConflict' || (codeName === 'NoSuchTransaction' && command !== undefined))
  return {
    ok: 0,
    errmsg: message,
    code: new Int32(code),
    codeName,
    ...details,
    errorLabels: isTransient ? ['TransientTransactionError'] : undefined,
  }
}

/** SQLite's own words name no content; the words of any other fault might. */
function shownFault(fault: unknown): string {
  if (!(fault instanceof Error)) return 'an unknown fault'
  return sqliteCodeOf(fault) === undefined ? fault.name : fault.message
}

function readCommand(name: string, doc: Doc, flags: TransactionFlags | undefined): Run {
  const command = COMMANDS.get(name)
  if (!command) throw new MongoError('CommandNotFound', `no such command: '${name}'`)
  if (flags && !command.inTransaction) throw notInTransaction(name)
  const run = command.read(doc)
  if (flags?.starts && name === 'killCursors') throw notInTransaction(name)
  return run
}

function notInTransaction(name: string): MongoError {
  return new MongoError(
    'OperationNotSupportedInTransaction',
    `Cannot run '${name}' here in a multi-document transaction.`,
  )
}

const MAX_TIME_MS = 2 ** 31 - 1

/** Throws: a refusal before anything else is read; which of two faults MongoDB tells is another one for each command. */
function deadlineOf(doc: Doc): Deadline {
  const limit = doc.get('maxTimeMS')
  const limitMs = wholeNumberOf(limit)
  if (limit !== undefined && (limitMs === undefined || limitMs < 0 || limitMs > MAX_TIME_MS)) {
    throw refused('a maxTimeMS that is not a whole number of at least 0, or too great a one')
  }
  return new Deadline(limitMs)
}

function contextOf(machine: Machine, doc: Doc, flags: TransactionFlags | undefined, deadline: Deadline): Context {
  return {
    ...machine,
    view: flags ? machine.sessions.transactionOf(flags) : machine.store.plain,
    database: databaseOf(doc.get('$db')),
    now: new Date(),
    deadline,
  }
}

const isEnd = (name: string) => name === 'commitTransaction' || name === 'abortTransaction'

function endTransaction(sessions: Sessions, name: string, flags: TransactionFlags | undefined): Reply {
  if (!flags) throw new MongoError('InvalidOptions', `${name} must be run within a transaction`)
  if (name === 'commitTransaction') sessions.commit(flags)
  else sessions.abort(flags)
  return { ok: 1 }
}

/** A transaction is `autocommit: false`. A number without it is a retryable write, which needs a log of answers. */
function transactionFlagsOf(doc: Doc): TransactionFlags | undefined {
  const number = doc.get('txnNumber')
  if (number === undefined) {
    if (!doc.has('autocommit') && !doc.has('startTransaction')) return undefined
    throw new MongoError('InvalidOptions', "'autocommit' and 'startTransaction' require a transaction number")
  }
  if (typeof number !== 'bigint') throw new MongoError('TypeMismatch', 'txnNumber must be a long')
  if (number < 0n) throw new MongoError('InvalidOptions', 'Transaction number cannot be negative')
  if (doc.has('startTransaction') && doc.get('startTransaction') !== true) {
    throw new MongoError('InvalidOptions', 'Specifying startTransaction=false is not allowed.')
  }
  if (doc.get('autocommit') !== false) {
    throw new MongoError('IllegalOperation', 'Transaction numbers are only allowed on a replica set member or mongos')
  }
  const session = sessionKeyOf(doc.get('lsid'))
  if (session === undefined) throw new MongoError('InvalidOptions', 'Transaction number requires a session ID')
  return { session, number, starts: doc.get('startTransaction') === true }
}

/** MongoDB writes its memory to the disk; here what was deleted is gone from the disk too, and what was set aside, which may be of it. */
function fsync({ store }: Context, doc: Doc): Reply {
  new CommandFields('fsync', doc, [])
  store.forgetBefore('setAside', Number.POSITIVE_INFINITY)
  store.database.flush()
  return { ok: 1 }
}

function endSessions(context: Context, doc: Doc): Reply {
  const ended = doc.get('endSessions')
  for (const lsid of Array.isArray(ended) ? ended.filter(isDoc) : []) {
    const key = sessionKeyOf(lsid)
    if (key === undefined) continue
    context.sessions.forget(key)
    context.cursors.killWhere(({ session }) => session === key)
  }
  return { ok: 1 }
}
