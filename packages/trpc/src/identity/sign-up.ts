import { broughtToken } from '@entente/auth/link-url'
import { insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import type { AuthDb } from '@entente/db/core/scopes'
import { insertAccount, insertMembership } from '@entente/db/identity/accounts'
import { consumeOneTimeLink, type OneTimeLink, type SignUpDetails } from '@entente/db/identity/one-time-links'
import { findCustomerByDomain, insertCustomer } from '@entente/db/identity/organisations'
import { findLink } from '@entente/db/relationship/relationship-links'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from '../core/context.ts'
import { actorOf } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { companyDomain } from './company-domain.ts'

type SignUpLink = Extract<OneTimeLink, { kind: 'sign_up' }>

/**
 * Confirms a sign-up. The first confirmed account of a domain becomes global admin of its organisation; a later one asks
 * to join. A web-mail address has no domain, so each makes an organisation of its own.
 */
export async function confirmSignUp(ctx: Context, db: AuthDb, link: SignUpLink) {
  const { now } = ctx
  const { email, name, passwordHash, locale, invitation } = link.details
  if (!(await consumeOneTimeLink(db, link.id, now))) throw refused({ code: 'one_time_link_spent' })
  const accountId = newId<'account'>()
  const isNew = await insertAccount(
    db,
    { id: accountId, audience: 'customer', email, name, passwordHash },
    now,
  )
  // Another sign-up with this address was confirmed in the meantime.
  if (!isNew) throw refused({ code: 'one_time_link_spent' })
  const { organisationId, joins } = await placeOf(ctx, db, link.details)
  const membershipId = newId<'membership'>()
  await insertMembership(
    db,
    {
      id: membershipId,
      accountId,
      audience: 'customer',
      organisationId,
      status: joins ? 'requested' : 'active',
      roles: joins ? [] : ['global_admin'],
    },
    now,
  )
  await insertAudit(
    db,
    { ...actorOf(ctx), accountId, roles: joins ? [] : ['global_admin'] },
    [
      {
        organisationId,
        action: joins ? 'membership.requested' : 'organisation.created',
        payload: { accountId, membershipId, language: locale },
      },
    ],
    now,
  )
  if (joins)
    await enqueue(
      db,
      [{ name: 'membership.requested', data: { customerId: organisationId, membershipId } }],
      now,
    )
  return {
    result: joins ? ('join_requested' as const) : ('signed_up' as const),
    invitation: invitation && (await invitationToken(ctx, db, invitation)),
  }
}

async function placeOf({ now }: Context, db: AuthDb, { organisation, country, email }: SignUpDetails) {
  const domain = await companyDomain(db, email)
  const known = domain && (await findCustomerByDomain(db, domain))
  if (known) return { organisationId: known.id, joins: true }
  const customer = { id: newId<'organisation'>(), legalName: organisation, country, domain }
  if (await insertCustomer(db, customer, now)) return { organisationId: customer.id, joins: false }
  // Only a domain can collide: another sign-up with it was confirmed at the same moment.
  const first = domain && (await findCustomerByDomain(db, domain))
  if (!first) throw new Error('A customer could not be created and no other has its domain.')
  return { organisationId: first.id, joins: true }
}

async function invitationToken(
  { keyring, cloud }: Context,
  db: AuthDb,
  { id, version }: NonNullable<SignUpDetails['invitation']>,
): Promise<string | null> {
  const link = await findLink(db, id)
  return link ? broughtToken({ cloud, ring: keyring.link }, link, version) : null
}
