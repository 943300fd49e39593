import { randomBytes } from 'node:crypto'
import { Binary, Int32, Long } from 'bson'
import type { SessionLetter, Step } from './drawnSteps.ts'
import type { Command } from './rawConnection.ts'

/** A command with the place where the id of the last cursor belongs. */
export interface Sendable {
  readonly command: Command
  readonly usesCursor?: 'getMore' | 'killCursors'
  readonly isInTransaction: boolean
}

interface Session {
  readonly lsid: { readonly id: Binary }
  number: number
  phase: 'idle' | 'starting' | 'open'
  hasWritten: boolean
}

const CATALOG = ['createIndexes', 'dropIndexes', 'collMod', 'drop', 'create', 'dropDatabase']
const WRITES = ['insert', 'update', 'delete', 'findAndModify']

const isOf = (names: readonly string[], command: Command) => names.includes(Object.keys(command)[0] ?? '')

/**
 * Turns steps into commands, the same for both servers. Leaves out what a real server would wait with until another
 * transaction has ended, and what reads on in a cursor over documents that have changed since.
 */
export class DrawnClient {
  private readonly sessions: ReadonlyMap<SessionLetter, Session>
  private cursor:
    | { readonly collection: unknown; readonly session: SessionLetter | ''; readonly number: number }
    | undefined

  constructor() {
    const anew = (): Session => ({
      lsid: { id: new Binary(randomBytes(16), 4) },
      number: 0,
      phase: 'idle',
      hasWritten: false,
    })
    this.sessions = new Map([
      ['A', anew()],
      ['B', anew()],
    ])
  }

  /** The command of a step, or undefined when it is left out. */
  sendableOf(step: Step): Sendable | undefined {
    if (step.kind === 'command') return this.ofCommand(step.session, step.command)
    if (step.kind === 'more') return this.onward('getMore')
    if (step.kind === 'kill') return this.onward('killCursors')
    const session = this.session(step.session)
    if (step.kind === 'begin') {
      if (session.phase === 'open') return undefined
      session.number += 1
      session.phase = 'starting'
      session.hasWritten = false
      return undefined
    }
    if (session.number === 0) return undefined
    session.phase = 'idle'
    return {
      command: { [`${step.kind}Transaction`]: 1, $db: 'admin', ...this.flags(session, false) },
      isInTransaction: false,
    }
  }

  /** What ends all that is still open. */
  ending(): Sendable[] {
    const open = [...this.sessions].filter(([, { phase }]) => phase === 'open')
    return open.flatMap(([letter]) => this.sendableOf({ kind: 'abort', session: letter }) ?? [])
  }

  opened(command: Command, letter: SessionLetter | ''): void {
    const collection = command.find ?? command.aggregate
    this.cursor = { collection, session: letter, number: letter === '' ? 0 : this.session(letter).number }
  }

  private ofCommand(letter: SessionLetter | '', command: Command): Sendable | undefined {
    const session = letter === '' ? undefined : this.session(letter)
    if (isOf(WRITES, command) || isOf(CATALOG, command)) this.cursor = undefined
    if (!session || session.phase === 'idle') return this.outsideTransactions(command)
    const starts = session.phase === 'starting'
    session.phase = 'open'
    session.hasWritten ||= isOf(WRITES, command)
    return { command: { ...command, ...this.flags(session, starts) }, isInTransaction: true }
  }

  private outsideTransactions(command: Command): Sendable | undefined {
    const open = [...this.sessions.values()].filter(({ phase }) => phase === 'open')
    if (isOf(CATALOG, command)) return open.length > 0 ? undefined : { command: quick(command), isInTransaction: false }
    if (!isOf(WRITES, command)) return { command, isInTransaction: false }
    return open.some(({ hasWritten }) => hasWritten) ? undefined : { command: quick(command), isInTransaction: false }
  }

  private onward(name: 'getMore' | 'killCursors'): Sendable | undefined {
    const { cursor } = this
    if (!cursor) return undefined
    const session = cursor.session === '' ? undefined : this.session(cursor.session)
    const isInTransaction = session !== undefined && cursor.number > 0 && session.phase === 'open'
    if (session !== undefined && (cursor.number !== session.number || !isInTransaction)) return undefined
    const flags = session && isInTransaction ? this.flags(session, false) : {}
    const command =
      name === 'getMore'
        ? { getMore: undefined, collection: cursor.collection, batchSize: new Int32(2), ...flags }
        : { killCursors: cursor.collection, cursors: undefined, ...flags }
    return { command, usesCursor: name, isInTransaction }
  }

  private flags({ lsid, number }: Session, starts: boolean): Command {
    const flags = { lsid, txnNumber: Long.fromNumber(number), autocommit: false }
    return starts ? { ...flags, startTransaction: true } : flags
  }

  private session(letter: SessionLetter): Session {
    const session = this.sessions.get(letter)
    if (!session) throw new Error(`no session ${letter}`)
    return session
  }
}

/** Both servers know these words; the real one need not wait for its journal with each of thousands of writes. */
const quick = (command: Command): Command => ({ ...command, writeConcern: { w: 1 } })
