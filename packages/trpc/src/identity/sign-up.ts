import { broughtToken } from '@entente/auth/link-url'
import { insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import type { AuthDb } from '@entente/db/core/scopes'
import { insertMembership } from '@entente/db/identity/accounts'
import type { OneTimeLink, SignUpDetails } from '@entente/db/identity/one-time-links'
import { findCustomerByDomain, insertCustomer, isWithoutMembers } from '@entente/db/identity/organisations'
import { findLink } from '@entente/db/relationship/relationship-links'
import type { CustomerRole } from '@entente/domain/core/role'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from '../core/context.ts'
import { actorOf } from '../core/gates.ts'
import { companyDomain } from './company-domain.ts'
import { createAccount } from './confirm-sign-up.ts'
import { continueSignIn, type StartedSession } from './continue-sign-in.ts'

type SignUpLink = Extract<OneTimeLink, { kind: 'sign_up' }>

type Completed = {
  outcome: 'signed_up' | 'join_requested'
  /** The relationship link that the person came from, on any device. */
  invitation: string | null
  /** Null while somebody else decides whether the person may join. */
  session: StartedSession | null
}

/**
 * Completes a confirmed sign-up. The first confirmed account of a domain becomes global admin of its organisation, also
 * where the operator's records brought that organisation here before anybody signed up, and is
 * signed in; a later one asks to join. A web-mail address has no domain, so each makes an organisation of its own.
 */
export async function completeSignUp(
  ctx: Context,
  db: AuthDb,
  confirmed: { link: SignUpLink; passwordHash: string },
): Promise<Completed> {
  const { now } = ctx
  const { link } = confirmed
  const { email, locale, invitation } = link.details
  const accountId = await createAccount(ctx, db, 'customer', confirmed)
  const { organisationId, joins } = await placeOf(ctx, db, link.details)
  const membershipId = newId<'membership'>()
  const roles: CustomerRole[] = joins ? [] : ['global_admin']
  await insertMembership(
    db,
    {
      id: membershipId,
      accountId,
      audience: 'customer',
      organisationId,
      status: joins ? 'requested' : 'active',
      roles,
    },
    now,
  )
  await insertAudit(
    db,
    { ...actorOf(ctx), accountId, roles },
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
  const person = { accountId, email, audience: 'customer', membershipId, organisationId, roles } as const
  return {
    outcome: joins ? 'join_requested' : 'signed_up',
    invitation: invitation && (await invitationToken(ctx, db, invitation)),
    session: joins ? null : await continueSignIn(ctx, db, { ...person, method: 'password' }, null),
  }
}

async function placeOf({ now }: Context, db: AuthDb, { organisation, country, email }: SignUpDetails) {
  const domain = await companyDomain(db, email)
  const known = domain && (await findCustomerByDomain(db, domain))
  if (known) return { organisationId: known.id, joins: !(await isWithoutMembers(db, known.id)) }
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
