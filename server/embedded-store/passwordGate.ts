import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'
import { Binary, Int32 } from 'bson'
import type { Doc, Reply } from './bson/values.ts'
import { CommandFields } from './commands/commandFields.ts'
import { errorReply } from './commands/dispatch.ts'
import { MECHANISM, USER } from './commands/handshake.ts'
import { MongoError, refused } from './mongoError.ts'
import { GREETINGS, type Request } from './wire.ts'

/** The least that RFC 7677 and drivers take: the password is random and long, so that nobody comes to it by trying. */
const ITERATIONS = 4_096
const KEY_BYTES = 32
const SALT_BYTES = 28
const NONCE_BYTES = 24

const CLIENT_FIRST = /^n,,(n=([^,]+),r=([!-+\--~]+))$/
const CLIENT_FINAL = /^(c=biws,r=([!-+\--~]+)),p=([A-Za-z0-9+/]+=*)$/

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** What is made once of a password, so that each connection costs no more than three hashes (RFC 5802, 3). */
export class Secret {
  readonly salt = randomBytes(SALT_BYTES)
  readonly #storedKey: Buffer
  readonly #serverKey: Buffer

  constructor(password: string) {
    const salted = pbkdf2Sync(password, this.salt, ITERATIONS, KEY_BYTES, 'sha256')
    this.#storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest()
    this.#serverKey = hmac(salted, 'Server Key')
  }

  /** True when whoever made this proof of what both have said knows the password. */
  isProvenBy(proof: Buffer, said: string): boolean {
    const signature = hmac(this.#storedKey, said)
    if (proof.length !== signature.length) return false
    const clientKey = proof.map((byte, at) => byte ^ (signature[at] ?? 0))
    return timingSafeEqual(createHash('sha256').update(clientKey).digest(), this.#storedKey)
  }

  /** The store's own proof: another that listens in its place knows no password. */
  signatureOf(said: string): string {
    return hmac(this.#serverKey, said).toString('base64')
  }
}

interface Begun {
  readonly clientFirst: string
  readonly serverFirst: string
  readonly nonce: string
}

/** Lets one connection greet, and nothing else before it has proved the password (SCRAM-SHA-256 of RFC 5802 and 7677). */
export class PasswordGate {
  readonly #secret: Secret
  #begun: Begun | undefined
  #isOpen = false

  constructor(secret: Secret) {
    this.#secret = secret
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** The gate's own answer; undefined when the command is the store's to answer. */
  answer({ command }: Pick<Request, 'command'>): Reply | undefined {
    const [name = ''] = command.keys()
    if (this.#isOpen || GREETINGS.has(name)) return undefined
    try {
      if (name === 'saslStart') return this.#start(command)
      if (name === 'saslContinue') return this.#finish(command)
      throw new MongoError('Unauthorized', `command ${name} requires authentication`)
    } catch (fault) {
      this.#begun = undefined
      return errorReply(fault)
    }
  }

  #start(command: Doc): Reply {
    const fields = new CommandFields('saslStart', command, ['mechanism', 'payload', 'autoAuthorize', 'options'])
    if (fields.text('mechanism') !== MECHANISM) throw new MongoError('MechanismUnavailable', 'no such mechanism')
    if (fields.document('options')?.get('skipEmptyExchange') !== true) throw refused('an empty exchange at the end')
    const [, clientFirst, user, clientNonce] = CLIENT_FIRST.exec(payloadOf(command)) ?? []
    if (clientFirst === undefined || clientNonce === undefined || user !== USER) throw wrong()
    const nonce = `${clientNonce}${randomBytes(NONCE_BYTES).toString('base64')}`
    const serverFirst = `r=${nonce},s=${this.#secret.salt.toString('base64')},i=${ITERATIONS}`
    this.#begun = { clientFirst, serverFirst, nonce }
    return conversation(serverFirst, false)
  }

  #finish(command: Doc): Reply {
    new CommandFields('saslContinue', command, ['conversationId', 'payload'])
    const begun = this.#begun
    const [, clientFinal, nonce, proof = ''] = CLIENT_FINAL.exec(payloadOf(command)) ?? []
    if (begun === undefined || nonce !== begun.nonce) throw wrong()
    const said = `${begun.clientFirst},${begun.serverFirst},${clientFinal}`
    if (!this.#secret.isProvenBy(Buffer.from(proof, 'base64'), said)) throw wrong()
    this.#isOpen = true
    return conversation(`v=${this.#secret.signatureOf(said)}`, true)
  }
}

function payloadOf(command: Doc): string {
  const payload = command.get('payload')
  return payload instanceof Binary ? Buffer.from(payload.value()).toString('utf8') : ''
}

const conversation = (payload: string, done: boolean): Reply => ({
  conversationId: new Int32(1),
  done,
  payload: new Binary(Buffer.from(payload)),
  ok: 1,
})

/** Which part was wrong is told to nobody. */
const wrong = (): MongoError => new MongoError('AuthenticationFailed', 'Authentication failed.')
