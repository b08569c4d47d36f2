import { type AuditEntry, insertAudit, instanceChain } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { type AuthDb, asAuth } from '@entente/db/core/scopes'
import { listWorkplaces } from '@entente/db/enrolment/applications'
import { listAccounts, listMemberships, type Membership } from '@entente/db/identity/accounts'
import { isSecondFactorRequired } from '@entente/db/identity/organisation-settings'
import { endOwnSession, listOwnSessions } from '@entente/db/identity/own-sessions'
import { findSecondFactor } from '@entente/db/identity/second-factors'
import { endSessionsOf, findSignInMethod, type Session } from '@entente/db/identity/sessions'
import type { Audience } from '@entente/domain/core/audience'
import { type Id, idOf } from '@entente/domain/core/id'
import { signIn } from '@entente/domain/identity/account'
import { factorCode } from '@entente/domain/identity/second-factor'
import { z } from 'zod'
import { recordOwnRefusal, spendCode } from '../core/check-code.ts'
import type { Context } from '../core/context.ts'
import { methodOf } from '../core/fresh.ts'
import {
  actorOf,
  freshAccountMutation,
  publicMutation,
  publicProcedure,
  sessionMutation,
  sessionProcedure,
} from '../core/gates.ts'
import { countCodeGuess, countGuess, type Named, reportFailure, wasLastCode } from '../core/guess.ts'
import { refused } from '../core/refused.ts'
import { renewed } from '../core/renewed.ts'
import { stepUp } from '../core/step-up.ts'
import { t } from '../core/trpc.ts'
import { accountOfPassword, typedFor } from './account-of-password.ts'
import {
  continueSignIn,
  endPresented,
  lockSignIn,
  personOfSignIn,
  type StartedSession,
} from './continue-sign-in.ts'
import { rehash } from './rehash.ts'
import { replaceTemporaryPassword } from './replace-temporary-password.ts'
import { toVisitor } from './told-session.ts'

export const session = t.router({
  signIn: publicMutation('Every press makes a session of its own, and its token is shown once.')
    .input(signIn)
    .mutation(async ({ ctx, input: { email, password } }) => {
      const audience = ctx.site
      const named = { audience, email }
      const accounts = await asAuth(ctx.database, null, (db) => listAccounts(db, audience, email))
      const guess = await countGuess(ctx, named, accounts)
      const found = await accountOfPassword(ctx, accounts, password)
      if (!found) {
        await recordFailure(ctx, named, accounts[0]?.id, guess)
        throw refused({ code: 'wrong_credentials' })
      }
      await rehash(ctx, found, typedFor(found, password))
      const started = await beginSession(ctx, { accountId: found.id, email, audience })
      await guess.takeBack(found)
      return started
    }),

  current: publicProcedure.query(({ ctx }) => (ctx.session ? toVisitor(ctx, ctx.session) : null)),

  /** What a sign-in with a right password still needs. */
  waiting: publicProcedure.query(({ ctx: { waiting } }) => waiting && { awaits: waiting.awaits }),

  /**
   * The second step of a sign-in. It ends the session that waited and starts another, with a token of its own. The fifth
   * wrong code ends it too.
   */
  giveSecondFactor: publicMutation('A code and a sign-in in progress count once.')
    .input(z.object({ code: factorCode }))
    .mutation(async ({ ctx, input: { code } }) => {
      const { waiting } = ctx
      if (waiting?.awaits !== 'second_factor') throw refused({ code: 'not_signed_in' })
      const { account, audience } = waiting
      const named = { audience, email: account.email }
      const person = personOfSignIn(waiting)
      const guess = await countCodeGuess(ctx, account)
      const started = await asAuth(ctx.database, account.id, async (db) => {
        await lockSignIn(db, person)
        if (!(await spendCode(ctx, db, person, code))) return undefined
        // Two presses at once: one code, one session.
        if (!(await endOwnSession(db, account.id, waiting.id, ctx.now))) return undefined
        return continueSignIn(ctx, db, person, waiting.awaits)
      })
      if (!started) {
        await recordOwnRefusal(ctx, person, 'second_factor.refused')
        await asAuth(ctx.database, account.id, async (db) => {
          if (!guess.isOnKnownDevice) await reportFailure(ctx, db, named, account.id)
          if (await wasLastCode(ctx, db, waiting.id)) await endPresented(ctx, db)
        })
        throw refused({ code: 'wrong_code' })
      }
      await guess.takeBack()
      return started
    }),

  replaceTemporaryPassword,

  /** What the person confirms with that it is them. */
  howToConfirm: sessionProcedure.query(async ({ ctx }) => ({ method: await methodOf(ctx, ctx.session) })),

  stepUp,

  /** Where the person is signed in. */
  list: sessionProcedure.query(async ({ ctx }) => {
    const { session, database, now, sessionTimes } = ctx
    const seenAfter = new Date(now.getTime() - sessionTimes.idleMinutes * 60_000)
    const sessions = await asAuth(database, session.account.id, (db) =>
      listOwnSessions(db, session.account.id, now, seenAfter),
    )
    return { sessions: sessions.map((own) => ({ ...own, isCurrent: own.id === session.id })) }
  }),

  /** The companies in which the person may act. */
  organisations: sessionProcedure.query(async ({ ctx: { session, database } }) => {
    const workplaces = await asAuth(database, session.account.id, (db) =>
      listWorkplaces(db, session.account.id),
    )
    return {
      organisations: workplaces.map(({ membershipId, ...organisation }) => ({
        ...organisation,
        isCurrent: membershipId === session.membershipId,
      })),
    }
  }),

  /**
   * Goes on in another company of the same person with a token of its own; when the session began stays. Null, and
   * no other token, for the company that it is in already.
   */
  switchOrganisation: sessionMutation('Every press hands out a token of its own, which is shown once.')
    .input(z.object({ id: idOf<'organisation'>() }))
    .mutation(({ ctx, input: { id } }) =>
      asAuth(ctx.database, ctx.session.account.id, async (db) => {
        const { session } = ctx
        const workplaces = await listWorkplaces(db, session.account.id)
        const next = workplaces.find((workplace) => workplace.id === id)
        if (!next) throw refused({ code: 'not_found' })
        // A company's directory says who somebody is there, and nowhere else.
        if (id !== session.organisation?.id && (await findSignInMethod(db, session.id)) === 'directory')
          throw refused({ code: 'password_sign_in_required' })
        await lockSignIn(db, { accountId: session.account.id, organisationId: id })
        // What it asks of everybody at sign-in is not left out by coming from another company.
        if ((await isSecondFactorRequired(db, id)) && !(await findSecondFactor(db, session.account.id)))
          throw refused({ code: 'second_factor_required' })
        const { membershipId } = next
        if (membershipId === session.membershipId) return null
        const { sessionId, ...started } = await renewed(ctx, db, session, { membershipId })
        const entry: AuditEntry = { organisationId: id, action: 'session.moved', payload: { sessionId } }
        await insertAudit(db, actorOf(ctx), [entry], ctx.now)
        return started
      }),
    ),

  /** Ends a session on another device. */
  end: freshAccountMutation
    .input(z.object({ id: idOf<'session'>() }))
    .mutation(async ({ ctx, input: { id } }) => {
      if (!(await endOwnSession(ctx.db, ctx.session.account.id, id, ctx.now)))
        throw refused({ code: 'not_found' })
      await recordEnd(ctx, { sessionId: id })
      return {}
    }),

  endOthers: freshAccountMutation.mutation(async ({ ctx }) => {
    await endSessionsOf(ctx.db, ctx.session.account.id, ctx.session.id, ctx.now)
    await recordEnd(ctx, { allBut: ctx.session.id })
    return {}
  }),

  /** Ends the session, or the sign-in in progress. */
  signOut: publicMutation('What has ended does not end again.').mutation(async ({ ctx }) => {
    const account = (ctx.session ?? ctx.waiting)?.account
    if (account) await asAuth(ctx.database, account.id, (db) => endPresented(ctx, db))
    return {}
  }),
})

