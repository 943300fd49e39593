import { type Express, type Request, type Response, Router } from 'express'
import type { z } from 'zod'
import { AppError } from '#shared/core/appError.ts'
import { ID_PREFIXES, type IdKind, isId, type MemberId } from '#shared/core/ids.ts'
import type { Actor, Decided } from './actor.ts'
import type { AuditTrail } from './auditTrail.ts'
import type { ExportLimit } from './exportLimit.ts'
import type { Sessions } from './sessions.ts'
import type { StoredRevocation } from './storedRevocation.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** What a route answers with. Without a body the answer is 204, or the status given. */
export interface Reply {
  readonly status?: number
  readonly body?: unknown
  /** Plain text instead of a JSON body. */
  readonly text?: string
  /** A JSON body that has been written already. */
  readonly json?: string
  readonly headers?: { readonly [name: string]: string }
}

/** A request as a use case wants it: who, and untrusted texts by their place. */
export interface Asked<Who> {
  readonly actor: Who
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly request: Request
}

interface RouteAddress {
  readonly method: Method
  readonly path: string
  /** True when pages ask by themselves, again and again: then a request says nothing about whether anybody is there. */
  readonly isBackground?: boolean
}

/** Anyone may ask; what it shows is for everyone, or the route judges by itself. */
export interface PublicRoute extends RouteAddress {
  readonly access: 'public'
  answer(asked: Asked<null>): Promise<Reply>
}

/** One action of the policy stands for it. Answering without having asked the policy about that action is a bug, and nothing is sent. */
export interface MemberRoute extends RouteAddress {
  readonly access: Decided
  /** With this `use` of it something is had as a file or on paper, and counted (`exportLimit.ts`). */
  readonly takesOut?: 'file' | 'sheet'
  answer(asked: Asked<Actor>): Promise<Reply>
}

export type Route = PublicRoute | MemberRoute

/** Finds who asks, with the facts of this moment; null when the account's member is gone. */
export type LoadActor = (request: Request) => Promise<Actor | null>

/** Reads untrusted input by its shape. Throws: `invalidInput` with the fields that are wrong, never their values. */
export function parseWith<Shape extends z.ZodType>(shape: Shape, input: unknown): z.infer<Shape> {
  const read = shape.safeParse(input ?? {})
  if (read.success) return read.data
  throw new AppError('invalidInput', { fields: read.error.issues.map((issue) => issue.path.join('.') || issue.code) })
}

const CHANGES: readonly Method[] = ['post', 'put', 'patch', 'delete']

function send(response: Response, reply: Reply): void {
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value)
  const written = reply.text ?? reply.json
  if (written !== undefined)
    response
      .status(reply.status ?? 200)
      .type(reply.text === undefined ? 'json' : 'text/plain')
      .send(written)
  else if (reply.body === undefined) response.status(reply.status ?? 204).end()
  else response.status(reply.status ?? 200).json(reply.body)
}

/** What the router asks of the rest of the server. */
export interface RouterPorts {
  readonly sessions: Sessions
  readonly loadActor: LoadActor
  readonly audit: AuditTrail
  readonly revocation: Pick<StoredRevocation, 'askedEpoch'>
  readonly exports: ExportLimit
}

const KINDS = Object.keys(ID_PREFIXES) as IdKind[]

/** The ids of what a request is about: its address names them, and the body the case on which a conference is called, or whose consent is withdrawn. */
function idsIn({ params, body }: Request): readonly string[] {
  const { caseId, organisationId } = Object(body)
  const named: readonly unknown[] = [caseId, organisationId, ...Object.values(params)]
  return named.filter((text): text is string => typeof text === 'string' && KINDS.some((kind) => isId(kind, text)))
}

/** Keeps that somebody was refused. Who may do a thing and names what is not there has slipped, and is told so. Of what is not theirs and what does not exist the same is kept: neither is told from the other. */
async function recordRefusal({ audit }: RouterPorts, request: Request, by: MemberId, cause: unknown): Promise<void> {
  if (!(cause instanceof AppError) || (cause.code !== 'forbidden' && cause.code !== 'notFound')) return
  if (cause.code === 'notFound' && cause.detail.because !== undefined) return
  const because = typeof cause.detail.because === 'string' ? cause.detail.because : cause.code
  await audit.append({ kind: 'accessRefused', by, objectIds: idsIn(request), outcome: 'refused', because })
}

