import { randomUUID } from 'node:crypto'
import { labelLimits, viewsMax } from '@entente/domain/relationship/customer-list-sizes'
import { expect, test } from 'vitest'
import { authorizing, givenWorld, outcomesOf, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()
const once = () => ({ idempotencyKey: randomUUID() })

async function given() {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const api = await world.as(customer.person)
  const { relationshipId: id } = await api.invitation.accept(authorizing(tokenOf(partner)))
  return { partner, customer, api, agent: await world.as(partner.person), id }
}

test('R-023 an alias finds the customer, stands in list and record, and the customer never reads it', async () => {
  const { partner, customer, api, agent, id } = await given()
  const label = (alias: string, add: string[] = []) =>
    agent.customerLabels.save({ ids: [id], aliases: { [id]: alias }, add, ...once() })
  await label('Łódź harbour', ['vip', 'east'])
  const found = async (search: string) => (await agent.customers.list({ search })).customers
  expect(await found('lodz')).toMatchObject([{ id, alias: 'Łódź harbour', tags: ['east', 'vip'] }])
  expect((await agent.customers.list({ tag: 'vip' })).customers).toMatchObject([{ id }])
  expect((await agent.customers.get({ id })).account).toMatchObject({
    alias: 'Łódź harbour',
    tags: ['east', 'vip'],
  })
  expect((await agent.customers.summary()).tags).toEqual(['east', 'vip'])
  await label('', [])
  expect(await found('lodz')).toEqual([])
  const seen = JSON.stringify([await api.partnerRelationships.list({}), await world.auditOf(customer.id)])
  expect(seen).not.toContain('harbour')
  expect((await world.auditOf(partner.id)).map(({ action }) => action)).toContain('customer.labelled')
})

test('R-023 two colleagues add tags at once, and none passes the limit', async () => {
  const { agent, id } = await given()
  const add = (from: number) =>
    agent.customerLabels.save({
      ids: [id],
      add: Array.from({ length: 12 }, (_, n) => `tag ${from + n}`),
      ...once(),
    })
  expect((await outcomesOf(add(0), add(100))).toSorted()).toEqual(['done', 'too_many_tags'])
  expect((await agent.customerLabels.get({ ids: [id] })).customers[0]?.tags).toHaveLength(12)
})

test('R-023 a change that names another partner’s customer changes nobody', async () => {
  const { agent, id } = await given()
  const { id: foreign } = await given()
  const aliases = { [id]: 'Mine', [foreign]: 'Mine' }
  expect(await refusalFrom(agent.customerLabels.save({ ids: [id, foreign], aliases, ...once() }))).toEqual({
    code: 'not_found',
  })
  expect((await agent.customers.get({ id })).account.alias).toBeNull()
})

test('R-023 a saved view is its person’s own; the same name replaces it, and a person keeps twenty', async () => {
  const { partner, agent } = await given()
  const colleague = await world.as(
    await world.person({ organisationId: partner.id, audience: 'partner', roles: ['admin_agent'] }),
  )
  const { id } = await agent.customerViews.save({ name: 'Mine', query: 'country=DE', ...once() })
  await agent.customerViews.save({ name: 'Mine', query: 'country=FR', ...once() })
  expect(await agent.customerViews.list()).toEqual([{ id, name: 'Mine', query: 'country=FR' }])
  expect(await colleague.customerViews.list()).toEqual([])
  expect(await refusalFrom(colleague.customerViews.delete({ id, ...once() }))).toEqual({ code: 'not_found' })
  for (let n = 1; n < viewsMax; n++)
    await agent.customerViews.save({ name: `View ${n}`, query: '', ...once() })
  expect(await refusalFrom(agent.customerViews.save({ name: 'One more', query: '', ...once() }))).toEqual({
    ...{ code: 'too_many_views', most: viewsMax },
  })
  await agent.customerViews.delete({ id, ...once() })
  expect(await agent.customerViews.list()).toHaveLength(viewsMax - 1)
})

test('U-05 customers with an open request are found until it is answered for good', async () => {
  const { partner, api, agent, id } = await given()
  const open = async () => (await agent.customers.list({ requests: 'open' })).customers.map((row) => row.id)
  expect(await open()).toEqual([])
  const { id: asked } = await api.endRequests.ask({ partnerId: partner.id, reason: 'We move on.', ...once() })
  expect(await open()).toEqual([id])
  await api.endRequests.withdraw({ id: asked, ...once() })
  expect(await open()).toEqual([])
})

test('R-023 tags of all that match change at once and once, and no other customer of anybody does', async () => {
  const { partner, agent, id } = await given()
  const { agent: rival } = await given()
  const second = await world.customer()
  const { relationshipId: other } = await (await world.as(second.person)).invitation.accept(
    authorizing(tokenOf(partner)),
  )
  await agent.customerLabels.save({ ids: [other], add: ['old'], ...once() })
  const key = once()
  const wish = { tag: 'old', add: ['paris'], remove: ['old', 'paris'] }
  expect(await agent.customerLabels.tagMatching({ ...wish, ...key })).toEqual({ changed: 1 })
  expect(await agent.customerLabels.tagMatching({ ...wish, ...key })).toEqual({ changed: 1 })
  expect(await agent.customerLabels.tagMatching({ ...wish, ...once() })).toEqual({ changed: 0 })
  const tagsNow = async () =>
    Object.fromEntries((await agent.customers.list({})).customers.map((row) => [row.id, row.tags]))
  expect(await tagsNow()).toEqual({ [id]: [], [other]: ['paris'] })
  expect(await agent.customerLabels.tagMatching({ add: ['all'], ...once() })).toEqual({ changed: 2 })
  expect(await tagsNow()).toEqual({ [id]: ['all'], [other]: ['all', 'paris'] })
  expect((await rival.customers.list({})).customers).toMatchObject([{ tags: [] }])
  const acts = (await world.auditOf(partner.id)).filter(({ action }) => action === 'customer.labelled')
  expect(acts.map(({ payload }) => payload)).toEqual([
    { relationshipIds: [other] },
    { customers: 1 },
    { customers: 2 },
  ])
})

test('R-023 no tag of all that match is added where one customer would have too many, or too many match', async () => {
  const { partner, agent, id } = await given()
  const full = Array.from({ length: labelLimits.tags }, (_, n) => `tag ${n}`)
  await agent.customerLabels.save({ ids: [id], add: full, ...once() })
  const bulk = (change: object) => agent.customerLabels.tagMatching({ ...change, ...once() })
  const second = await world.customer()
  await (await world.as(second.person)).invitation.accept(authorizing(tokenOf(partner)))
  expect(await refusalFrom(bulk({ add: ['one more'] }))).toEqual({
    ...{ code: 'too_many_tags', most: labelLimits.tags },
  })
  expect((await agent.customers.list({ tag: 'one more' })).customers).toEqual([])
  const outcomes = await outcomesOf(
    bulk({ add: ['one more'], remove: ['tag 0'] }),
    bulk({ add: ['another'], remove: ['tag 0'] }),
  )
  expect(outcomes.toSorted()).toEqual(['done', 'too_many_tags'])
})