const recordEnd = (ctx: Context & { db: AuthDb; session: Session }, payload: Record<string, string>) =>
  insertAudit(
    ctx.db,
    actorOf(ctx),
    [{ organisationId: ctx.session.organisation?.id ?? instanceChain, action: 'session.ended', payload }],
    ctx.now,
  )

type SignedIn = { accountId: Id<'account'>; email: string; audience: Audience }

/** After a right password: a session, or one that waits for more. */
const beginSession = (ctx: Context, { accountId, email, audience }: SignedIn): Promise<StartedSession> =>
  asAuth(ctx.database, accountId, async (db) => {
    const { id, organisationId, roles } = activeMembership(await listMemberships(db, accountId))
    const account = { accountId, email, audience, membershipId: id, organisationId, roles }
    return continueSignIn(ctx, db, { ...account, method: 'password' }, null)
  })

function activeMembership(memberships: Membership[]): Membership {
  const [first] = memberships
  if (first?.status === 'active') return first
  const waiting = memberships.find(({ status }) => status === 'requested')
  throw refused(
    waiting
      ? { code: 'membership_requested', organisation: waiting.organisation ?? '' }
      : { code: 'account_not_active' },
  )
}

const recordFailure = (
  ctx: Context,
  named: Named,
  accountId: Id<'account'> | undefined,
  { isOnKnownDevice }: { isOnKnownDevice: boolean },
) =>
  asAuth(ctx.database, accountId ?? null, async (db) => {
    const { requestId, now } = ctx
    // Asked for nobody too, so that both take the same time (S5).
    const someId = accountId ?? newId<'account'>()
    const [membership] = await listMemberships(db, someId)
    if (!isOnKnownDevice) await reportFailure(ctx, db, named, someId)
    // A company that removed the person, or never let them in, learns nothing of what they try.
    const place = membership?.status === 'active' ? membership.organisationId : null
    const organisationId = place ?? instanceChain
    const actor = { kind: 'person', requestId, accountId: accountId ?? null, roles: [] } as const
    await insertAudit(db, actor, [{ organisationId, action: 'session.refused', payload: {} }], now)
  })
