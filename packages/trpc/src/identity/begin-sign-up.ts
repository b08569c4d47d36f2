import { isIP } from 'node:net'
import { deviceLabel } from '@entente/auth/device'
import { addressKeys } from '@entente/auth/keyed-hash'
import type { AuthDb } from '@entente/db/core/scopes'
import { findAccountOf } from '@entente/db/identity/accounts'
import { type SignUpLink, savePendingSignUp } from '@entente/db/identity/one-time-links'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from '../core/context.ts'
import { countSignUp, refuseWait } from '../core/guess.ts'
import { refused } from '../core/refused.ts'
import { newOneTimeLink } from './one-time-link.ts'

type Rules = { audience: 'partner' | 'customer'; countries: readonly string[] | null }

/** What comes before a sign-up is written: checks its country and counts its limits. */
export async function prepareSignUp(
  ctx: Context,
  { email, country }: { email: string; country: string },
  { audience, countries }: Rules,
): Promise<void> {
  refuseCountry(country, countries)
  const address = addressKeys(ctx.keyring.session, ctx.clientAddress)
  refuseWait(await ctx.limits.count('signUpOfAddress', ...address))
  await countSignUp(ctx, { audience, email })
}

export function refuseCountry(country: string, countries: Rules['countries']): void {
  if (countries && !countries.includes(country)) throw refused({ code: 'country_not_allowed', country })
}

type Asked = 'device' | 'address' | 'locale'
type Begun = {
  [Kind in SignUpLink['kind']]: {
    kind: Kind
    details: Omit<Extract<SignUpLink, { kind: Kind }>['details'], Asked>
  }
}

const jobs = { sign_up: 'mail.sign-up-started', work_account: 'mail.work-account-started' } as const
const linkMs = 24 * 3_600_000

/**
 * Keeps a sign-up until its link is confirmed, and ends an earlier one of the address. Gives the same answer (S14) in the
 * same time (S5) for an address that has an account: its row is kept too, but its owner gets another mail, without a link
 * to it.
 */
export async function beginSignUp(
  ctx: Context & { db: AuthDb },
  audience: Rules['audience'],
  { kind, details }: Begun[SignUpLink['kind']],
): Promise<Record<string, never>> {
  const { db, now, device, clientAddress, locale } = ctx
  const known = await findAccountOf(db, audience, details.email)
  const address = isIP(clientAddress) ? clientAddress : null
  const asked = { device: deviceLabel(device), address, locale }
  const linkId = await savePendingSignUp(db, {
    ...newOneTimeLink(ctx, linkMs),
    ...{ kind, details: { ...details, ...asked } },
  })
  const mail = known
    ? ({ name: 'mail.sign-up-repeated', data: { accountId: known.id } } as const)
    : { name: jobs[kind], data: { linkId } }
  await enqueue(db, [mail], now)
  return {}
}
