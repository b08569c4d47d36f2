import { checkNewPassword } from '@entente/auth/new-password'
import { checkPasswordHash, hashPassword } from '@entente/auth/password'
import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { type AuthDb, actAs, asAuth } from '@entente/db/core/scopes'
import {
  findAccount,
  findAccountById,
  findAccountOf,
  findAccountToSetUp,
  findSignInState,
  saveMailboxProof,
  savePassword,
  savePreferences,
} from '@entente/db/identity/accounts'
import {
  consumeOneTimeLink,
  consumeOtherLinks,
  insertOneTimeLink,
  type OneTimeLink,
} from '@entente/db/identity/one-time-links'
import { findOrganisationName } from '@entente/db/identity/organisations'
import { deleteUnprovenFactor } from '@entente/db/identity/second-factors'
import { endSessionsOf, lockAccount } from '@entente/db/identity/sessions'
import { joinWithOwnAccount, takeUpAccount } from '@entente/db/identity/taken-up-accounts'
import type { Audience } from '@entente/domain/core/audience'
import type { AuditAction } from '@entente/domain/core/audit-action'
import type { Id } from '@entente/domain/core/id'
import { locale } from '@entente/domain/core/locale'
import { timeZone } from '@entente/domain/core/time-zone'
import { emailAddress, password, signUp } from '@entente/domain/identity/account'
import { enqueue } from '@entente/queue/enqueue'
import { z } from 'zod'
import { claimedInvitation } from '../core/claimed-link.ts'
import type { Context } from '../core/context.ts'
import { actorOf, ownAccountMutation, publicProcedure, visitorMutation } from '../core/gates.ts'
import { countReset, countSessionGuess, forgetGuesses, mayMailReset, reportFailure } from '../core/guess.ts'
import { limitGuessing } from '../core/limit-guessing.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { beginSignUp, prepareSignUp } from './begin-sign-up.ts'
import { confirming, signUpStatus } from './confirm-sign-up.ts'
import { newOneTimeLink, openOneTimeLink } from './one-time-link.ts'
import { passwordOwner } from './password-owner.ts'
import { completeSignUp } from './sign-up.ts'

const token = z.string().max(20_000)
const hours = 3_600_000

