import { randomUUID } from 'node:crypto'
import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { insertAcceptance } from '@entente/db/relationship/acceptances'
import { describe, expect, test } from 'vitest'
import {
  authorizing,
  cloud,
  givenWorld,
  outcomesOf,
  type Partner,
  refusalFrom,
  tokenOf,
} from '../../testing/index.ts'

const world = await givenWorld()
const once = () => ({ idempotencyKey: randomUUID() })
const newName = () => `c${randomUUID().slice(0, 8)}`
const wanted = () => ({ legalName: 'Contoso GmbH', country: 'DE', tenant: newName(), adminName: 'Ada Roy' })

/** Adds a customer and signs its first admin in, with a password of their own. */
async function addedBy(partner: Partner, more: { reseller?: Partner['id'] } = {}) {
  const agent = await world.as(partner.person)
  const added = await agent.addedCustomers.add({ ...wanted(), ...more, ...once() })
  if ('result' in added) throw new Error('The first press shows the password.')
  return { agent, added }
}

async function signInAsFirst({ email, temporaryPassword }: { email: string; temporaryPassword?: string }) {
  const visitor = world.caller({ site: 'customer' })
  const { token } = await visitor.session.signIn({ email, password: temporaryPassword ?? '' })
  return world.caller({ token }).session.replaceTemporaryPassword({ password: 'orchard signal maple 7' })
}

const relationshipsOf = (customerName: string, partner: Partner) =>
  world.asOwner(
    `select origin, status, services from relationship where partner_id = $1 and customer_name = $2`,
    [partner.id, customerName],
  )

describe('R-163 adding a customer', () => {
  test('R-163 §4.7 makes account, first admin and relationship, marked and without privileges; the password is shown once', async () => {
    const { agent, added } = await addedBy(await world.partner())
    const { customers } = await agent.customers.list({})
    expect(customers).toMatchObject([{ id: added.id, name: 'Contoso GmbH', services: [] }])
    expect(added).toMatchObject({
      name: 'Ada Roy',
      email: expect.stringMatching(/^admin@c.+\.onmicrosoft\.com$/),
    })
    expect(added.temporaryPassword).toMatch(/^(\w{4}-){3}\w{4}$/)
  })

  test('R-002 the first admin decides nothing before the own password, and never accepts a link of the creator', async () => {
    const partner = await world.partner()
    const { agent, added } = await addedBy(partner)
    const started = await world
      .caller({ site: 'customer' })
      .session.signIn({ email: added.email, password: added.temporaryPassword })
    expect(started.awaits).toBe('password_change')
    const accepting = authorizing(tokenOf(partner, { withPrivileges: true }))
    expect(await refusalFrom(world.caller({ token: started.token }).invitation.accept(accepting))).toEqual({
      code: 'not_signed_in',
    })
    const again = await agent.addedCustomers.firstPassword({ id: added.id, ...once() })
    expect(again).toMatchObject({ email: added.email, temporaryPassword: expect.any(String) })
    expect((await agent.addedCustomers.firstAdmin({ id: added.id }))?.hasSignedIn).toBe(false)
    const { token } = await signInAsFirst(again)
    const admin = world.caller({ token })
    expect((await admin.session.current())?.roles).toEqual(['global_admin'])
    expect(await refusalFrom(admin.invitation.accept({ ...accepting, ...once() }))).toEqual({
      code: 'made_by_partner',
    })
    // Another partner's link is theirs to accept, and the creator sets no password any more.
    await admin.invitation.accept({ ...authorizing(tokenOf(await world.partner())), ...once() })
    expect(await refusalFrom(agent.addedCustomers.firstPassword({ id: added.id, ...once() }))).toEqual({
      code: 'first_sign_in_over',
    })
  })

  test('R-002 the database refuses the acceptance that the code would let through', async () => {
    const partner = await world.partner()
    const { added } = await addedBy(partner)
    const [row] = await world.asOwner<{ customer_id: string; account_id: string }>(
      'select customer_id, account_id from added_customer where partner_id = $1',
      [partner.id],
    )
    const tenant = { organisationId: row?.customer_id as typeof partner.id, audience: 'customer' as const }
    const accountId = row?.account_id as typeof partner.person.id
    const inserting = asTenant(
      world.services.database,
      { ...tenant, personId: accountId, linkId: partner.links.plain },
      (db) =>
        insertAcceptance(
          db,
          {
            ...{
              id: newId(),
              customerId: tenant.organisationId,
              linkId: partner.links.plain,
              language: 'en',
            },
            parties: [{ partnerId: partner.id, role: 'reseller', change: 'unchanged' }],
            ...{ agreement: 'x', version: '1', acceptedBy: accountId },
          },
          new Date(),
        ),
    )
    await expect(inserting).rejects.toThrow(/row-level security/)
    expect(added.id).toBeTruthy()
  })

  test('R-163 a provider adds a customer for its reseller, and both have the relationship; without a partnership it is refused', async () => {
    const [provider, reseller] = [
      await world.partner({ kind: 'indirect_provider' }),
      await world.partner({ kind: 'indirect_reseller' }),
    ]
    const agent = await world.as(provider.person)
    const adding = { ...wanted(), legalName: 'Shared GmbH', reseller: reseller.id }
    expect(await refusalFrom(agent.addedCustomers.add({ ...adding, ...once() }))).toEqual({
      code: 'partnership_not_active',
    })
    await world.partnership({ reseller, provider })
    expect((await agent.addedCustomers.form()).resellers).toMatchObject([{ id: reseller.id }])
    await agent.addedCustomers.add({ ...adding, ...once() })
    for (const party of [provider, reseller])
      expect(await relationshipsOf('Shared GmbH', party)).toEqual([
        { origin: 'created', status: 'active', services: [] },
      ])
    const actions = (await world.auditOf(reseller.id)).map(({ action }) => action)
    expect(actions).toContain('customer.added')
  })

  test('R-163 of two customers with one domain, the second is refused, also at the same moment', async () => {
    const agents = [
      await world.as((await world.partner()).person),
      await world.as((await world.partner()).person),
    ]
    const one = wanted()
    const outcomes = await outcomesOf(
      ...agents.map((agent) => agent.addedCustomers.add({ ...one, ...once() })),
    )
    expect(outcomes.toSorted()).toEqual(['done', 'tenant_name_taken'])
  })

  test('§3.4 where the cloud takes no new customers, nobody adds one', async () => {
    const { person } = await world.partner()
    const closed = { ...cloud, customers: { ...cloud.customers, newAllowed: false } }
    const api = world.caller({ token: await world.tokenFor(person), cloud: closed })
    expect((await api.addedCustomers.form()).whyNot).toEqual({ code: 'new_customers_closed' })
    expect(await refusalFrom(api.addedCustomers.add({ ...wanted(), ...once() }))).toEqual({
      code: 'new_customers_closed',
    })
  })
})
