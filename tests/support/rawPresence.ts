import { writeVarString, writeVarUint } from 'lib0/encoding'
import { encodeAwareness } from '#shared/protocol/frames.ts'
import { bytesOf } from './rawUpdate.ts'

export type RawState = readonly [clientId: number, clock: number, state: unknown]

/** A presence frame as anybody can write it. */
export const rawPresence = (states: readonly RawState[]): Uint8Array =>
  encodeAwareness(
    bytesOf((encoder) => {
      writeVarUint(encoder, states.length)
      for (const [clientId, clock, state] of states) {
        writeVarUint(encoder, clientId)
        writeVarUint(encoder, clock)
        writeVarString(encoder, JSON.stringify(state))
      }
    }),
  )
