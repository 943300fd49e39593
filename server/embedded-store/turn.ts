import type { Machine } from './commands/command.ts'
import { answer, errorReply } from './commands/dispatch.ts'
import { encodeReply, type Request } from './wire.ts'

/** Told when the answer may leave; undefined when none is wanted. */
export type OnAnswer = (reply: Buffer | undefined) => void

interface Waiting {
  readonly request: Request
  readonly bytes: Buffer | undefined
  readonly onAnswer: OnAnswer
}

/**
 * Group commit: what arrives in one turn of the event loop is committed together, and from the first write on no answer,
 * not even to a read, leaves before that commit. What comes before it sees what is durable, and is answered at once.
 */
export class Turn {
  private readonly machine: Machine
  private readonly onUndo: () => void
  private waiting: Waiting[] = []
  /** After a fault of the disk nothing of this turn can be kept any more. */
  private fault: unknown

  constructor(machine: Machine, onUndo: () => void) {
    this.machine = machine
    this.onUndo = onUndo
  }

  handle(request: Request, onAnswer: OnAnswer): void {
    const bytes = this.replyTo(request)
    if (bytes && !this.machine.store.database.isWriting) {
      onAnswer(request.wantsReply ? bytes : undefined)
      return
    }
    if (this.waiting.length === 0) setImmediate(() => this.finish())
    this.waiting.push({ request, bytes, onAnswer })
  }

  /** The end of the turn, and work of the store's own. */
  upkeep(work: () => void): void {
    this.finish()
    try {
      this.machine.store.database.apart(work)
    } catch {
      // A damaged page, or a full disk: undone by itself, and tried again the next time.
    }
  }

  finish(): void {
    const waiting = this.waiting
    this.waiting = []
    this.commit()
    const { fault } = this
    this.fault = undefined
    for (const { request, bytes, onAnswer } of waiting) {
      const reply = fault === undefined && bytes ? bytes : encodeReply(request, errorReply(fault))
      onAnswer(request.wantsReply ? reply : undefined)
    }
  }

  private replyTo(request: Request): Buffer | undefined {
    if (this.fault !== undefined) return undefined
    if (request.refusal) return encodeReply(request, errorReply(request.refusal))
    try {
      return encodeReply(request, answer(this.machine, request.command))
    } catch (fault) {
      this.fault = fault
      return undefined
    }
  }

  /** A disk that refuses the commit refuses every command in it; the next turn begins anew. */
  private commit(): void {
    try {
      if (this.fault === undefined) this.machine.store.database.commit()
    } catch (fault) {
      this.fault = fault
    }
    if (this.fault !== undefined) this.onUndo()
  }
}
