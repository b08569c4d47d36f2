import type { Audience } from '@entente/domain/core/audience'
import {
  type CustomerRole,
  type OperatorRole,
  operatorRoles,
  type PartnerRole,
  partnerRoles,
  type Role,
} from '@entente/domain/core/role'
import type { Account, Customer, Partner, World } from '@entente/trpc/testing'

export type Actor = {
  name: string
  audience: Audience | null
  roles: readonly Role[]
  account: Account | null
  tenant: string | null
  /** The token of a sign-in in progress, which is not a session. */
  token?: () => Promise<string>
}

/** Adds a person with these roles to a partner. */
export async function partnerActorOf(
  world: World,
  organisationId: Partner['id'],
  roles: PartnerRole[],
  passwordHash: string,
): Promise<Actor> {
  const account = await world.person({ organisationId, audience: 'partner', roles, passwordHash })
  return { name: `partner ${roles.join(' + ')}`, audience: 'partner', roles, account, tenant: organisationId }
}

/**
 * One actor of every kind: signed out, sign-ins in progress, every role, and people of another partner and customer.
 */
export async function givenActors(
  world: World,
  {
    ours,
    foreign,
    customer,
    foreignCustomer,
  }: Record<'ours' | 'foreign', Partner> & Record<'customer' | 'foreignCustomer', Customer>,
  passwordHash: string,
): Promise<Actor[]> {
  const personOf = (organisationId: Partner['id'], audience: 'customer', role: CustomerRole) =>
    world.person({ organisationId, audience, roles: [role], passwordHash })
  const partnerActor = (role: PartnerRole) => partnerActorOf(world, ours.id, [role], passwordHash)
  const operatorActor = async (role: OperatorRole): Promise<Actor> => {
    const account = await world.operator(passwordHash, role)
    return { name: `operator ${role}`, audience: 'operator', roles: [role], account, tenant: null }
  }
  const rival = await partnerActorOf(world, foreign.id, ['global_admin', 'admin_agent'], passwordHash)
  const admin = { audience: 'customer' as const, roles: ['global_admin'] as const }
  const ga = await personOf(customer.id, 'customer', 'global_admin')
  const manager = await personOf(customer.id, 'customer', 'relationship_manager')
  const user = await personOf(customer.id, 'customer', 'user')
  const other = await personOf(foreignCustomer.id, 'customer', 'global_admin')
  const half = await personOf(customer.id, 'customer', 'global_admin')
  await world.asOwner(
    `update auth.credential set temporary_until = now() + interval '1 day' where account_id = $1`,
    [half.id],
  )
  const newOperator = await world.operator(passwordHash)
  const nobody = { audience: null, roles: [], account: null, tenant: null }
  return [
    { name: 'signed out', ...nobody },
    { name: 'awaits second factor', ...nobody, token: () => world.tokenFor(half, 'second_factor') },
    { name: 'awaits password change', ...nobody, token: () => world.tokenFor(half, 'password_change') },
    { name: 'awaits set-up', ...nobody, token: () => world.tokenFor(newOperator, 'second_factor_set_up') },
    ...(await Promise.all(partnerRoles.map(partnerActor))),
    { ...rival, name: 'foreign partner' },
    { name: 'customer global admin', ...admin, account: ga, tenant: customer.id },
    {
      ...{ name: 'customer relationship manager', audience: 'customer', roles: ['relationship_manager'] },
      ...{ account: manager, tenant: customer.id },
    },
    { name: 'customer user', audience: 'customer', roles: ['user'], account: user, tenant: customer.id },
    { name: 'foreign customer', ...admin, account: other, tenant: foreignCustomer.id },
    ...(await Promise.all(operatorRoles.map(operatorActor))),
  ]
}
