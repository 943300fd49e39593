import { isAbsolute, relative, resolve } from 'node:path'

/** `trial` runs the demo council and made-up data; `production` refuses both. */
export type Mode = 'trial' | 'production'

/** Every setting of the product, validated. */
export interface Config {
  /** Unit: TCP port; 0 asks the system for a free one. */
  readonly port: number
  readonly host: string
  /** Absolute folder of everything kept when no `mongodbUri` is set. */
  readonly dataDir: string
  /** null: the embedded store in `dataDir`. */
  readonly mongodbUri: string | null
  /** The one origin browsers use, without a path; null: localhost and 127.0.0.1 on `port`. */
  readonly publicOrigin: string | null
  /** Absolute path of the master key. */
  readonly keyFile: string
  readonly mode: Mode
  /** null: `/metrics` answers nobody. */
  readonly metricsToken: string | null
  /** How many proxies in front may be believed. */
  readonly trustProxy: number
  readonly chromiumPath: string | null
  readonly mongodBinary: string | null
  /** Absolute folder, on another host, to which the checkpoints of the audit trail go as well; null: into the store only. */
  readonly sealFolder: string | null
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null
}

/** One bad setting: its name and how to mend it, never its value. */
export interface BadSetting {
  readonly name: string
  readonly mend: string
}

export type ReadConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly bad: readonly BadSetting[] }

type Environment = { readonly [name: string]: string | undefined }

/** The shortest names of ours that another name may be taken for: one letter beside PORT or HOST anybody's setting may be. */
const LONG_ENOUGH = 6

const lettersOf = (name: string) => name.toUpperCase().replaceAll(/[^A-Z]/g, '')

/** True when one letter more, less, other, or in its neighbour's place makes one out of the other. */
function isOneSlipAway(one: string, other: string): boolean {
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  const [left, right] = [one.slice(at), other.slice(at)]
  const swapped = `${left.charAt(1)}${left.charAt(0)}${left.slice(2)}`
  return [
    swapped === right,
    left.slice(1) === right.slice(1),
    left.slice(1) === right,
    left === right.slice(1),
  ].includes(true)
}

/** Reads one setting after another and remembers every complaint, so that all are named at once. */
class SettingReader {
  readonly bad: BadSetting[] = []
  readonly #environment: Environment
  readonly #known = new Set<string>()

  constructor(environment: Environment) {
    this.#environment = environment
  }

  text(name: string): string | null {
    this.#known.add(name)
    const value = this.#environment[name]?.trim()
    return value === undefined || value === '' ? null : value
  }

  /** The setting when `accepts` takes it, `otherwise` when it is not given, and a complaint when it is bad. */
  read<Value>(name: string, otherwise: Value, read: (text: string) => Value | null, mend: string): Value {
    const text = this.text(name)
    if (text === null) return otherwise
    const value = read(text)
    if (value !== null) return value
    this.complain(name, mend)
    return otherwise
  }

