import { EJSON, Long } from 'bson'
import { comparable } from './drawnAnswer.ts'
import { DrawnClient, type Sendable } from './drawnClient.ts'
import { planDifference } from './drawnPlan.ts'
import type { Step } from './drawnSteps.ts'
import { isRefusal } from './normalAnswer.ts'
import type { Answer, Command, RawConnection } from './rawConnection.ts'

/** Both servers, and the database that the steps may do with as they like. */
export interface TwoServers {
  readonly ours: RawConnection
  readonly theirs: RawConnection
  readonly database: string
}

/** How much was really compared: what is refused proves nothing. */
export interface Tally {
  compared: number
  /** Of those, the answers that were errors on both. */
  errors: number
  /** Sequences that the real server would not answer otherwise than by asking to try again. */
  undecided: number
  refused: Map<string, number>
}

/** WriteConflict and SnapshotUnavailable: a real server may say so for reasons of its own, and means that it is tried again. */
const PASSING: ReadonlySet<number> = new Set([112, 246])

/** What a real server answered, or did not answer in time, and may answer otherwise when asked again. */
export class PassingFaultError extends Error {}

/** Bugs of the real server's query engine, which no answer can be equal to. */
const ENGINE_FAULTS: ReadonlySet<number> = new Set([4822806])

/** A pipeline that was taken, and that the real server itself then made into one that it does not read. */
const NO_PLAN = /^Failed to optimize pipeline/

const CONTENTS: readonly Command[] = [
  { find: 'c', sort: { _id: 1 } },
  { find: 'plain', sort: { _id: 1 } },
  { listIndexes: 'c' },
  { listIndexes: 'plain' },
  { listCollections: 1, nameOnly: true },
]

/** Does the steps on both servers, one after the other, and looks at everything at the end. Throws: an Error at the first difference. */
export async function compareSteps(servers: TwoServers, steps: readonly Step[], tally: Tally): Promise<void> {
  const run = new DrawnRun(servers, tally)
  const client = new DrawnClient()
  await run.inBoth({ dropDatabase: 1, writeConcern: { w: 1 } })
  try {
    const outcome = await takeSteps(run, client, steps)
    if (outcome === 'apart') return
  } finally {
    for (const { command } of client.ending()) await run.inBoth(command)
  }
  for (const command of CONTENTS) await run.compared({ command, isInTransaction: false })
}

/** What was done in part on one server alone cannot be compared any further. */
async function takeSteps(run: DrawnRun, client: DrawnClient, steps: readonly Step[]): Promise<'apart' | 'same'> {
  for (const step of steps) {
    const sendable = client.sendableOf(step)
    const outcome = sendable ? await run.compared(sendable) : 'same'
    if (outcome === 'apart') return 'apart'
    if (outcome === 'open' && step.kind === 'command') client.opened(step.command, step.session)
  }
  return 'same'
}

class DrawnRun {
  private readonly servers: TwoServers
  private readonly tally: Tally
  private cursors: { ours: unknown; theirs: unknown } = { ours: Long.ZERO, theirs: Long.ZERO }

  constructor(servers: TwoServers, tally: Tally) {
    this.servers = servers
    this.tally = tally
  }

  /** Without a look at the answers. */
  async inBoth(command: Command): Promise<void> {
    await this.servers.ours.send(this.complete(command, 'ours'))
    await this.servers.theirs.send(this.complete(command, 'theirs'))
  }

  async compared({ command, usesCursor, isInTransaction }: Sendable): Promise<'apart' | 'open' | 'same'> {
    const our = await this.servers.ours.send(this.complete(command, 'ours', usesCursor))
    const normal = comparable(command, our)
    if (isRefusal(normal)) {
      this.countRefusal(our)
      return isInTransaction || our.writeErrors !== undefined || command.upsert !== undefined ? 'apart' : 'same'
    }
    const their = await inTime(this.servers.theirs.send(this.complete(command, 'theirs', usesCursor)), command)
    if (usesCursor === 'killCursors') return 'same'
    if (ENGINE_FAULTS.has(Number(their.code)) || NO_PLAN.test(String(their.errmsg))) return 'apart'
    this.tally.compared += 1
    if (our.ok?.toString() === '0') this.tally.errors += 1
    if (command.explain !== undefined) refuse(command, planDifference(our, their))
    else if (await this.isOverInBoth(command, our, their)) this.compare(command, closed(our), closed(their))
    else this.compare(command, our, their)
    return this.noteCursors(our, their) ? 'open' : 'same'
  }

  /**
   * Whether the last document filled a batch: a real server's plan then decides if the cursor is open still. The one that is
   * open must be asked, and have nothing more.
   */
  private async isOverInBoth(command: Command, our: Answer, their: Answer): Promise<boolean> {
    const [ours, theirs] = [idOf(our), idOf(their)]
    const collection = command.find ?? command.collection
    if (!collection || !ours || !theirs || ours.isZero() === theirs.isZero()) return false
    const [side, id] = ours.isZero() ? (['theirs', theirs] as const) : (['ours', ours] as const)
    const { lsid, txnNumber, autocommit } = command
    const more = { getMore: id, collection, lsid, txnNumber, autocommit }
    const { cursor } = await this.servers[side].send(this.complete(more, side))
    const next = cursor as { nextBatch?: readonly unknown[]; id?: Long } | undefined
    return next?.nextBatch?.length === 0 && next.id?.isZero() === true
  }

  private complete(command: Command, side: 'ours' | 'theirs', usesCursor?: Sendable['usesCursor']): Command {
    const id = this.cursors[side]
    const filled = usesCursor === 'getMore' ? { getMore: id } : usesCursor === 'killCursors' ? { cursors: [id] } : {}
    return { ...command, ...filled, $db: command.$db ?? this.servers.database }
  }

  private compare(command: Command, our: Answer, their: Answer): void {
    const [ours, theirs] = [our, their].map((answer) => JSON.stringify(comparable(command, answer)))
    if (ours === theirs) return
    const shown = `ours   ${ours} ${String(our.errmsg ?? '')}\ntheirs ${theirs} ${String(their.errmsg ?? '')}`
    if (PASSING.has(Number(their.code))) throw new PassingFaultError(shown)
    refuse(command, shown)
  }

  private noteCursors(our: Answer, their: Answer): boolean {
    const [ours, theirs] = [idOf(our), idOf(their)]
    if (!ours || !theirs || ours.isZero() || theirs.isZero()) return false
    this.cursors = { ours, theirs }
    return true
  }

  private countRefusal(our: Answer): void {
    const [first] = Array.isArray(our.writeErrors) ? our.writeErrors : [our]
    const reason = String(first?.errmsg).replace(/".*"|[\d'].*/, '…')
    this.tally.refused.set(reason, (this.tally.refused.get(reason) ?? 0) + 1)
  }
}

function idOf({ cursor }: Answer): Long | undefined {
  return (cursor as { id?: Long } | undefined)?.id
}

function closed({ cursor, ...rest }: Answer): Answer {
  return { ...rest, cursor: Object.assign({}, cursor, { id: Long.ZERO }) }
}

function refuse(command: Command, difference: string | undefined): void {
  if (difference !== undefined) throw new Error(`${EJSON.stringify(command, { relaxed: false })}\n${difference}`)
}

/** The real server waits with what meets an open transaction: such a step should have been left out. */
async function inTime(answer: Promise<Answer>, command: Command): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, onLate) => {
    timer = setTimeout(() => onLate(new PassingFaultError(`no answer in 20 s: ${EJSON.stringify(command)}`)), 20_000)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
