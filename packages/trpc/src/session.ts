import { hashAddress } from '@entente/auth/keyed-hash'
import { checkPasswordHash } from '@entente/auth/password'
import { hashSessionToken, newSessionToken, sessionLimits } from '@entente/auth/session-token'
import { findAccount, listMemberships, type Membership } from '@entente/db/accounts'
import { insertAudit, instanceChain } from '@entente/db/audit'
import { newId } from '@entente/db/new-id'
import { asAuth } from '@entente/db/scopes'
import { endSession, insertSession, type Session } from '@entente/db/sessions'
import { signIn } from '@entente/domain/account'
import { audiences } from '@entente/domain/audience'
import type { Id } from '@entente/domain/id'
import { z } from 'zod'
import type { Context } from './context.ts'
import { actorOf, ownAccountMutation, publicProcedure } from './gates.ts'
import { refused } from './refused.ts'
import { t } from './trpc.ts'

export const session = t.router({
  /** Every press makes a session of its own, so it needs no idempotency key; the token is shown once. */
  signIn: publicProcedure
    .input(signIn.extend({ audience: z.enum(audiences) }))
    .mutation(async ({ ctx, input: { audience, email, password } }) => {
      const guessing = await countGuess(ctx, `${audience}|${email}`)
      const found = await asAuth(ctx.database, null, (db) => findAccount(db, audience, email))
      const isRight = await checkPasswordHash(found?.passwordHash, password)
      if (!found || !isRight) {
        await recordFailure(ctx, found?.id)
        throw refused({ code: 'wrong_credentials' })
      }
      await guessing.wasNone()
      return startSession(ctx, found.id)
    }),

  current: publicProcedure.query(({ ctx }) => (ctx.session ? toVisitor(ctx.session) : null)),

  signOut: ownAccountMutation.mutation(({ ctx }) => {
    const { session, clock } = ctx
    return ctx.write(async (db) => {
      await endSession(db, session.id, clock())
      const organisationId = session.organisation?.id ?? instanceChain
      const entry = { organisationId, action: 'session.ended', payload: { sessionId: session.id } }
      await insertAudit(db, actorOf(ctx), [entry], clock())
      return {}
    })
  }),
})

/** Counts a guess at a password, of the account and from the address; a right one is taken back. */
export async function countGuess({ limits, keyring, clientAddress }: Context, account: string) {
  const address = hashAddress(keyring.session, clientAddress)
  const wait =
    (await limits.count('signInOfAddress', address)) ?? (await limits.count('signInOfAccount', account))
  if (wait !== null) throw refused({ code: 'too_many_attempts', retryAfterSeconds: wait })
  return {
    wasNone: async () => {
      await limits.giveBack('signInOfAddress', address)
      await limits.giveBack('signInOfAccount', account)
    },
  }
}

async function startSession(ctx: Context, accountId: Id<'account'>) {
  const now = ctx.clock()
  const token = newSessionToken()
  const expiresAt = new Date(now.getTime() + sessionLimits.absoluteHours * 3_600_000)
  await asAuth(ctx.database, accountId, async (db) => {
    const membership = activeMembership(await listMemberships(db, accountId))
    const id = newId<'session'>()
    const tokenHash = hashSessionToken(token)
    await insertSession(db, { id, tokenHash, accountId, membershipId: membership.id, expiresAt }, now)
    await insertAudit(
      db,
      { requestId: ctx.requestId, accountId, roles: membership.roles },
      [
        {
          organisationId: membership.organisationId ?? instanceChain,
          action: 'session.started',
          payload: { sessionId: id },
        },
      ],
      now,
    )
  })
  return { token, expiresAt }
}

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

const recordFailure = ({ database, requestId, clock }: Context, accountId: Id<'account'> | undefined) =>
  asAuth(database, null, async (db) => {
    const [membership] = accountId ? await listMemberships(db, accountId) : []
    const organisationId = membership?.organisationId ?? instanceChain
    const actor = { requestId, accountId: accountId ?? null, roles: [] }
    await insertAudit(db, actor, [{ organisationId, action: 'session.refused', payload: {} }], clock())
  })

/** What a site may know of its visitor. */
const toVisitor = ({ account, organisation, audience, roles }: Session) => ({
  account: { id: account.id, name: account.name, email: account.email },
  organisation: organisation && {
    id: organisation.id,
    legalName: organisation.legalName,
    country: organisation.country,
    partnerKind: organisation.partnerKind,
    partnerId: organisation.partnerId,
    status: organisation.partnerStatus,
  },
  audience,
  roles,
  locale: account.locale,
  timeZone: account.timeZone,
})
