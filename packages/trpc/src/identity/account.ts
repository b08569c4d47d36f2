import { hashAddress } from '@entente/auth/keyed-hash'
import { checkPasswordHash, hashPassword } from '@entente/auth/password'
import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { type AuthDb, asAuth } from '@entente/db/core/scopes'
import {
  findAccount,
  findAccountById,
  findAccountToSetUp,
  savePassword,
  savePreferences,
} from '@entente/db/identity/accounts'
import {
  consumeOneTimeLink,
  consumeOtherLinks,
  insertOneTimeLink,
  type OneTimeLink,
} from '@entente/db/identity/one-time-links'
import { endSessionsOf } from '@entente/db/identity/sessions'
import { type Audience, audiences } from '@entente/domain/core/audience'
import type { AuditAction } from '@entente/domain/core/audit-action'
import { locale } from '@entente/domain/core/locale'
import { checkPassword, emailAddress, password, signUp } from '@entente/domain/identity/account'
import { enqueue } from '@entente/queue/enqueue'
import { z } from 'zod'
import { claimedInvitation } from '../core/claimed-link.ts'
import type { Context } from '../core/context.ts'
import {
  actorOf,
  limitGuessing,
  ownAccountMutation,
  publicProcedure,
  visitorMutation,
} from '../core/gates.ts'
import { countGuess } from '../core/guess.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { openOneTimeLink } from './one-time-link.ts'
import { confirmSignUp } from './sign-up.ts'

const token = z.string().max(20_000)
const hours = 3_600_000

