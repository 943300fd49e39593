import { Int32 } from 'bson'
import type { Doc, Reply } from '../bson/values.ts'
import { MAX_MESSAGE_BYTES } from '../wire.ts'
import type { Context } from './command.ts'
import { CommandFields } from './commandFields.ts'

/** The server that this store is compared with; drivers take the same paths on both. */
const MONGODB_VERSION = [6, 0, 5, 0]
const MAX_WIRE_VERSION = 17

/** A one-member replica set, without which drivers neither begin transactions nor keep sessions. */
export const REPLICA_SET = 'tsunagi'
const MEMBER = 'embedded-store:27017'

/** The one user of a store that listens on a port. */
export const USER = 'tsunagi'
export const MECHANISM = 'SCRAM-SHA-256'

/** The answer to `hello` and to its older names. Without `topologyVersion`, drivers poll and do not wait for changes. */
export function hello(_context: Context, doc: Doc): Reply {
  return {
    helloOk: true,
    [doc.has('hello') ? 'isWritablePrimary' : 'ismaster']: true,
    setName: REPLICA_SET,
    setVersion: new Int32(1),
    secondary: false,
    hosts: [MEMBER],
    primary: MEMBER,
    me: MEMBER,
    maxBsonObjectSize: new Int32(16 * 1024 * 1024),
    maxMessageSizeBytes: new Int32(MAX_MESSAGE_BYTES),
    maxWriteBatchSize: new Int32(100_000),
    localTime: new Date(),
    logicalSessionTimeoutMinutes: new Int32(30),
    connectionId: new Int32(1),
    minWireVersion: new Int32(0),
    maxWireVersion: new Int32(MAX_WIRE_VERSION),
    readOnly: false,
    ok: 1,
  }
}

export function buildInfo(): Reply {
  return {
    version: MONGODB_VERSION.slice(0, 3).join('.'),
    versionArray: MONGODB_VERSION.map((part) => new Int32(part)),
    modules: [],
    storageEngines: ['embedded-store'],
    bits: new Int32(64),
    debug: false,
    maxBsonObjectSize: new Int32(16 * 1024 * 1024),
    ok: 1,
  }
}

export function ping(_context: Context, doc: Doc): Reply {
  new CommandFields('ping', doc, [])
  return { ok: 1 }
}
