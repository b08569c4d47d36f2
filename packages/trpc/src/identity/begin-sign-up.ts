import { hashAddress } from '@entente/auth/keyed-hash'
import { checkNewPassword } from '@entente/auth/new-password'
import { hashPassword } from '@entente/auth/password'
import type { AuthDb } from '@entente/db/core/scopes'
import { findAccountOf } from '@entente/db/identity/accounts'
import { insertOneTimeLink, type OneTimeLink } from '@entente/db/identity/one-time-links'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from '../core/context.ts'
import { refuseWait } from '../core/guess.ts'
import { refused, settled } from '../core/refused.ts'
import { newOneTimeLink } from './one-time-link.ts'

type Applied = { email: string; name: string; organisation: string; country: string; password: string }
type Rules = { audience: 'partner' | 'customer'; countries: readonly string[] | null }

/** What comes before a sign-up is written: checks its password and country, counts its limits, hashes the password. */
export async function prepareSignUp(
  { limits, keyring, clientAddress }: Context,
  { email, name, organisation, country, password }: Applied,
  { audience, countries }: Rules,
): Promise<{ passwordHash: string }> {
  settled(await checkNewPassword(password, { email, name, organisations: [organisation] }))
  if (countries && !countries.includes(country)) throw refused({ code: 'country_not_allowed', country })
  refuseWait(await limits.count('signUpOfAddress', hashAddress(keyring.session, clientAddress)))
  refuseWait(await limits.count('signUpOfEmail', `${audience}|${email}`))
  return { passwordHash: await hashPassword(password) }
}

type SignUpLink = Extract<OneTimeLink, { kind: 'sign_up' | 'work_account' }>
type Begun = { [Kind in SignUpLink['kind']]: Pick<Extract<SignUpLink, { kind: Kind }>, 'kind' | 'details'> }

const jobs = { sign_up: 'mail.sign-up-started', work_account: 'mail.work-account-started' } as const
const linkMs = 24 * 3_600_000

/**
 * Keeps a sign-up until its link is confirmed. The answer is the same for an address that has an account: its owner gets
 * another mail, and nothing else happens.
 */
export async function beginSignUp(
  ctx: Context & { db: AuthDb },
  audience: Rules['audience'],
  begun: Begun[SignUpLink['kind']],
): Promise<Record<string, never>> {
  const { db, now } = ctx
  const known = await findAccountOf(db, audience, begun.details.email)
  if (known) {
    await enqueue(db, [{ name: 'mail.sign-up-repeated', data: { accountId: known.id } }], now)
    return {}
  }
  const link = newOneTimeLink(ctx, linkMs)
  await insertOneTimeLink(db, { ...link, ...begun })
  await enqueue(db, [{ name: jobs[begun.kind], data: { linkId: link.id } }], now)
  return {}
}
