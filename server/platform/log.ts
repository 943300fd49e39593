import { type DestinationStream, pino, stdTimeFunctions } from 'pino'
import { logOutput } from './logOutput.ts'

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

/** The messages of these repeat the value that was wrong, the text that could not be read, or the key that was there already. */
const REPEATS_VALUES = new Set<unknown>([
  ...[
    'CastError',
    'ValidationError',
    'ValidatorError',
    'StrictModeError',
    'ObjectParameterError',
    'DocumentNotFoundError',
  ],
  ...['BSONError', 'MongoBulkWriteError', 'SyntaxError', 'ZodError', 'DataCloneError'],
])
/** BadValue, FailedToParse, TypeMismatch, PathNotViable and DuplicateKey of MongoDB, and Node's own of arguments. */
const REPEATS_ARGUMENTS = new Set<unknown>([
  ...[2, 9, 14, 28, 11_000],
  ...['ERR_INVALID_ARG_TYPE', 'ERR_INVALID_ARG_VALUE', 'ERR_UNKNOWN_ENCODING', 'ERR_INVALID_HTTP_TOKEN'],
])

/** Its words where they are no person's: libraries speak ASCII, and what is not came from somewhere else. A path on this machine is the operator's. */
function wordsOf(cause: Error): string {
  if (REPEATS_VALUES.has(cause.name) || ('code' in cause && REPEATS_ARGUMENTS.has(cause.code))) return ''
  return 'syscall' in cause ? cause.message : cause.message.replace(/\P{ASCII}+/gu, '…')
}

/** Of a fault its name, its code, where it came from, and its words; nothing else that hangs on it. */
function shown(cause: unknown): unknown {
  if (!(cause instanceof Error)) return { type: typeof cause }
  // A message may have lines that look like a frame.
  const frames = (cause.stack ?? '')
    .replace(cause.message, '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
  return {
    type: cause.name,
    ...('code' in cause ? { code: cause.code } : {}),
    message: wordsOf(cause),
    stack: frames.join('\n'),
    ...(cause.cause === undefined ? {} : { cause: shown(cause.cause) }),
  }
}

const STANDARD_OUTPUT = 1

/** One JSON line per event to standard output, or to `stream` in a test. */
export function jsonLog(stream: DestinationStream = logOutput(STANDARD_OUTPUT)): Log {
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
