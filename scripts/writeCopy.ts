import { fork } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Document, MongoClient } from 'mongodb'
import type { Still } from '#server/embedded-store/storage/stillFile.ts'
import { writeBackup } from '#server/embedded-store/storage/writeBackup.ts'
import { reasonOf } from '#server/embedded-store/storeErrors.ts'

/** A place that takes nothing for so long is gone: a share of another machine, or a stick that was pulled out. */
const SILENT_MS = 60_000

interface Order {
  readonly uri: string
  readonly still: Still
  readonly file: string
}

type Told = { readonly kind: 'progress' } | { readonly kind: 'done'; readonly bytes: number } | Failed
interface Failed {
  readonly kind: 'failed'
  readonly reason: string
}

/**
 * Writes a whole copy of the embedded store to `file`, from a process of its own: the store goes on however slow that place is.
 *
 * Unit: bytes. Throws: when it cannot be written, or the place has not taken anything for `silentMs`.
 */
export async function writeCopy(uri: string, file: string, silentMs = SILENT_MS): Promise<number> {
  const { hold, file: from, logBytes } = await askAdmin(uri, { embeddedStoreHold: 1 })
  const still: Still = { hold, file: from, logBytes: Number(logBytes) }
  try {
    return await written({ uri, still, file: resolve(file) }, silentMs)
  } finally {
    // The store may have ended meanwhile, which is said already.
    await askAdmin(uri, { embeddedStoreLetGo: hold }).catch(() => undefined)
  }
}

/** A client that is left open keeps the command from ending, for ever: whatever waits for it, as a clock's job does, waits too. */
export async function askAdmin(uri: string, command: Document): Promise<Document> {
  const client = await MongoClient.connect(uri)
  try {
    return await client.db('admin').command(command)
  } finally {
    await client.close()
  }
}

function written(order: Order, silentMs: number): Promise<number> {
  const writer = fork(fileURLToPath(import.meta.url), { execArgv: [] })
  const { promise, resolve: onDone, reject: onFailure } = Promise.withResolvers<number>()
  const silence = setTimeout(() => onFailure(new Error(silentLine(order.file, silentMs))), silentMs)
  writer.on('message', (told: Told) => {
    silence.refresh()
    if (told.kind === 'done') onDone(told.bytes)
    if (told.kind === 'failed') onFailure(new Error(told.reason))
  })
  writer.once('error', onFailure)
  writer.once('exit', (code, signal) => onFailure(new Error(`the backup was not written: ${signal ?? code}`)))
  writer.send(order)
  return promise.finally(() => {
    clearTimeout(silence)
    writer.kill('SIGKILL')
    // One that its disk holds for ever ends with the disk's answer only.
    writer.unref()
    writer.channel?.unref()
  })
}

const silentLine = (file: string, silentMs: number) =>
  `${file} の置き場所が ${silentMs / 1_000} 秒答えません。つながっているか確かめ、別の場所へ取ってください / the place of the copy does not answer: check it, or name another`

async function write({ uri, still, file }: Order): Promise<void> {
  const tell = (told: Told) => process.send?.(told)
  try {
    const bytes = await writeBackup(still, file, {
      onProgress: () => tell({ kind: 'progress' }),
      letGo: async () => (await askAdmin(uri, { embeddedStoreLetGo: still.hold })).wasHeld === true,
    })
    tell({ kind: 'done', bytes })
  } catch (cause) {
    tell({ kind: 'failed', reason: reasonOf(cause) })
  }
}

if (import.meta.main) process.once('message', (order: Order) => void write(order))
