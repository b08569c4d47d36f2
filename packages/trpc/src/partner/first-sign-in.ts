import { hashPassword } from '@entente/auth/password'
import { newTemporaryPassword } from '@entente/auth/temporary-password'
import type { PartnerDb } from '@entente/db/core/scopes'
import { consumeOtherLinks, insertOneTimeLink } from '@entente/db/identity/one-time-links'
import { type PartnerUser, saveTemporaryPassword } from '@entente/db/partner/partner-users'
import type { Id } from '@entente/domain/core/id'
import { userLimits } from '@entente/domain/core/user-type'
import type { UserState } from '@entente/domain/partner/partner-user'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from '../core/context.ts'
import { inTenant, type PartnerSession } from '../core/gates.ts'
import { refuseWait } from '../core/guess.ts'
import { isAtConfirmedDomain } from '../enrolment/confirmed-domain.ts'
import { newOneTimeLink } from '../identity/one-time-link.ts'
import type { ActContext } from './user-act.ts'

/** A user's sign-in information, shown once: a repeat of the same press does not get it. */
export type Shown = {
  result: 'shown'
  id: Id<'membership'>
  email: string
  temporaryPassword: string
  until: Date
}
/** Says that a user was mailed a link; nobody at the company sees it. */
export type Mailed = { result: 'mailed'; id: Id<'membership'>; email: string; until: Date }

const days = 86_400_000

/** A new temporary password and its hash, which takes long to make. */
export async function temporaryPassword({ cloud }: Pick<Context, 'cloud'>) {
  const password = newTemporaryPassword()
  return { password, passwordHash: await hashPassword(password, cloud.passwordHash) }
}

/**
 * Whether an address gets a link by mail: only at a confirmed domain of the company, a colleague may see a password. It
 * counts the mail.
 */
export async function getsLink(ctx: Context & { session: PartnerSession }, email: string): Promise<boolean> {
  const { session } = ctx
  const isOwnDomain = await inTenant(ctx, session, undefined, (db) =>
    isAtConfirmedDomain(db, session.organisation.id, email),
  )
  if (!isOwnDomain) await limitLinks(ctx)
  return !isOwnDomain
}

/** Gives a user a temporary password, and with it the state that only such a user has. */
export async function giveTemporaryPassword(
  db: PartnerDb,
  { id, accountId, email }: Pick<PartnerUser, 'id' | 'accountId' | 'email'>,
  { password, passwordHash }: Awaited<ReturnType<typeof temporaryPassword>>,
  state: UserState,
  now: Date,
): Promise<Shown> {
  const until = new Date(now.getTime() + userLimits.temporaryPasswordDays * days)
  await saveTemporaryPassword(db, accountId, { passwordHash, until, state }, now)
  return { result: 'shown', id, email, temporaryPassword: password, until }
}

/** At most so many links a day for one partner, because each is a mail to an address that a colleague typed. */
export const limitLinks = async ({ limits, session }: Pick<ActContext, 'limits' | 'session'>) =>
  refuseWait(await limits.count('userLinkOfPartner', session.organisation.id))

/** Mails a user the link with which they choose a password; an earlier one stops working. */
export async function mailLink(
  ctx: ActContext,
  { id, accountId, email }: Pick<PartnerUser, 'id' | 'accountId' | 'email'>,
  now: Date,
): Promise<Mailed> {
  const { db, session, locale } = ctx
  await consumeOtherLinks(db, 'set_up', accountId, now)
  const link = newOneTimeLink(ctx, userLimits.linkDays * days, accountId)
  const organisationId = session.organisation.id
  await insertOneTimeLink(db, { ...link, kind: 'set_up', organisationId, details: { email, locale } })
  await enqueue(db, [{ name: 'mail.user-added', data: { linkId: link.id } }], now)
  return { result: 'mailed', id, email, until: link.expiresAt }
}

/** Mails a user the link with which they replace a password that a colleague made useless. */
export async function mailReset(
  ctx: ActContext,
  { id, accountId, email }: Pick<PartnerUser, 'id' | 'accountId' | 'email'>,
  now: Date,
): Promise<Mailed> {
  const { db, locale } = ctx
  const link = newOneTimeLink(ctx, userLimits.linkDays * days, accountId)
  const details = { email, locale, by: 'global_admin' } as const
  await insertOneTimeLink(db, { ...link, kind: 'reset', details })
  await enqueue(db, [{ name: 'mail.reset-requested', data: { linkId: link.id } }], now)
  return { result: 'mailed', id, email, until: link.expiresAt }
}