/** Whoever is no member any more has to sign in, and cannot; what they still ask for is remembered as anybody's. */
async function askToSignIn(ports: RouterPorts, request: Request): Promise<never> {
  const before = ports.sessions.signedInOf(request)
  const ended = new AppError('forbidden', { because: 'notActive' })
  if (before !== null) await recordRefusal(ports, request, before.memberId, ended)
  throw new AppError('signInRequired')
}

async function answerMember(route: MemberRoute, request: Request, ports: RouterPorts): Promise<Reply> {
  const actor = await ports.loadActor(request)
  if (actor === null) return askToSignIn(ports, request)
  const { params, query, body } = request
  const reply = await route.answer({ actor, params, query, body, request }).catch(async (cause: unknown) => {
    await recordRefusal(ports, request, actor.memberId, cause)
    throw cause
  })
  if (!actor.decided.has(route.access))
    throw new Error(`${route.method} ${route.path} answered without a verdict on ${route.access}`)
  return reply
}

/** Rights that end again and again while an answer is being made: its page asks later. */
const MAX_ANSWERS = 5

/** Answers a reading by rights that have not changed while it was made; the right may have been judged long before what it is to is at hand. */
async function answerReading(route: MemberRoute, request: Request, ports: RouterPorts): Promise<Reply> {
  const { revocation } = ports
  for (let answers = 0; answers < MAX_ANSWERS; answers += 1) {
    const epoch = await revocation.askedEpoch()
    if (Number.isNaN(epoch)) break
    const reply = await answerMember(route, request, ports)
    if ((await revocation.askedEpoch()) === epoch) return reply
  }
  throw new AppError('unavailable')
}

/** Answers what is had as a file or on paper, unless that was enough for an hour. Who goes on asking is in the trail once. */
async function answerTakenOut(route: MemberRoute, request: Request, ports: RouterPorts): Promise<Reply> {
  const by = ports.sessions.signedInOf(request)?.memberId
  if (by === undefined) return answerReading(route, request, ports)
  // A page that asks again by itself shows the same sheet.
  const taking = ports.exports.take(by, route.isBackground === true ? request.path : null)
  if (!taking.allowed) {
    const { isNews, minutes } = taking
    const because = 'tooManyExports'
    if (isNews)
      await ports.audit.append({ kind: 'accessRefused', by, objectIds: idsIn(request), outcome: 'refused', because })
    throw new AppError('tooManyRequests', { because, minutes })
  }
  try {
    return await answerReading(route, request, ports)
  } catch (cause) {
    taking.giveBack()
    throw cause
  }
}

function answerOf(route: Route, request: Request, ports: RouterPorts): Promise<Reply> {
  const { params, query, body } = request
  if (route.access === 'public') return route.answer({ actor: null, params, query, body, request })
  if (route.takesOut !== undefined && request.query.use === route.takesOut) return answerTakenOut(route, request, ports)
  return route.method === 'get' ? answerReading(route, request, ports) : answerMember(route, request, ports)
}

const isByItself = ({ isBackground }: Route, { headers }: Request): boolean =>
  isBackground === true || headers['x-unattended'] !== undefined

/** Makes a router of declared routes: token checked before every change, verdict checked before every answer. */
export function declaredRouter(routes: readonly Route[], ports: RouterPorts): Router {
  const { sessions } = ports
  const router = Router()
  for (const route of routes) {
    router[route.method](route.path, async (request, response) => {
      if (CHANGES.includes(route.method)) sessions.assertCsrfToken(request)
      const signedIn = isByItself(route, request) ? null : sessions.signedInOf(request)
      if (signedIn !== null) sessions.noteActivity(signedIn.sessionId)
      send(response, await answerOf(route, request, ports))
    })
  }
  return router
}

interface Layer {
  readonly route?: { readonly path: string }
  readonly handle?: { readonly stack?: readonly Layer[] }
}

const pathsOf = (layers: readonly Layer[]): readonly string[] =>
  layers.flatMap((layer) => [
    ...(layer.route === undefined ? [] : [layer.route.path]),
    ...pathsOf(layer.handle?.stack ?? []),
  ])

/** Throws: a plain error that names every path the app answers and nobody declared; the server must not start then. */
export function assertAllDeclared(app: Express, declared: readonly string[]): void {
  const known = new Set(declared)
  const unknown = pathsOf((app.router as unknown as { readonly stack: readonly Layer[] }).stack).filter(
    (path) => !known.has(path),
  )
  if (unknown.length > 0) throw new Error(`routes without a declared access: ${unknown.join(', ')}`)
}
