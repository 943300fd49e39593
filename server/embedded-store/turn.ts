import type { Socket } from 'node:net'
import { answer, errorReply, type Machine } from './commands/dispatch.ts'
import { encodeReply, type Request } from './wire.ts'

interface Waiting {
  readonly socket: Socket
  readonly request: Request
  readonly bytes: Buffer | undefined
}

/**
 * Group commit: what arrives in one turn of the event loop is committed together, and no answer, not even to a read,
 * leaves before that commit.
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

  handle(socket: Socket, request: Request): void {
    if (this.waiting.length === 0) setImmediate(() => this.finish())
    this.waiting.push({ socket, request, bytes: this.replyTo(request) })
  }

  finish(): void {
    const waiting = this.waiting
    this.waiting = []
    this.commit()
    const { fault } = this
    this.fault = undefined
    for (const { socket, request, bytes } of waiting) {
      if (!request.wantsReply || socket.destroyed) continue
      socket.write(fault === undefined && bytes ? bytes : encodeReply(request, errorReply(fault)))
    }
  }

  private replyTo(request: Request): Buffer | undefined {
    if (this.fault !== undefined) return undefined
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
