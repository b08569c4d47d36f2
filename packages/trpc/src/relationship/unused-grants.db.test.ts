import { randomUUID } from 'node:crypto'
import { instanceChain } from '@entente/db/core/audit'
import type { Id } from '@entente/domain/core/id'
import { describe, expect, test } from 'vitest'
import { authorizing, choosing, givenWorld, outcomesOf, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()
const operator = await world.as(await world.operator('none', 'operator_admin'))
const once = () => ({ idempotencyKey: randomUUID() })
const { list, review } = operator.operatorUnusedGrants
const remove = (...ids: Id<'grant'>[]) =>
  operator.operatorUnusedGrants.remove({ ids, reason: 'Nobody uses it.', ...once() })

/** A partner that holds Azure and Intune of a customer, given so many days ago. */
async function given(days = 91) {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const [agent, admin] = [await world.as(partner.person), await world.as(customer.person)]
  const choices = choosing(['azure', 'grant'], ['intune', 'grant'])
  const link = tokenOf(partner, { withPrivileges: true })
  const { relationshipId: id } = await admin.invitation.accept(authorizing(link, choices))
  await age('admin_grant', 'granted_at', days, customer.id)
  const rows = await world.asOwner<{ id: Id<'grant'>; service: string }>(
    'select id, service from admin_grant where customer_id = $1 order by service',
    [customer.id],
  )
  const [azure, intune] = rows.map((row) => row.id) as [Id<'grant'>, Id<'grant'>]
  const open = (service: string) => agent.customerServices.open({ id, service, ...once() })
  const listed = async (wish: Parameters<typeof list>[0] = {}) =>
    (await list({ search: customer.legalName, ...wish })).grants.flatMap((row) =>
      row.customerId === customer.id ? row.id : [],
    )
  return { partner, customer, agent, admin, id, azure, intune, open, listed }
}

const age = (table: 'admin_grant' | 'access_record', column: 'granted_at' | 'at', days: number, id: string) =>
  world.asOwner(
    `update ${table} set ${column} = ${column} - make_interval(days => $2) where customer_id = $1`,
    [id, days],
  )
const jobs = (name: string, partnerId: string) =>
  world.asOwner(`select data from outbox where name = $1 and data ->> 'partnerId' = $2`, [name, partnerId])

describe('§4.8 granted -> removed by operator', () => {
  test('lists what nobody used for more than 90 days; if never used, from when it was given', async () => {
    const never = await given(91)
    expect((await never.listed()).toSorted()).toEqual([never.azure, never.intune].toSorted())
    expect(await (await given(89)).listed()).toEqual([])
    const used = await given(200)
    await used.open('azure')
    expect(await used.listed()).toEqual([used.intune])
    await age('access_record', 'at', 91, used.customer.id)
    expect(await used.listed({ search: used.partner.legalName, service: 'azure' })).toEqual([used.azure])
    const [shown] = await review({ ids: [used.azure] })
    expect(shown).toMatchObject({ partnerName: used.partner.legalName, lastUsedAt: expect.any(Date) })
    // An act that needs any privilege is a use of all of them.
    await used.agent.customerUsers.list({ id: used.id })
    expect(await used.listed()).toEqual([])
  })

  test('goes on page by page, the oldest first', async () => {
    const { azure, intune } = await given(300)
    const first = await list({ limit: 1 })
    const second = await list({ limit: 1, cursor: first.nextCursor ?? '' })
    expect([...first.grants, ...second.grants].map(({ id }) => id).toSorted()).toEqual(
      [azure, intune].toSorted(),
    )
  })

  test('R-026 the chosen ones end with the answer; both chains, both mails and the instance’s record follow, and the reason stays inside', async () => {
    const { partner, customer, agent, admin, id, azure, intune, open } = await given()
    expect((await review({ ids: [azure] })).map(({ serviceName }) => serviceName)).toEqual(['Azure'])
    expect(await remove(azure)).toEqual({ removed: 1, left: 0 })
    expect((await refusalFrom(open('azure'))).code).toBe('not_granted')
    expect(await outcomesOf(open('intune'))).toEqual(['done'])
    expect((await agent.customers.list({})).customers).toMatchObject([{ id, services: ['intune'] }])
    const shared = { relationshipId: id, customerId: customer.id, services: ['azure'] }
    const lastOf = async (chain: string) =>
      (await world.auditOf(chain)).findLast(({ action }) => action === 'admin_grant.removed_by_operator')
        ?.payload
    expect(await lastOf(partner.id)).toEqual(shared)
    expect(await lastOf(customer.id)).toEqual({ ...shared, partnerId: partner.id })
    expect(await lastOf(instanceChain)).toEqual({
      ...{ ...shared, partnerId: partner.id, reason: 'Nobody uses it.' },
    })
    expect(await jobs('partner.privileges-lost', partner.id)).toMatchObject([
      { data: { services: ['azure'] } },
    ])
    expect(await jobs('customer.privileges-lost', partner.id)).toMatchObject([
      { data: { services: ['azure'], by: 'operator' } },
    ])
    const theirs = (await admin.partnerHistory.list({ partnerId: partner.id })).events
    expect(theirs.map(({ event }) => event)).toContain('removed_by_operator')
    // A second press finds nothing, and what was used stays.
    expect(await refusalFrom(remove(azure, intune))).toEqual({ code: 'grant_in_use' })
  })

  test('one that was used meanwhile stays, and the others end', async () => {
    const { azure, intune, open, listed } = await given()
    await open('azure')
    expect(await remove(azure, intune)).toEqual({ removed: 1, left: 1 })
    expect(await listed()).toEqual([])
  })

  test('R-001 a use and the removal at once: one comes first, and a recorded use is never followed by the removal', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { azure, open } = await given()
      const outcomes = (await outcomesOf(open('azure'), remove(azure))).toSorted()
      expect(['done,grant_in_use', 'done,not_granted']).toContain(outcomes.join())
    }
  })

  test('the database refuses the end of a grant that was used, whatever the code says', async () => {
    const { customer, open } = await given()
    await open('azure')
    const end = world.asOwner(
      `do $$ begin set local role entente_operator; update admin_grant set ended_at = now(), end_reason = 'removed_by_operator'
        where customer_id = '${customer.id}' and service = 'azure'; end $$`,
    )
    await expect(end).rejects.toThrow('row-level security')
  })

  test('§5.4 support and auditors look, and only operator admins remove, after confirming who they are', async () => {
    const { azure } = await given()
    const support = await world.as(await world.operator('none', 'support_operator'))
    expect((await support.operatorUnusedGrants.list({})).grants.length).toBeGreaterThan(0)
    const refusal = await refusalFrom(
      support.operatorUnusedGrants.remove({ ids: [azure], reason: 'x', ...once() }),
    )
    expect(refusal.code).toBe('missing_permission')
    world.clock.forward({ minutes: 16 })
    expect((await refusalFrom(remove(azure))).code).toBe('step_up_required')
  })
})
