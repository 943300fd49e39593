import type { Db } from 'mongodb'
import { ACCOUNTS, type Act, type Row, TOTAL } from './act.ts'

/** What one look at the store found wrong. */
export interface Faults {
  readonly lost: readonly string[]
  readonly half: readonly string[]
  readonly brokenIndexes: readonly string[]
}

type State = number | 'absent'

/** What the writers were told, and therefore what has to be there. */
export class Expected {
  acknowledgedCount = 0
  /** What each document may be: one state, or two after an act of which nobody knows. */
  readonly #allowed = new Map<string, readonly State[]>()
  readonly #pairs = new Map<string, boolean>()
  readonly #moved = new Map<string, { tried: number; acknowledged: number }>()
  readonly #claimed = new Set<string>()

  tried(act: Act): void {
    if (act.kind === 'pair') this.#pairs.set(act.id, false)
    if (act.kind === 'transfer') this.#movedBy(act.writer).tried += 1
    if (act.kind === 'put' || act.kind === 'remove') {
      this.#allowed.set(act.id, [...(this.#allowed.get(act.id) ?? ['absent']), stateAfter(act)])
    }
  }

  acknowledged(act: Act): void {
    this.acknowledgedCount += 1
    if (act.kind === 'pair') this.#pairs.set(act.id, true)
    if (act.kind === 'transfer') this.#movedBy(act.writer).acknowledged += 1
    if (act.kind === 'claim') this.#claimed.add(act.key)
    if (act.kind === 'put' || act.kind === 'remove') this.#allowed.set(act.id, [stateAfter(act)])
  }

  async faultsOf(db: Db): Promise<Faults> {
    const rows = new Map((await db.collection<Row>('rows').find().toArray()).map((row) => [row._id, row]))
    const claims = await db.collection<Row>('claims').find().toArray()
    const accounts = new Map(
      (await db.collection<Row>('accounts').find().toArray()).map((row) => [row._id, row.value ?? 0]),
    )
    return {
      lost: [
        ...this.#lostSingles(rows),
        ...this.#lostPairs(rows),
        ...this.#lostTransfers(accounts),
        ...this.#lostClaims(claims),
      ],
      half: [...this.#halfPairs(rows), ...halfTransfers(accounts)],
      brokenIndexes: [...(await indexFaults(db)), ...sharedKeys(claims)],
    }
  }

  #movedBy(writer: string) {
    const moved = this.#moved.get(writer) ?? { tried: 0, acknowledged: 0 }
    this.#moved.set(writer, moved)
    return moved
  }

  #lostSingles(rows: ReadonlyMap<string, Row>): readonly string[] {
    const isWrong = ([id, allowed]: [string, readonly State[]]) => !allowed.includes(rows.get(id)?.value ?? 'absent')
    return [...this.#allowed].filter(isWrong).map(([id, allowed]) => `${id} is not ${allowed.join(' or ')}`)
  }

  #lostPairs(rows: ReadonlyMap<string, Row>): readonly string[] {
    return [...this.#pairs].filter(([id, isAcked]) => isAcked && !rows.has(`left ${id}`)).map(([id]) => `pair ${id}`)
  }

  #halfPairs(rows: ReadonlyMap<string, Row>): readonly string[] {
    return [...this.#pairs.keys()].filter((id) => rows.has(`left ${id}`) !== rows.has(`right ${id}`))
  }

  #lostTransfers(accounts: ReadonlyMap<string, number>): readonly string[] {
    const isWrong = ([writer, { tried, acknowledged }]: [string, { tried: number; acknowledged: number }]) => {
      const moved = accounts.get(`moved by ${writer}`) ?? 0
      return moved < acknowledged || moved > tried
    }
    return [...this.#moved].filter(isWrong).map(([writer]) => `transfers of ${writer}`)
  }

  #lostClaims(claims: readonly Row[]): readonly string[] {
    const kept = new Set(claims.map(({ unique }) => unique))
    return [...this.#claimed].filter((key) => !kept.has(key))
  }
}

const stateAfter = (act: Extract<Act, { kind: 'put' | 'remove' }>): State => (act.kind === 'put' ? act.value : 'absent')

function halfTransfers(accounts: ReadonlyMap<string, number>): readonly string[] {
  const sum = ACCOUNTS.reduce((total, id) => total + (accounts.get(id) ?? 0), 0)
  return sum === TOTAL ? [] : [`the accounts hold ${sum}`]
}

/** `validate` compares every entry of every index with the documents. */
async function indexFaults(db: Db): Promise<readonly string[]> {
  const found = await Promise.all(
    ['rows', 'claims', 'accounts'].map((name) => db.command({ validate: name, full: true })),
  )
  return found.flatMap(({ ns, errors, corruptRecords }) =>
    [...errors, ...corruptRecords].map((fault) => `${ns}: ${fault}`),
  )
}

function sharedKeys(claims: readonly Row[]): readonly string[] {
  const seen = new Set<string | undefined>()
  return claims.flatMap(({ unique }) => {
    const isShared = seen.has(unique)
    seen.add(unique)
    return isShared ? [`${unique} twice`] : []
  })
}
