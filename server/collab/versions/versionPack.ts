import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import { createDecoder, hasContent, readVarUint8Array } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarUint8Array } from 'lib0/encoding'
import type { ExtractElement } from '#shared/document/extract.ts'
import type { Version } from './version.ts'

/** Versions that are kept together: the first body whole, each later one as what it has beside the one before it. */
export interface VersionPack {
  readonly versions: readonly Version[]
  readonly bodies: readonly Uint8Array[]
  /** The last body itself, as long as it is at hand; null when it has to be put together. */
  readonly last: Buffer | null
}

export const EMPTY_PACK: VersionPack = { versions: [], bodies: [], last: null }

/** Unit: versions of one pack. Reading its last one takes as many steps. */
const MAX_VERSIONS = 250
/** A pack ends when what its later bodies brought is this many times its first: reading stays cheap, and so does keeping. */
const MAX_GROWTH = 4
const MAX_BYTES = 8 * 1_048_576
/** Unit: the binary logarithm of the bytes that two bodies may lie apart: any two bodies of 64 MiB together. */
const MAX_WINDOW_LOG = 26
const MIN_WINDOW_LOG = 17
/** Higher levels gain a few hundredths and cost half as much again. */
const LEVEL = 3

const compressed = promisify(zstdCompress)
const inflated = promisify(zstdDecompress)

/** True when the next version belongs into a pack of its own. */
export function isFull({ versions, bodies }: VersionPack): boolean {
  const sizes = bodies.map(({ byteLength }) => byteLength)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const first = sizes[0] ?? 0
  return (
    versions.length >= MAX_VERSIONS || total > MAX_BYTES || (versions.length > 1 && total - first > MAX_GROWTH * first)
  )
}

/** The pack with one more version at its end. */
export async function withVersion(pack: VersionPack, version: Version, body: ExtractElement): Promise<VersionPack> {
  const before = pack.versions.length === 0 ? null : (pack.last ?? (await bytesAt(pack, pack.versions.length - 1)))
  const last = Buffer.from(JSON.stringify(body))
  return { versions: [...pack.versions, version], bodies: [...pack.bodies, await patch(last, before)], last }
}

/** The body at a place of the pack. Throws: when there is none. */
export async function bodyAt(pack: VersionPack, place: number): Promise<ExtractElement> {
  return JSON.parse((await bytesAt(pack, place)).toString())
}

export async function encodePack({ versions, bodies }: VersionPack): Promise<Uint8Array> {
  const encoder = createEncoder()
  writeVarUint8Array(encoder, await patch(Buffer.from(JSON.stringify(versions)), null))
  for (const body of bodies) writeVarUint8Array(encoder, body)
  return toUint8Array(encoder)
}

/** What `encodePack` wrote. */
export async function decodePack(bytes: Uint8Array): Promise<VersionPack> {
  const decoder = createDecoder(bytes)
  const versions: readonly Version[] = JSON.parse((await inflated(readVarUint8Array(decoder))).toString())
  const bodies: Uint8Array[] = []
  while (hasContent(decoder)) bodies.push(readVarUint8Array(decoder))
  return { versions, bodies, last: null }
}

async function bytesAt({ bodies }: VersionPack, place: number): Promise<Buffer> {
  let known: Buffer | null = null
  for (const body of bodies.slice(0, place + 1)) known = await unpatch(body, known)
  if (known === null || place >= bodies.length) throw new Error('a pack has no such version')
  return known
}

const patch = (bytes: Uint8Array, before: Buffer | null): Promise<Buffer> =>
  compressed(bytes, {
    ...(before === null ? {} : { dictionary: before }),
    params: {
      [constants.ZSTD_c_compressionLevel]: LEVEL,
      [constants.ZSTD_c_windowLog]: windowFor(bytes.byteLength + (before?.byteLength ?? 0)),
    },
  })

const windowFor = (byteCount: number): number =>
  Math.min(MAX_WINDOW_LOG, Math.max(MIN_WINDOW_LOG, Math.ceil(Math.log2(byteCount + 1))))

const unpatch = (bytes: Uint8Array, before: Buffer | null): Promise<Buffer> =>
  inflated(bytes, {
    ...(before === null ? {} : { dictionary: before }),
    params: { [constants.ZSTD_d_windowLogMax]: MAX_WINDOW_LOG },
  })