export const account = t.router({
  /** Gives the same answer whether the address has an account or not. Nothing exists until the link is confirmed. */
  signUp: visitorMutation.input(signUp).mutation(async ({ ctx, input: { invitation, ...details } }) => {
    const { cloud, limits } = ctx
    const { country, email, organisation } = details
    settled(checkPassword(details.password, { email, organisation }))
    if (cloud.countriesAllowed && !cloud.countriesAllowed.includes(country))
      throw refused({ code: 'country_not_allowed', country })
    refuseWait(await limits.count('signUpOfAddress', addressKey(ctx)))
    refuseWait(await limits.count('signUpOfEmail', email))
    const invitationId = invitation === undefined ? null : await claimedInvitation(ctx, invitation)
    const { password: chosen, ...rest } = details
    const passwordHash = await hashPassword(chosen)
    return ctx.write(async (db) => {
      const known = await findAccount(db, 'customer', email)
      const now = ctx.clock()
      if (known) {
        await enqueue(db, [{ name: 'mail.sign-up-repeated', data: { accountId: known.id } }], now)
        return {}
      }
      const link = newLink(ctx, 24 * hours, null)
      const waiting = { ...rest, passwordHash, locale: ctx.locale, invitation: invitationId }
      await insertOneTimeLink(db, { ...link, kind: 'sign_up', details: waiting })
      await enqueue(db, [{ name: 'mail.sign-up-started', data: { linkId: link.id } }], now)
      return {}
    })
  }),

  /** What the confirm page shows; looking changes nothing (S7). */
  signUpStatus: publicProcedure
    .use(limitGuessing)
    .input(z.object({ token }))
    .query(async ({ ctx, input }) => {
      const { details } = await openOneTimeLink(ctx, 'sign_up', input.token)
      return { email: details.email, organisation: details.organisation }
    }),

  confirmSignUp: visitorMutation
    .use(limitGuessing)
    .input(z.object({ token }))
    .mutation(async ({ ctx, input }) => {
      const link = await openOneTimeLink(ctx, 'sign_up', input.token)
      return ctx.write((db) => confirmSignUp(ctx, db, link))
    }),

  /**
   * Gives the same answer (S14) in the same time (S5) for every address: one without an account runs the same
   * statements, for a link that belongs to no account and a job that sends nothing.
   */
  requestReset: visitorMutation
    .input(z.object({ audience: z.enum(audiences), email: emailAddress }))
    .mutation(async ({ ctx, input: { audience, email } }) => {
      refuseWait(await ctx.limits.count('resetOfAddress', addressKey(ctx)))
      refuseWait(await ctx.limits.count('resetOfAccount', `${audience}|${email}`))
      return ctx.write(async (db) => {
        const known = await findAccount(db, audience, email)
        const now = ctx.clock()
        await consumeOtherLinks(db, 'reset', known?.id ?? newId<'account'>(), now)
        const link = newLink(ctx, hours, known?.id ?? null)
        const details = { email: known ? email : '', locale: ctx.locale }
        await insertOneTimeLink(db, { ...link, kind: 'reset', details })
        await enqueue(db, [{ name: 'mail.reset-requested', data: { linkId: link.id } }], now)
        return {}
      })
    }),

  resetStatus: publicProcedure
    .use(limitGuessing)
    .input(z.object({ token }))
    .query(async ({ ctx, input }) => {
      await openOneTimeLink(ctx, 'reset', input.token)
      return {}
    }),

  resetPassword: visitorMutation
    .use(limitGuessing)
    .input(z.object({ token, password }))
    .mutation(async ({ ctx, input }) => {
      const link = await openOneTimeLink(ctx, 'reset', input.token)
      settled(checkPassword(input.password, { email: link.details.email }))
      const passwordHash = await hashPassword(input.password)
      return ctx.write(async (db) => {
        const now = ctx.clock()
        const account = link.accountId && (await findAccountById(db, link.accountId))
        if (!account || !(await consumeOneTimeLink(db, link.id, now)))
          throw refused({ code: 'one_time_link_spent' })
        await savePassword(db, account.id, passwordHash, now)
        await endSessionsOf(db, account.id, null, now)
        await recordPassword(ctx, db, { ...account, organisationId: instanceChain }, 'password.reset')
        return { audience: account.audience }
      })
    }),

  /** What the page of a set-up link shows; looking changes nothing (S7). */
  setUpStatus: publicProcedure
    .use(limitGuessing)
    .input(z.object({ token }))
    .query(async ({ ctx, input }) => {
      const { details } = await openOneTimeLink(ctx, 'set_up', input.token)
      return { email: details.email }
    }),

  /** Sets the first password of an account that was created without one. */
  setUp: visitorMutation
    .use(limitGuessing)
    .input(z.object({ token, password }))
    .mutation(async ({ ctx, input }) => {
      const link = await openOneTimeLink(ctx, 'set_up', input.token)
      settled(checkPassword(input.password, { email: link.details.email }))
      const passwordHash = await hashPassword(input.password)
      return ctx.write(async (db) => {
        const now = ctx.clock()
        const account = link.accountId && (await findAccountToSetUp(db, link.accountId))
        if (!account || !(await consumeOneTimeLink(db, link.id, now)))
          throw refused({ code: 'one_time_link_spent' })
        await savePassword(db, account.id, passwordHash, now)
        await endSessionsOf(db, account.id, null, now)
        await recordPassword(ctx, db, { ...account, organisationId: instanceChain }, 'account.set_up')
        return { audience: account.audience as Audience }
      })
    }),

  changePassword: ownAccountMutation
    .input(z.object({ current: password, password }))
    .mutation(async ({ ctx, input: { current, password: next } }) => {
      const { account, audience, organisation, id: sessionId } = ctx.session
      const guess = await countGuess(ctx, `${audience}|${account.email}`)
      const stored = await asAuth(ctx.database, account.id, (db) => findAccountById(db, account.id))
      if (!(await checkPasswordHash(stored?.passwordHash, current)))
        throw refused({ code: 'wrong_credentials' })
      await guess.takeBack()
      if (next === current) throw refused({ code: 'password_unchanged' })
      settled(checkPassword(next, { email: account.email, organisation: organisation?.legalName }))
      const passwordHash = await hashPassword(next)
      return ctx.write(async (db) => {
        const now = ctx.clock()
        await savePassword(db, account.id, passwordHash, now)
        await endSessionsOf(db, account.id, sessionId, now)
        const organisationId = organisation?.id ?? instanceChain
        await recordPassword(ctx, db, { id: account.id, organisationId }, 'password.changed')
        return {}
      })
    }),

  setPreferences: ownAccountMutation
    .input(
      z.object({ locale: locale.optional(), timeZone: z.string().max(60).refine(isTimeZone).optional() }),
    )
    .mutation(({ ctx, input: { locale, timeZone } }) =>
      ctx.write(async (db) => {
        if (locale || timeZone) await savePreferences(db, ctx.session.account.id, { locale, timeZone })
        return {}
      }),
    ),
})

const addressKey = ({ keyring, clientAddress }: Context) => hashAddress(keyring.session, clientAddress)

function refuseWait(retryAfterSeconds: number | null): void {
  if (retryAfterSeconds !== null) throw refused({ code: 'too_many_attempts', retryAfterSeconds })
}

function newLink({ keyring, clock }: Context, lifeMs: number, accountId: OneTimeLink['accountId']) {
  const createdAt = clock()
  const expiresAt = new Date(createdAt.getTime() + lifeMs)
  return {
    id: newId<'one_time_link'>(),
    kid: keyring.link.newest,
    version: 1,
    accountId,
    createdAt,
    expiresAt,
  }
}

const recordPassword = (
  ctx: Context,
  db: AuthDb,
  { id, organisationId }: { id: NonNullable<OneTimeLink['accountId']>; organisationId: typeof instanceChain },
  action: AuditAction,
) =>
  insertAudit(
    db,
    { ...actorOf(ctx), accountId: id },
    [{ organisationId, action, payload: { accountId: id } }],
    ctx.clock(),
  )

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    // The only way to ask the runtime whether it knows a zone.
    return false
  }
}