export const account = t.router({
  /** Gives the same answer whether the address has an account or not. Nothing exists until the link is confirmed. */
  signUp: visitorMutation
    .input(signUp)
    .prepare(async ({ ctx, input }) => {
      await prepareSignUp(ctx, input, { audience: 'customer', countries: ctx.cloud.customers.countries })
      return input.invitation === undefined ? null : claimedInvitation(ctx, input.invitation)
    })
    .mutation(({ ctx, input: { name, email, organisation, country }, prepared: invitation }) => {
      const details = { name, email, organisation, country, invitation }
      return beginSignUp(ctx, 'customer', { kind: 'sign_up', details })
    }),

  signUpStatus: signUpStatus('sign_up'),

  /** Creates the account, the organisation where it is the first of its domain, and the session. */
  confirmSignUp: confirming('sign_up', ({ cloud }) => cloud.customers.countries).mutation(
    ({ ctx, prepared }) => completeSignUp(ctx, ctx.db, prepared),
  ),

  /**
   * Gives the same answer (S14) in the same time (S5) for every address: one without an account runs the same
   * statements, for a link that belongs to no account and a job that sends nothing. A link is mailed at most every five
   * minutes and leaves the earlier ones alive, so that a stranger who asks neither blocks the owner nor kills their link.
   */
  requestReset: visitorMutation
    .input(z.object({ email: emailAddress }))
    .prepare(({ ctx, input: { email } }) => countReset(ctx, { audience: ctx.site, email }))
    .mutation(async ({ ctx, input: { email } }) => {
      const { db, now, site: audience } = ctx
      if (!(await mayMailReset(ctx, db, { audience, email }))) return {}
      const known = await findAccount(db, audience, email)
      const link = newOneTimeLink(ctx, hours, known?.id)
      const details = { email: known ? email : '', locale: ctx.locale }
      await insertOneTimeLink(db, { ...link, kind: 'reset', details })
      await enqueue(db, [{ name: 'mail.reset-requested', data: { linkId: link.id } }], now)
      return {}
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
    .prepare(({ ctx, input }) => passwordFor(ctx, 'reset', input))
    .mutation(async ({ ctx, prepared: { link, passwordHash } }) => {
      const account = link.accountId && (await findAccountById(ctx.db, link.accountId))
      if (!account) throw refused({ code: 'one_time_link_spent' })
      await takeUpAccount(ctx.db, account.id)
      await setPassword(ctx, link, { ...account, passwordHash }, 'password.reset')
      await consumeOtherLinks(ctx.db, 'reset', account.id, ctx.now)
      await forgetGuesses(ctx, ctx.db, account)
      return { audience: account.audience }
    }),

  /** What the page of a set-up link shows; looking changes nothing (S7). */
  setUpStatus: publicProcedure
    .use(limitGuessing)
    .input(z.object({ token }))
    .query(async ({ ctx, input }) => {
      const { accountId, details, organisationId } = await openOneTimeLink(ctx, 'set_up', input.token)
      const { email } = details
      return asAuth(ctx.database, null, async (db) => {
        const own = organisationId ? await findAccountOf(db, 'partner', email) : undefined
        for (const id of [accountId, own?.id]) if (id) await refuseSuspended(db, id)
        const company = organisationId ? await findOrganisationName(db, organisationId) : null
        return { email, company: company ?? null, hasAccount: own !== undefined }
      })
    }),

  /**
   * Sets the first password of an account that was created without one. Where the address's owner has an account, that
   * one joins the company. It takes the new password too, because only the link proves the mailbox: another company may
   * have set the account's password, or a stranger may hold its sessions or its second factor.
   */
  setUp: visitorMutation
    .use(limitGuessing)
    .input(z.object({ token, password }))
    .prepare(({ ctx, input }) => passwordFor(ctx, 'set_up', input))
    .mutation(async ({ ctx, prepared: { link, passwordHash } }) => {
      const { db, now } = ctx
      const account = link.accountId && (await findAccountToSetUp(db, link.accountId))
      if (!account) throw refused({ code: 'one_time_link_spent' })
      const audience = account.audience as Audience
      const own = await takeUpAccount(db, account.id)
      const hasJoined = own !== account.id
      for (const id of hasJoined ? [account.id, own] : [own]) {
        await lockAccount(db, id)
        await refuseSuspended(db, id)
      }
      if (hasJoined) {
        await deleteUnprovenFactor(db, own)
        await joinWithOwnAccount(db, { from: account.id, into: own }, now)
      } else {
        // Nobody else could say in which language this person reads.
        await savePreferences(db, own, { locale: ctx.locale })
      }
      const action = hasJoined ? 'account.joined' : 'account.set_up'
      await setPassword(ctx, link, { id: own, passwordHash }, action)
      return { audience, hasJoined }
    }),

  changePassword: ownAccountMutation
    .input(z.object({ current: password, password }))
    .prepare(async ({ ctx, input: { current, password: next } }) => {
      const { account, audience, id: sessionId } = ctx.session
      const guess = await countSessionGuess(ctx, { accountId: account.id, sessionId })
      const { stored, owner } = await asAuth(ctx.database, account.id, async (db) => ({
        stored: await findAccountById(db, account.id),
        owner: await passwordOwner(db, account.id),
      }))
      if (!(await checkPasswordHash(stored?.passwordHash, current, ctx.cloud.passwordHash))) {
        const named = { audience, email: account.email }
        await asAuth(ctx.database, account.id, (db) => reportFailure(ctx, db, named, account.id))
        throw refused({ code: 'wrong_credentials' })
      }
      await guess.takeBack()
      if (next === current) throw refused({ code: 'password_unchanged' })
      settled(await checkNewPassword(next, owner))
      return { passwordHash: await hashPassword(next, ctx.cloud.passwordHash) }
    })
    .mutation(async ({ ctx, prepared: { passwordHash } }) => {
      const { db, now } = ctx
      const { account, organisation, id: sessionId } = ctx.session
      await lockAccount(db, account.id)
      await savePassword(db, account.id, passwordHash, now)
      await endSessionsOf(db, account.id, sessionId, now)
      const organisationId = organisation?.id ?? instanceChain
      await recordPassword(ctx, db, { id: account.id, organisationId }, 'password.changed')
      return {}
    }),

  setPreferences: ownAccountMutation
    .input(z.object({ locale: locale.optional(), timeZone: timeZone.optional() }))
    .mutation(async ({ ctx: { db, session }, input: { locale, timeZone } }) => {
      if (locale || timeZone) await savePreferences(db, session.account.id, { locale, timeZone })
      return {}
    }),
})

/** What a new password from a one-time link needs before its transaction. */
async function passwordFor(
  ctx: Context,
  kind: 'reset' | 'set_up',
  { token, password }: { token: string; password: string },
) {
  const link = await openOneTimeLink(ctx, kind, token)
  const { accountId } = link
  if (!accountId) throw refused({ code: 'one_time_link_spent' })
  const owners = await asAuth(ctx.database, accountId, async (db) => {
    const account = await findAccountToSetUp(db, accountId)
    const own = account && (await findAccountOf(db, account.audience as Audience, account.email))
    const ids = new Set([accountId, own?.id ?? accountId])
    return Promise.all([...ids].map((id) => passwordOwner(db, id)))
  })
  for (const owner of owners) settled(await checkNewPassword(password, owner))
  return { link, passwordHash: await hashPassword(password, ctx.cloud.passwordHash) }
}

/** Sets the password that a one-time link allows, once, and ends every session of the account. */
async function setPassword(
  ctx: Context & { db: AuthDb },
  link: Pick<OneTimeLink, 'id' | 'version'> & { organisationId?: Id<'organisation'> | null },
  { id, passwordHash }: { id: NonNullable<OneTimeLink['accountId']>; passwordHash: string },
  action: AuditAction,
): Promise<void> {
  const { db, now } = ctx
  await lockAccount(db, id)
  if (!(await consumeOneTimeLink(db, link, now))) throw refused({ code: 'one_time_link_spent' })
  await savePassword(db, id, passwordHash, now)
  await saveMailboxProof(db, id, now)
  await endSessionsOf(db, id, null, now)
  await recordPassword(ctx, db, { id, organisationId: instanceChain }, action)
  // The company that gave the roles sees that somebody took them up.
  if (link.organisationId) await recordPassword(ctx, db, { id, organisationId: link.organisationId }, action)
}

/** A suspended account gets nothing by a link; the link seems spent, so that nobody learns of the suspension. */
async function refuseSuspended(db: AuthDb, id: NonNullable<OneTimeLink['accountId']>): Promise<void> {
  if ((await findSignInState(db, id)).isSuspended) throw refused({ code: 'one_time_link_spent' })
}

async function recordPassword(
  ctx: Context,
  db: AuthDb,
  { id, organisationId }: { id: NonNullable<OneTimeLink['accountId']>; organisationId: typeof instanceChain },
  action: AuditAction,
): Promise<void> {
  const entry = { organisationId, action, payload: { accountId: id } }
  await actAs(db, id)
  await insertAudit(db, { ...actorOf(ctx), accountId: id }, [entry], ctx.now)
}
