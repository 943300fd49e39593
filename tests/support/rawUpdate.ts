import {
  createEncoder,
  type Encoder,
  toUint8Array,
  writeAny,
  writeUint8,
  writeVarString,
  writeVarUint,
} from 'lib0/encoding'

/** Writes the bytes of one struct. */
export type RawStruct = (encoder: Encoder) => void

export interface RawSection {
  readonly client: number
  readonly clock: number
  readonly structs: readonly RawStruct[]
  /** What the section says it holds; the truth when not given. */
  readonly claimedCount?: number
}

export interface RawDeletion {
  readonly client: number
  readonly ranges: readonly (readonly [clock: number, length: number])[]
}

export type RawId = readonly [client: number, clock: number]

interface RawPlace {
  readonly origin?: RawId
  readonly rightOrigin?: RawId
  readonly parent?: RawId | string
  readonly attribute?: string
}

/** An update of format V1 as anybody can write it, rules or no rules. */
export function rawUpdate(sections: readonly RawSection[], deletions: readonly RawDeletion[] = []): Uint8Array {
  return bytesOf((encoder) => {
    writeVarUint(encoder, sections.length)
    for (const { client, clock, structs, claimedCount } of sections) {
      writeVarUint(encoder, claimedCount ?? structs.length)
      writeVarUint(encoder, client)
      writeVarUint(encoder, clock)
      for (const write of structs) write(encoder)
    }
    writeVarUint(encoder, deletions.length)
    for (const { client, ranges } of deletions) {
      writeVarUint(encoder, client)
      writeVarUint(encoder, ranges.length)
      for (const number of ranges.flat()) writeVarUint(encoder, number)
    }
  })
}

export function bytesOf(write: (encoder: Encoder) => void): Uint8Array {
  const encoder = createEncoder()
  write(encoder)
  return toUint8Array(encoder)
}

export const collected = (length: number): RawStruct => lengthOnly(0, length)
export const skip = (length: number): RawStruct => lengthOnly(10, length)
export const deleted = (length: number, place: RawPlace): RawStruct =>
  item(1, place, (encoder) => writeVarUint(encoder, length))
export const characters = (text: string, place: RawPlace): RawStruct =>
  item(4, place, (encoder) => writeVarString(encoder, text))
export const format = (mark: string, json: string, place: RawPlace): RawStruct =>
  item(6, place, (encoder) => {
    writeVarString(encoder, mark)
    writeVarString(encoder, json)
  })
export const element = (name: string, place: RawPlace): RawStruct =>
  item(7, place, (encoder) => {
    writeVarUint(encoder, 3)
    writeVarString(encoder, name)
  })
export const text = (place: RawPlace): RawStruct => item(7, place, (encoder) => writeVarUint(encoder, 6))
export const values = (list: readonly Parameters<typeof writeAny>[1][], place: RawPlace): RawStruct =>
  item(8, place, (encoder) => {
    writeVarUint(encoder, list.length)
    for (const value of list) writeAny(encoder, value)
  })
/** Content of any kind and any bytes. */
export const content = (kind: number, place: RawPlace, write: RawStruct): RawStruct => item(kind, place, write)

const lengthOnly =
  (kind: number, length: number): RawStruct =>
  (encoder) => {
    writeUint8(encoder, kind)
    writeVarUint(encoder, length)
  }

function item(kind: number, place: RawPlace, write: RawStruct): RawStruct {
  const origins = [...(place.origin ?? []), ...(place.rightOrigin ?? [])]
  return (encoder) => {
    writeUint8(encoder, kind | flagsOf(place))
    for (const number of origins) writeVarUint(encoder, number)
    if (origins.length === 0) writeParent(encoder, place.parent ?? 'body', place.attribute)
    write(encoder)
  }
}

const flagsOf = ({ origin, rightOrigin, attribute }: RawPlace): number =>
  (origin ? 0x80 : 0) | (rightOrigin ? 0x40 : 0) | (attribute === undefined ? 0 : 0x20)

function writeParent(encoder: Encoder, parent: RawId | string, attribute: string | undefined): void {
  writeVarUint(encoder, typeof parent === 'string' ? 1 : 0)
  if (typeof parent === 'string') writeVarString(encoder, parent)
  else for (const number of parent) writeVarUint(encoder, number)
  if (attribute !== undefined) writeVarString(encoder, attribute)
}
