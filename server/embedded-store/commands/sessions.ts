import { Binary } from 'bson'
import { isDoc, type Value } from '../bson/values.ts'
import { MongoError } from '../mongoError.ts'
import type { Store } from '../storage/store.ts'
import type { Transaction } from '../storage/transaction.ts'

const TRANSACTION_LIMIT_MS = 60_000
/** Twice what the greeting tells drivers. */
const SESSION_LIMIT_MS = 60 * 60_000

interface Session {
  number: bigint
  state: 'open' | 'committed' | 'aborted'
  transaction: Transaction | undefined
  /** By a clock that nobody sets: a day that is set back must not keep a transaction open for a day. */
  beganAt: number
}

export interface TransactionFlags {
  readonly session: string
  readonly number: bigint
  readonly starts: boolean
}

/** The transactions of all clients, by their session. */
export class Sessions {
  private readonly store: Store
  private readonly onEnd: (transaction: Transaction) => void
  private readonly sessions = new Map<string, Session>()

  constructor(store: Store, onEnd: (transaction: Transaction) => void) {
    this.store = store
    this.onEnd = onEnd
  }

  /** The transaction that a command belongs to, begun if the command says so. Throws: MongoError 225, 251 and others. */
  transactionOf({ session: key, number, starts }: TransactionFlags): Transaction {
    const session = this.sessions.get(key)
    if (session && number < session.number) throw tooOld(number)
    if (starts) return this.begin(key, number, session)
    if (session?.number === number && session.state === 'open' && session.transaction) return session.transaction
    if (session?.number === number && session.state === 'committed') {
      throw new MongoError('TransactionCommitted', `Transaction with { txnNumber: ${number} } has been committed.`)
    }
    throw noSuch(number)
  }

  /** Commits once; asked again, it answers the same, also after a restart. */
  commit({ session: key, number }: TransactionFlags): void {
    const session = this.sessions.get(key)
    if (session && number < session.number) throw tooOld(number)
    if (session?.number === number && session.state === 'committed') return
    if (session?.number !== number || session.state !== 'open' || !session.transaction) {
      if (this.store.wasCommitted(key, number)) return
      throw noSuch(number)
    }
    const { transaction } = session
    this.end(session, 'aborted')
    transaction.commit()
    session.state = 'committed'
    this.store.rememberCommit(key, number, Date.now())
  }

  abort({ session: key, number }: TransactionFlags): void {
    const session = this.sessions.get(key)
    if (session && number < session.number) throw tooOld(number)
    if (session?.number === number && session.state === 'committed') {
      throw new MongoError('TransactionCommitted', `Transaction with { txnNumber: ${number} } has been committed.`)
    }
    if (session?.number !== number || session.state !== 'open') throw noSuch(number)
    this.end(session, 'aborted')
  }

  /** After an error inside it a transaction is gone. */
  abortAfterError(flags: TransactionFlags): void {
    const session = this.sessions.get(flags.session)
    if (session?.number === flags.number && session.state === 'open') this.end(session, 'aborted')
  }

  /** After the store was undone: what is open is over, and what was committed is so only if the disk says it. */
  abortAll(): void {
    for (const [key, session] of this.sessions) {
      if (session.state === 'open') this.end(session, 'aborted')
      if (session.state === 'committed' && !this.store.wasCommitted(key, session.number)) session.state = 'aborted'
    }
  }

  /** Transactions that are open for too long, and sessions that their driver has long given up. */
  abortExpired(): void {
    const now = performance.now()
    for (const [key, session] of this.sessions) {
      if (session.state === 'open' && now - session.beganAt > TRANSACTION_LIMIT_MS) this.end(session, 'aborted')
      if (session.state !== 'open' && now - session.beganAt > SESSION_LIMIT_MS) this.sessions.delete(key)
    }
  }

  forget(key: string): void {
    const session = this.sessions.get(key)
    if (session?.state === 'open') this.end(session, 'aborted')
    this.sessions.delete(key)
  }

  private begin(key: string, number: bigint, session: Session | undefined): Transaction {
    if (session?.number === number) {
      throw new MongoError('ConflictingOperationInProgress', `a transaction ${number} has been started already`)
    }
    if (session?.state === 'open') this.end(session, 'aborted')
    const transaction = this.store.beginTransaction()
    this.sessions.set(key, { number, state: 'open', transaction, beganAt: performance.now() })
    return transaction
  }

  private end(session: Session, state: 'aborted'): void {
    const { transaction } = session
    session.state = state
    session.transaction = undefined
    if (!transaction) return
    transaction.end()
    this.onEnd(transaction)
  }
}

/** The name of a client's session. Throws: MongoError for anything that is not `{ id: UUID }`. */
export function sessionKeyOf(lsid: Value | undefined): string | undefined {
  if (lsid === undefined) return undefined
  const id = isDoc(lsid) ? lsid.get('id') : undefined
  if (id instanceof Binary && id.sub_type === 4 && id.position === 16) return Buffer.from(id.buffer).toString('hex')
  throw new MongoError('BadValue', 'lsid must be a document with a UUID')
}

function tooOld(number: bigint): MongoError {
  return new MongoError('TransactionTooOld', `Cannot start transaction ${number}: a newer one has been started`)
}

function noSuch(number: bigint): MongoError {
  return new MongoError(
    'NoSuchTransaction',
    `Given transaction number ${number} does not match any in-progress transactions.`,
  )
}
