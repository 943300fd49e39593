import { Binary } from 'bson'
import { isDoc, type Value } from '../bson/values.ts'
import { MongoError } from '../mongoError.ts'
import type { Store } from '../storage/store.ts'
import { Transaction } from '../storage/transaction.ts'

const TRANSACTION_LIMIT_MS = 60_000
/** Twice what the greeting tells drivers. */
const SESSION_LIMIT_MS = 60 * 60_000

interface Session {
  number: bigint
  /** What is open, or how it ended. */
  state: Transaction | 'committed' | 'aborted'
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
  transactionOf(flags: TransactionFlags): Transaction {
    const session = this.sessionOf(flags)
    if (flags.starts) return this.begin(flags, session)
    if (session?.state instanceof Transaction) return session.state
    throw session?.state === 'committed' ? hasBeenCommitted(flags.number) : noSuch(flags.number)
  }

  /** Commits once; asked again, it answers the same, also after a restart. */
  commit(flags: TransactionFlags): void {
    const session = this.sessionOf(flags)
    if (session?.state === 'committed') return
    const { session: key, number } = flags
    if (!(session?.state instanceof Transaction)) {
      if (this.store.wasCommitted(key, number)) return
      throw noSuch(number)
    }
    const transaction = session.state
    this.end(session)
    transaction.commit()
    session.state = 'committed'
    this.store.rememberCommit(key, number, Date.now())
  }

  abort(flags: TransactionFlags): void {
    const session = this.sessionOf(flags)
    if (session?.state === 'committed') throw hasBeenCommitted(flags.number)
    if (!(session?.state instanceof Transaction)) throw noSuch(flags.number)
    this.end(session)
  }

  /** After an error inside it a transaction is gone. */
  abortAfterError(flags: TransactionFlags): void {
    const session = this.sessions.get(flags.session)
    if (session?.number === flags.number) this.end(session)
  }

  /** After the store was undone: what is open is over, and what was committed is so only if the disk says it. */
  abortAll(): void {
    for (const [key, session] of this.sessions) {
      this.end(session)
      if (session.state === 'committed' && !this.store.wasCommitted(key, session.number)) session.state = 'aborted'
    }
  }

  /** Transactions that are open for too long, and sessions that their driver has long given up. */
  abortExpired(): void {
    for (const [key, session] of this.sessions) {
      const ageMs = performance.now() - session.beganAt
      if (ageMs > TRANSACTION_LIMIT_MS) this.end(session)
      if (ageMs > SESSION_LIMIT_MS) this.sessions.delete(key)
    }
  }

  forget(key: string): void {
    const session = this.sessions.get(key)
    if (session) this.end(session)
    this.sessions.delete(key)
  }

  /** The session, when this transaction is its last. Throws: MongoError 225 when there is a newer one. */
  private sessionOf({ session: key, number }: TransactionFlags): Session | undefined {
    const session = this.sessions.get(key)
    if (session && number < session.number) {
      throw new MongoError('TransactionTooOld', `Cannot start transaction ${number}: a newer one has been started`)
    }
    return session?.number === number ? session : undefined
  }

  private begin({ session: key, number }: TransactionFlags, known: Session | undefined): Transaction {
    if (known) {
      throw new MongoError('ConflictingOperationInProgress', `a transaction ${number} has been started already`)
    }
    const before = this.sessions.get(key)
    if (before) this.end(before)
    const state = this.store.beginTransaction()
    this.sessions.set(key, { number, state, beganAt: performance.now() })
    return state
  }

  /** Ends what is open; a session with nothing open stays as it is. */
  private end(session: Session): void {
    const { state } = session
    if (!(state instanceof Transaction)) return
    session.state = 'aborted'
    state.end()
    this.onEnd(state)
  }
}

/** The name of a client's session. Throws: MongoError for anything that is not `{ id: UUID }`. */
export function sessionKeyOf(lsid: Value | undefined): string | undefined {
  if (lsid === undefined) return undefined
  const id = isDoc(lsid) ? lsid.get('id') : undefined
  if (id instanceof Binary && id.sub_type === 4 && id.position === 16) return Buffer.from(id.buffer).toString('hex')
  throw new MongoError('BadValue', 'lsid must be a document with a UUID')
}

function hasBeenCommitted(number: bigint): MongoError {
  return new MongoError('TransactionCommitted', `Transaction with { txnNumber: ${number} } has been committed.`)
}

function noSuch(number: bigint): MongoError {
  return new MongoError(
    'NoSuchTransaction',
    `Given transaction number ${number} does not match any in-progress transactions.`,
  )
}
