/** What the driver and MongoDB answer to a connection string that is not as it should be, by name or code. */
const UNREADABLE = /^Mongo(?:Parse|Runtime|InvalidArgument|MissingCredentials)Error$/
/** AuthenticationFailed, Unauthorized, and Atlas's own. */
const NOT_LET_IN: readonly unknown[] = [18, 13, 8_000]
const NO_REPLICA_SET = 123

const propertyOf = (cause: Error, name: string): unknown => Reflect.get(cause, name)

/** Members answered, and none is the primary of the set that is named: another name, or no majority. */
const isWithoutPrimary = (cause: Error): boolean => cause.message.startsWith('Server selection timed out')

/** Why the MongoDB of `MONGODB_URI` cannot be worked with, and what mends it, Japanese first; null when it is something else. */
export function mongoFaultLine(cause: unknown): string | null {
  if (!(cause instanceof Error)) return null
  const code = propertyOf(cause, 'code')
  if (UNREADABLE.test(cause.name)) {
    return `MONGODB_URI の書き方が正しくありません。綴りと記号を確かめてください。/ MONGODB_URI cannot be read: ${cause.message}`
  }
  if (NOT_LET_IN.includes(code)) {
    return `MongoDB が受け入れません。MONGODB_URI の利用者名とパスワード、その権限を確かめてください。/ MongoDB lets nobody in by that name and password, or not there: ${cause.message}`
  }
  if (code === NO_REPLICA_SET) {
    return `MongoDB がレプリカセットではありません。mongod を --replSet で始め、rs.initiate() してください。/ MongoDB is no replica set: ${cause.message}`
  }
  const isLookUp = String(propertyOf(cause, 'syscall') ?? '').startsWith('query')
  if (!isLookUp && !/ServerSelectionError$/.test(cause.name)) return null
  if (isWithoutPrimary(cause)) {
    return `MongoDB に書き込めるものがいません。MONGODB_URI の replicaSet の名前と rs.status() を確かめてください。/ No primary of the set that MONGODB_URI names answers: ${cause.message}`
  }
  return `MongoDB につながりません。MONGODB_URI と、MongoDB が動いているかを確かめてください。/ MongoDB cannot be reached: ${cause.message}`
}
