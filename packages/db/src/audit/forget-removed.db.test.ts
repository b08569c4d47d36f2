import { cloudOf } from '@entente/clouds/clouds'
import { expect, test } from 'vitest'
import { givenCustomer, givenPartner, givenPerson } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { newId } from '../core/new-id.ts'
import { asTenant } from '../core/scopes.ts'
import { insertPartnerUser } from '../partner/partner-users.ts'
import { applyRetention, retentionRules } from './retention.ts'

const database = await freshDatabase()
const partner = await givenPartner(database.api)
const now = new Date()

const ofPartner = { organisationId: partner.id, audience: 'partner', roles: ['sales_agent'] } as const

async function removed(
  daysAgo: number,
  {
    roles,
    ...place
  }: Omit<Parameters<typeof givenPerson>[1], 'roles'> & {
    roles: readonly ('sales_agent' | 'user')[]
  } = ofPartner,
) {
  const person = await givenPerson(database.api, { ...place, roles: [...roles] })
  await database.asOwner(
    `update auth.membership set status = 'removed', former_roles = roles, roles = '{}', decided_at = $2 where id = $1`,
    [person.membershipId, new Date(now.getTime() - daysAgo * 86_400_000)],
  )
  return person
}

const stateOf = async ({ id }: { id: string }) =>
  (
    await database.asOwner<{ email: string; name: string; roles: string[]; hasPassword: boolean }>(
      `select a.email, a.name, m.former_roles as roles, c.account_id is not null as "hasPassword"
      from auth.account a join auth.membership m on m.account_id = a.id
      left join auth.credential c on c.account_id = a.id where a.id = $1`,
      [id],
    )
  )[0]

const add = (email: string) =>
  asTenant(
    database.api,
    { organisationId: partner.id, audience: 'partner', personId: partner.person.id },
    async (db) => {
      const user = { id: newId<'membership'>(), accountId: newId<'account'>(), organisationId: partner.id }
      const named = { ...user, name: 'Ada Roy', email, roles: ['sales_agent' as const] }
      if (!(await insertPartnerUser(db, named, now))) throw new Error('The address is in use.')
    },
  )

test('§4.4 removed -> purged: after 30 days, once, and then the address can be used again', async () => {
  const [early, late] = [await removed(29), await removed(31)]
  const other = await givenPartner(database.api)
  const elsewhere = await removed(31)
  await database.asOwner(
    `insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
    values ($1, $2, 'partner', $3, 'active', '{sales_agent}', now())`,
    [newId(), elsewhere.id, other.id],
  )
  await expect(add(late.email)).rejects.toThrow('The address is in use.')

  const { retention } = cloudOf('global')
  const keep = () => applyRetention(database.worker, retentionRules(retention, now), now)
  expect((await keep()).deletions).toMatchObject({ removedUsers: 1 })
  expect((await keep()).deletions).not.toHaveProperty('removedUsers')

  expect(await stateOf(early)).toMatchObject({
    email: early.email,
    roles: ['sales_agent'],
    hasPassword: true,
  })
  expect(await stateOf(elsewhere)).toMatchObject({ email: elsewhere.email, hasPassword: true })
  expect(await stateOf(late)).toEqual({
    ...{ email: `removed-${late.id}@entente.invalid`, name: late.name, roles: [], hasPassword: false },
  })
  await add(late.email)
})

test('a person whom a customer removed is purged after 30 days too', async () => {
  const customer = await givenCustomer(database.api)
  const place = { organisationId: customer.id, audience: 'customer', roles: ['user'] } as const
  const [early, late] = [await removed(29, place), await removed(31, place)]
  const { retention } = cloudOf('global')
  await applyRetention(database.worker, retentionRules(retention, now), now)
  expect(await stateOf(early)).toMatchObject({ email: early.email, hasPassword: true })
  expect(await stateOf(late)).toMatchObject({
    email: `removed-${late.id}@entente.invalid`,
    hasPassword: false,
  })
})

test('a person whose request to join a customer declined is purged after 30 days, so that the address can sign up again', async () => {
  const customer = await givenCustomer(database.api)
  const place = { organisationId: customer.id, audience: 'customer', roles: ['user'] } as const
  const [early, late] = [await removed(29, place), await removed(31, place)]
  await database.asOwner(
    `update auth.membership set status = 'declined', former_roles = '{}' where account_id = any($1)`,
    [[early.id, late.id]],
  )
  await applyRetention(database.worker, retentionRules(cloudOf('global').retention, now), now)
  expect((await stateOf(early))?.email).toBe(early.email)
  expect((await stateOf(late))?.email).toBe(`removed-${late.id}@entente.invalid`)
})
