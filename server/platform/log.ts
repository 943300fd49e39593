import { type DestinationStream, destination, pino, stdTimeFunctions } from 'pino'

/** What a log line may hold: ids, counts, durations and codes. There is no field for a name or a text, so none can be logged. */
export interface LogFields {
  readonly accountId?: string
  readonly address?: string
  readonly byteCount?: number
  readonly caseId?: string
  readonly closeCode?: number
  readonly code?: string
  readonly collection?: string
  readonly conferenceId?: string
  readonly connectionId?: string
  readonly count?: number
  readonly documentId?: string
  readonly durationMs?: number
  readonly entryCount?: number
  readonly fault?: string
  readonly frameNumber?: number
  readonly generation?: number
  readonly memberId?: string
  readonly method?: string
  readonly pid?: number
  readonly port?: number
  readonly reason?: string
  readonly route?: string
  readonly sequence?: number
  readonly setting?: string
  readonly signal?: string
  readonly status?: number
  readonly step?: string
  readonly traceId?: string
}

export interface Log {
  /** Something that happened as it should: `noun.pastTense`. */
  info(event: string, fields?: LogFields): void
  /** Something refused or retried; nobody has to act. */
  warn(event: string, fields?: LogFields): void
  /** Someone must act. `cause` is written with its stack; its message is ours or a library's, never a person's text. */
  error(event: string, cause: unknown, fields?: LogFields): void
}

/** The messages of these repeat the value that was wrong, or the key that was there already. */
const REPEATS_VALUES = /^(?:CastError|ValidationError|ValidatorError|StrictModeError|BSONError|MongoBulkWriteError)$/

const repeatsValues = (cause: Error): boolean =>
  REPEATS_VALUES.test(cause.name) || ('code' in cause && cause.code === 11_000)

/** Of a fault its name, its code, where it came from, and its words where these are no person's; nothing else that hangs on it. */
function shown(cause: unknown): unknown {
  if (!(cause instanceof Error)) return { type: typeof cause }
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    type: cause.name,
    ...('code' in cause ? { code: cause.code } : {}),
    message: repeatsValues(cause) ? '' : cause.message,
    stack: frames.join('\n'),
    ...(cause.cause === undefined ? {} : { cause: shown(cause.cause) }),
  }
}

/** One JSON line per event to standard output, or to `stream` in a test. */
export function jsonLog(stream: DestinationStream = destination({ fd: 1, sync: false })): Log {
  const settings = { base: null, timestamp: stdTimeFunctions.isoTime, messageKey: 'event', serializers: { err: shown } }
  const writer = pino(settings, stream)
  return {
    info: (event, fields = {}) => writer.info(fields, event),
    warn: (event, fields = {}) => writer.warn(fields, event),
    error: (event, cause, fields = {}) => writer.error({ ...fields, err: cause }, event),
  }
}

/** Says nothing; for tests that do not look at the log. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