  /** A file or a folder. Quotes and `~` are the shell's: who hands them on means another place than the one that would be made. */
  place(name: string): string | null {
    const mend = '引用符や ~ を付けず、/ から書いてください / a path without quotes and without ~'
    return this.read<string | null>(name, null, (text) => (/^["'~]/.test(text) ? null : text), mend)
  }

  complain(name: string, mend: string): void {
    this.bad.push({ name, mend })
  }

  /** Complains of every name that reads like one of those read so far, where that one is not given: it would be passed over in silence. */
  complainOfSlips(): void {
    const missing = [...this.#known].filter((name) => this.text(name) === null && lettersOf(name).length >= LONG_ENOUGH)
    for (const name of Object.keys(this.#environment).filter((one) => !this.#known.has(one))) {
      const meant = missing.find((one) => isOneSlipAway(lettersOf(name), lettersOf(one)))
      if (meant !== undefined)
        this.complain(
          name,
          `${meant} の書き違いなら直し、そうでなければ外してください / if it stands for ${meant}, correct it; if not, take it out`,
        )
    }
  }
}

const wholeNumber = (from: number, to: number) => (text: string) => {
  const value = Number(text)
  return /^\d+$/.test(text) && value >= from && value <= to ? value : null
}

const urlWith = (schemes: readonly string[]) => (text: string) =>
  URL.canParse(text) && schemes.includes(new URL(text).protocol) ? text : null

/** As a browser writes it, whose origins are compared with it: small letters, no port that goes without saying, Punycode. */
const origin = (text: string) => {
  const url = urlWith(['http:', 'https:'])(text)
  if (url === null || !/^https?:\/\/[^/?#@\\]+$/i.test(text)) return null
  return new URL(url).origin
}

/** A password with an `@` or `/` in it as it is would be cut there, and its rest be looked up, and said aloud, as a host. */
const mongodbUri = (text: string) => (/^mongodb(\+srv)?:\/\/([^\s@/]+@)?[^\s@/]+(\/[^\s@]*)?$/.test(text) ? text : null)

const isInside = (folder: string, path: string) => {
  const way = relative(folder, path)
  return way === '' || !(way.startsWith('..') || isAbsolute(way))
}

function readTls(reader: SettingReader): Config['tls'] {
  const certFile = reader.place('TLS_CERT')
  const keyFile = reader.place('TLS_KEY')
  if (certFile !== null && keyFile !== null) return { certFile, keyFile }
  if ((reader.text('TLS_CERT') === null) !== (reader.text('TLS_KEY') === null)) {
    reader.complain('TLS_CERT, TLS_KEY', '両方を指定するか、両方とも外してください / give both or neither')
  }
  return null
}

function readKeyFile(reader: SettingReader, dataDir: string, mode: Mode, folder: string): string {
  const given = reader.place('KEY_FILE')
  const keyFile = resolve(folder, given ?? resolve(dataDir, 'master.key'))
  if (mode === 'production' && reader.text('KEY_FILE') === null) {
    reader.complain('KEY_FILE', '本番では必ず指定してください / is required in production')
  } else if (mode === 'production' && isInside(dataDir, keyFile)) {
    reader.complain('KEY_FILE', 'DATA_DIR の外に置いてください / must lie outside DATA_DIR')
  }
  return keyFile
}

function readSealFolder(reader: SettingReader, dataDir: string, folder: string): string | null {
  const given = reader.place('SEAL_FOLDER')
  const sealFolder = given === null ? null : resolve(folder, given)
  if (sealFolder !== null && isInside(dataDir, sealFolder)) {
    reader.complain(
      'SEAL_FOLDER',
      'DATA_DIR の外、できれば別の機械に置いてください / outside DATA_DIR, on another host',
    )
  }
  return sealFolder
}

/**
 * Reads every setting from an environment, or names every bad one at once. Pure: it touches no file and no clock.
 *
 * Refuses: values of the wrong form, half a TLS pair, a key inside the data folder in production, and a name that is one of ours but for
 * a letter or an underscore, where that one is not given; other unknown names are not looked at.
 */
export function readConfig(environment: Environment, folder: string): ReadConfig {
  const reader = new SettingReader(environment)
  const mode = reader.read<Mode>(
    'TSUNAGI_MODE',
    'trial',
    (text) => (text === 'trial' || text === 'production' ? text : null),
    'trial か production にしてください / trial or production',
  )
  const dataDir = resolve(folder, reader.place('DATA_DIR') ?? '.data')
  const config: Config = {
    port: reader.read('PORT', 3000, wholeNumber(0, 65_535), '0〜65535 の整数にしてください / a whole number, 0–65535'),
    host: reader.text('HOST') ?? '127.0.0.1',
    dataDir,
    mongodbUri: reader.read(
      'MONGODB_URI',
      null,
      mongodbUri,
      'mongodb:// で始め、パスワードの記号は %40 のように書いてください / starts with mongodb://; signs in a password as %40',
    ),
    publicOrigin: reader.read(
      'PUBLIC_ORIGIN',
      null,
      origin,
      'https://例.jp のように、道筋や末尾の / を付けずに書いてください / scheme and host only, like https://example.jp',
    ),
    keyFile: readKeyFile(reader, dataDir, mode, folder),
    mode,
    metricsToken: reader.read(
      'METRICS_TOKEN',
      null,
      (text) => (text.length >= 16 ? text : null),
      '16文字以上にしてください / at least 16 characters',
    ),
    trustProxy: reader.read(
      'TRUST_PROXY',
      0,
      wholeNumber(0, 10),
      '前段の数（0〜10）にしてください / how many proxies, 0–10',
    ),
    chromiumPath: reader.text('CHROMIUM_PATH'),
    mongodBinary: reader.text('MONGOD_BINARY'),
    sealFolder: readSealFolder(reader, dataDir, folder),
    tls: readTls(reader),
  }
  reader.complainOfSlips()
  return reader.bad.length === 0 ? { ok: true, config } : { ok: false, bad: reader.bad }
}

/** The origins browsers may come from: the public one, or this machine's own names on the port that is listened on. */
export function allowedOrigins(config: Config, port: number): readonly string[] {
  if (config.publicOrigin !== null) return [config.publicOrigin]
  const scheme = config.tls === null ? 'http' : 'https'
  return [`${scheme}://localhost:${port}`, `${scheme}://127.0.0.1:${port}`]
}

/** True when browsers reach the server by HTTPS, directly or through a proxy. */
export const isHttps = (config: Config): boolean =>
  config.tls !== null || config.publicOrigin?.startsWith('https:') === true
