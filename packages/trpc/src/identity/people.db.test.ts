import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { givenWorld, outcomesOf, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()

/** A customer with a global admin and a person who asks to join. */
async function givenRequest() {
  const customer = await world.customer()
  const joiner = await world.person({
    organisationId: customer.id,
    audience: 'customer',
    roles: [],
    status: 'requested',
  })
  return { customer, joiner, admin: await world.as(customer.person) }
}

const deciding = (
  id: Awaited<ReturnType<typeof givenRequest>>['joiner']['membershipId'],
  decision: 'global_admin' | 'user' | 'decline',
) => ({
  id,
  decision,
  idempotencyKey: randomUUID(),
})

describe('requests to join', () => {
  test('people who wait are listed first', async () => {
    const { admin, customer, joiner } = await givenRequest()
    const { people } = await admin.people.list()
    expect(people).toMatchObject([
      { id: joiner.membershipId, status: 'requested', roles: [] },
      { id: customer.person.membershipId, status: 'active', roles: ['global_admin'] },
    ])
  })

  test('D-08 a person approved as user signs in, may decide nothing and is told whom to ask', async () => {
    const { admin, customer, joiner } = await givenRequest()
    await admin.people.decide(deciding(joiner.membershipId, 'user'))
    const user = await world.as(joiner)
    expect(await user.session.current()).toMatchObject({ roles: ['user'] })
    const token = tokenOf(await world.partner())
    const { name, email } = customer.person
    expect(await refusalFrom(user.invitation.review({ token }))).toEqual({
      code: 'not_global_admin',
      admins: [{ name, email }],
    })
  })

  test('a person approved as global admin may decide', async () => {
    const { admin, joiner } = await givenRequest()
    await admin.people.decide(deciding(joiner.membershipId, 'global_admin'))
    const token = tokenOf(await world.partner())
    expect(await (await world.as(joiner)).invitation.review({ token })).toMatchObject({
      relationship: 'none',
    })
  })

  test('a declined person gets no session; audit record and mail exist once', async () => {
    const { admin, customer, joiner } = await givenRequest()
    const token = await world.tokenFor(joiner)
    await admin.people.decide(deciding(joiner.membershipId, 'decline'))
    expect(await world.caller({ token }).session.current()).toBeNull()
    expect(await world.auditOf(customer.id)).toMatchObject([{ action: 'membership.decided' }])
    expect(await world.jobsAbout(joiner.membershipId)).toMatchObject([{ name: 'mail.join-decided' }])
  })

  test('a request is decided once, even by two admins at once', async () => {
    const { admin, customer, joiner } = await givenRequest()
    const membership = {
      organisationId: customer.id,
      audience: 'customer' as const,
      roles: ['global_admin' as const],
    }
    const other = await world.as(await world.person(membership))
    const outcomes = await outcomesOf(
      admin.people.decide(deciding(joiner.membershipId, 'user')),
      other.people.decide(deciding(joiner.membershipId, 'decline')),
    )
    expect(outcomes).toEqual(['already_decided', 'done'])
    expect(await refusalFrom(admin.people.decide(deciding(joiner.membershipId, 'user')))).toEqual({
      code: 'already_decided',
    })
    expect(await world.jobsAbout(joiner.membershipId)).toHaveLength(1)
  })

  test('S1 a rival’s request cannot be found', async () => {
    const { joiner } = await givenRequest()
    const { admin: rival } = await givenRequest()
    const [foreign, unknown] = [joiner.membershipId, randomUUID() as typeof joiner.membershipId]
    for (const id of [foreign, unknown])
      expect(await refusalFrom(rival.people.decide(deciding(id, 'user')))).toEqual({ code: 'not_found' })
  })
})
