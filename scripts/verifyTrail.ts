import { parseArgs } from 'node:util'
import type { Checkpoint } from '#server/features/audit/seal/checkpoint.ts'
import { keysAround } from '#server/features/audit/seal/handOver.ts'
import { openSince } from '#server/features/audit/seal/openSince.ts'
import { lackingOutside } from '#server/features/audit/seal/outside.ts'
import { readCheckpoints } from '#server/features/audit/seal/readCheckpoints.ts'
import { mongoSealStore } from '#server/features/audit/seal/seal.mongo.ts'
import type { SealStore } from '#server/features/audit/seal/sealStore.ts'
import { faultLine } from '#server/features/audit/seal/trailFault.ts'
import { trailReading } from '#server/features/audit/seal/trailReading.ts'
import { type PaperHead, type TrailResult, verifyTrail } from '#server/features/audit/seal/verifyTrail.ts'
import type { Config } from '#server/platform/config.ts'
import { connectMongo } from '#server/platform/mongo.ts'
import type { Say } from './exportData.ts'
import { assertThereIsData } from './leftBeside.ts'
import { exitWith } from './oneWord.ts'
import { reachStore, runCommand, settingsOrExit } from './reachStore.ts'
import { signerIn } from './sealKey.ts'

const USAGE =
  'npm run verify-trail -- [--folder <確認点のフォルダー / folder>] [--head <件数 / count>:<紙にある16文字 / 16 characters>] [--key <公開鍵 / public key>]'

export interface Against {
  /** The folder outside; null: the one of the settings, or none. */
  readonly folder: string | null
  readonly paper: PaperHead | null
  /** The key that was printed once and kept elsewhere; null: that of the master key, where it is here. */
  readonly publicKey: string | null
}

type Place = Pick<Config, 'mongodbUri' | 'dataDir' | 'keyFile' | 'sealFolder'>

/** Holds the trail against its seal and all that is known from outside, whether the server runs or not; changes nothing. */
export async function checkTrail(config: Place, against: Against, say: Say): Promise<TrailResult> {
  assertThereIsData(config)
  const publicKey = against.publicKey ?? signerIn(config.keyFile)?.publicKey ?? null
  const folder = against.folder ?? config.sealFolder
  const checkpoints = folder === null ? [] : await readCheckpoints(folder)
  if (folder !== null) say(`フォルダーの確認点 ${checkpoints.length} 個 / checkpoints in the folder`)
  say(
    publicKey === null
      ? '△ 公開鍵がなく、署名は調べません。--key で渡してください / no key: signatures are not looked at'
      : `公開鍵 ${publicKey} / public key`,
  )
  const store = await reachStore(config)
  try {
    const connection = await connectMongo(store.uri)
    try {
      const isRunning = store.kind !== 'own'
      const kept = mongoSealStore(connection, store.kind === 'mongodb')
      const reading = trailReading(connection.getClient().db(connection.name))
      const keys = publicKey === null ? null : keysAround(publicKey, await reading.handOvers())
      if (keys !== null && keys.length > 1)
        say(`鍵の取り替え ${keys.length - 1} 回、前後の鍵の署名も認めます / keys before and after it count as well`)
      if (folder !== null) await sayLacking(kept, { chains: await reading.chains(), checkpoints }, say)
      return await verifyTrail(reading, {
        ...{ checkpoints, paper: against.paper, keys },
        openSince: await openSince(kept, isRunning ? { now: Date.now() } : null),
      })
    } finally {
      await connection.close()
    }
  } finally {
    await store.close()
  }
}

/** Is no fault of the trail's: an old folder knows nothing of what came after it. */
async function sayLacking(
  kept: SealStore,
  { chains, checkpoints }: { readonly chains: readonly string[]; readonly checkpoints: readonly Checkpoint[] },
  say: Say,
): Promise<void> {
  const lacking = await lackingOutside(kept, chains, { checkpoints, now: Date.now() })
  if (lacking.length === 0) return
  say(
    `△ フォルダーに、届いているはずの確認点がありません（${lacking.join('、')}）/ not all that was signed is in the folder`,
  )
}

export function linesOf({ chains, checkpointCount, openCount, faults }: TrailResult): readonly string[] {
  return [
    ...chains.map(({ chain, count, head, late, before }) => {
      const more = `${late > 0 ? `、遅れて封印 ${late} / late` : ''}${before > 0 ? `、封印より前の記録 ${before} / older than the sealing` : ''}`
      return `${chain}: ${count} 件 ${head.slice(0, 16)}${more} / records`
    }),
    `署名の合う確認点 ${checkpointCount} 個、これから封印する記録 ${openCount} 件 / checkpoints, not sealed yet`,
    ...faults.map(faultLine),
    faults.length === 0 ? '○ 監査記録は封印のとおりです / the trail is as it was sealed' : `✗ ${faults.length}`,
  ]
}

/** `1234:0123456789abcdef`, as it stands on paper. */
function paperOf(text: string | undefined): PaperHead | null | undefined {
  if (text === undefined) return null
  const [, count, beginning] = /^(\d+):([0-9a-f]{8,64})$/i.exec(text.replaceAll(/\s/g, '')) ?? []
  if (count === undefined || beginning === undefined) return undefined
  return { count: Number(count), beginning: beginning.toLowerCase() }
}

function againstOrExit(words: readonly string[]): Against {
  try {
    const option = { type: 'string' } as const
    const { values } = parseArgs({ args: [...words], options: { folder: option, head: option, key: option } })
    const paper = paperOf(values.head)
    if (paper !== undefined) return { folder: values.folder ?? null, paper, publicKey: values.key ?? null }
  } catch {
    // A word that is not known, or --help: both are answered with how it is called.
  }
  return exitWith(USAGE, words)
}

if (import.meta.main) {
  const against = againstOrExit(process.argv.slice(2))
  await runCommand(async () => {
    const result = await checkTrail(settingsOrExit(), against, console.log)
    for (const line of linesOf(result)) console.log(line)
    if (result.faults.length > 0) process.exitCode = 1
  })
}
