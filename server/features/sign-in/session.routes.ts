import type { Request } from 'express'
import type { Account } from '#server/access/accounts.mongo.ts'
import { parseWith, type Reply, type Route } from '#server/access/declaredRoutes.ts'
import {
  DemoAccount,
  DemoSignInRequest,
  OwnPasswordRequest,
  type SessionView,
  SetUpRequest,
  SignInRequest,
} from '#shared/api/session.ts'
import { AppError } from '#shared/core/appError.ts'
import type { AccountId, MemberId } from '#shared/core/ids.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { officesOn } from '#shared/domain/member.ts'
import { changeOwnPassword } from './changeOwnPassword.ts'
import { signIn, signInToDemo } from './signIn.ts'
import type { SignInPorts } from './signInPorts.ts'

/**
 * Nothing is to be kept in a browser by what each answer says (`no-store`); this lets go of what one has kept all the same, pages behind the
 * one in front among them. Not "cookies": those go for the whole domain, which a city's other systems share, and with them the mark by which a
 * browser is known. Not "storage": of ours there is the language alone, and of content nothing.
 */
const NOTHING_KEPT: Reply = { headers: { 'Clear-Site-Data': '"cache"' } }

async function passwordOf({ accounts }: SignInPorts, memberId: MemberId) {
  const account = await accounts.findByMember(memberId)
  if (account === null || account.password === null) return 'none'
  return account.isPasswordGiven === true ? 'given' : 'own'
}

async function sessionView(ports: SignInPorts, request: Request): Promise<SessionView> {
  const { council, sessions, mode } = ports
  const who = sessions.signedInOf(request)
  const member = who !== null && (await council.isActive(who.memberId)) ? await council.viewMember(who.memberId) : null
  const known = await council.readCouncil()
  return {
    signedIn:
      member === null
        ? null
        : { member, endsAt: sessions.endsAt(request), password: await passwordOf(ports, member.id) },
    council: { name: known?.name ?? '', isDemo: known?.isDemo ?? false, needsSetUp: known === null },
    mode,
    csrfToken: sessions.csrfToken(request),
  }
}

async function demoAccounts(ports: SignInPorts): Promise<readonly DemoAccount[]> {
  const accounts = ports.mode === 'trial' ? await ports.accounts.listDemo() : []
  const today = dayInJapan(ports.clock.now())
  const members = await Promise.all(accounts.map((account) => ports.council.viewMember(account.memberId)))
  return members.flatMap((member) =>
    member === null
      ? []
      : DemoAccount.parse({
          memberId: member.id,
          name: member.name,
          role: member.role,
          offices: officesOn(member, today),
          organisationName: member.organisationName,
        }),
  )
}

/**
 * Whoever changes a password ends the sign-ins that they find; one that was still being judged by the old password ends itself here.
 *
 * Throws: `signInRequired`, as for a wrong password.
 */
async function endUnlessUnchanged(ports: SignInPorts, request: Request, { id, memberId, password }: Account) {
  const now = await ports.accounts.findByMember(memberId)
  if (now?.password?.hash === password?.hash) return
  await ports.sessions.end(request)
  const because = 'credentials'
  await ports.audit.append({ kind: 'signIn', by: null, objectIds: [id], outcome: 'refused', because })
  throw new AppError('signInRequired', { because })
}

interface Whose {
  readonly accountId: AccountId
  readonly memberId: MemberId
}

export function sessionRoutes(ports: SignInPorts): readonly Route[] {
  const begin = async (request: Request, who: Whose) => {
    const before = ports.sessions.signedInOf(request)
    await ports.sessions.begin(request, who.accountId, who.memberId)
    if (before !== null) await ports.endings.endingSession(before.sessionId, async () => undefined)
    return { body: await sessionView(ports, request) }
  }
  const beginByName = async (request: Request, who: Whose, { loginName }: { readonly loginName: string }) => ({
    ...(await begin(request, who)),
    headers: { 'Set-Cookie': ports.sessions.rememberingCookie(request, loginName) },
  })
  return [
    {
      method: 'get',
      path: '/api/session',
      access: 'public',
      answer: async ({ request }) => ({ body: await sessionView(ports, request) }),
    },
    {
      method: 'post',
      path: '/api/session',
      access: 'public',
      async answer({ request, body }) {
        const asked = parseWith(SignInRequest, body)
        const account = await signIn(ports)(asked)
        const begun = await beginByName(request, { accountId: account.id, memberId: account.memberId }, asked)
        await endUnlessUnchanged(ports, request, account)
        return begun
      },
    },
    {
      method: 'delete',
      path: '/api/session',
      access: 'public',
      async answer({ request }) {
        const who = ports.sessions.signedInOf(request)
        if (who === null) return NOTHING_KEPT
        await ports.sessions.end(request)
        await ports.endings.endingSession(who.sessionId, () =>
          ports.audit.append({ kind: 'signOut', by: who.memberId, objectIds: [who.accountId] }),
        )
        return NOTHING_KEPT
      },
    },
    ...demoCouncilRoutes(ports),
    ownPasswordRoute(ports),
    {
      method: 'post',
      path: '/api/demo-session',
      access: 'public',
      async answer({ request, body }) {
        const account = await signInToDemo(ports)(parseWith(DemoSignInRequest, body).memberId)
        return begin(request, { accountId: account.id, memberId: account.memberId })
      },
    },
    {
      method: 'post',
      path: '/api/setup',
      access: 'public',
      async answer({ request, body }) {
        const asked = parseWith(SetUpRequest, body)
        return beginByName(request, await ports.council.setUp(asked), asked)
      },
    },
  ]
}

const ownPasswordRoute = (ports: SignInPorts): Route => ({
  method: 'post',
  path: '/api/own-password',
  access: 'council.read',
  async answer({ actor, request, body }) {
    await changeOwnPassword(ports)(actor, parseWith(OwnPasswordRequest, body))
    return { body: await sessionView(ports, request) }
  },
})

/** How the demo comes and goes. */
const demoCouncilRoutes = (ports: SignInPorts): readonly Route[] => [
  {
    method: 'get',
    path: '/api/demo-accounts',
    access: 'public',
    answer: async () => ({ body: { items: await demoAccounts(ports), next: null } }),
  },
  {
    method: 'post',
    path: '/api/demo-council',
    access: 'public',
    async answer() {
      if (ports.mode !== 'trial') throw new AppError('notFound')
      await ports.council.seedDemo()
      return { status: 201, body: { items: await demoAccounts(ports), next: null } }
    },
  },
  {
    method: 'delete',
    path: '/api/demo-council',
    access: 'council.administer',
    async answer({ actor, request }) {
      await ports.council.emptyDemo(actor)
      await ports.sessions.end(request)
      return NOTHING_KEPT
    },
  },
]
