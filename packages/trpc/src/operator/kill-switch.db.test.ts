import { randomUUID } from 'node:crypto'
import { instanceChain } from '@entente/db/core/audit'
import type { Id } from '@entente/domain/core/id'
import { describe, expect, test } from 'vitest'
import { authorizing, cloud, givenWorld, grantAll, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()
const operator = await world.as(await world.operator('none', 'operator_admin'))
const services = cloud.services.map(({ id }) => id)

const press = (id: Id<'organisation'>) => ({
  ...{ id, reason: 'Stolen sign-ins', told: 'Call us.' },
  idempotencyKey: randomUUID(),
})
const { freeze, thaw, suspend, deauthorise } = operator.operatorPartners

/** A partner that holds every service of a customer. */
async function given() {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const [agent, admin] = [await world.as(partner.person), await world.as(customer.person)]
  await admin.invitation.accept(authorizing(tokenOf(partner, { withPrivileges: true }), grantAll))
  const [row] = (await agent.customers.list({})).customers
  const record = () => agent.customers.get({ id: row?.id as Id<'relationship'> })
  const shown = async () => (await admin.partnerRelationships.list({})).partners[0]
  return { partner, customer, agent, admin, record, shown }
}

describe('§4.8 freezing the privileges of a partner', () => {
  test('stops every use at once and says so to partner and customer; thawing restores all in one act', async () => {
    const { partner, agent, record, shown } = await given()
    const before = await record()
    expect(before.acts['customer_users.view'].access).toBe('allowed')
    await freeze(press(partner.id))
    const frozen = await record()
    expect(frozen.services.map(({ state, access }) => [state, access])).toEqual(
      services.map(() => ['frozen', 'frozen']),
    )
    expect([frozen.acts['customer_users.view'].access, frozen.acts['customer_licences.view'].access]).toEqual(
      ['frozen', 'frozen'],
    )
    const { privilegesFrozenAt } = await agent.customers.list({})
    expect(privilegesFrozenAt).toBeInstanceOf(Date)
    expect(frozen.privilegesFrozenAt).toEqual(privilegesFrozenAt)
    expect(await shown()).toMatchObject({
      privilegesFrozenAt,
      services: services.map(() => ({ held: true })),
    })
    const told = [partner.id, instanceChain].map(async (chain) => (await world.auditOf(chain)).at(-1)?.action)
    expect(await Promise.all(told)).toEqual(['partner.privileges_frozen', 'partner.privileges_frozen'])
    await thaw(press(partner.id))
    const { history, ...after } = await record()
    const { history: earlier, ...rest } = before
    expect(after).toEqual(rest)
    expect(history.events.map(({ event }) => event)).toEqual([
      ...['thawed', 'frozen'],
      ...earlier.events.map(({ event }) => event),
    ])
    expect(await shown()).toMatchObject({ privilegesFrozenAt: null })
  })

  test('tells the partner’s global admins neutrally, at the freeze and at the thaw', async () => {
    const { partner } = await given()
    await freeze(press(partner.id))
    await thaw(press(partner.id))
    const mails = (await world.jobsAbout(partner.id)).filter(({ name }) =>
      name.startsWith('mail.privileges-'),
    )
    const data = { partnerId: partner.id, accountId: partner.person.id, requestId: expect.any(String) }
    expect(mails.map((mail) => [mail.name, mail.data])).toEqual([
      ['mail.privileges-frozen', data],
      ['mail.privileges-thawed', data],
    ])
    expect(JSON.stringify(mails)).not.toContain('Stolen')
  })

  test('a suspension that freezes too tells both in one mail, and every page says what the operator told', async () => {
    const { partner, agent } = await given()
    expect(await agent.home.suspension()).toBeNull()
    await suspend({ ...press(partner.id), freeze: true })
    const names = (await world.jobsAbout(partner.id)).map(({ name }) => name)
    expect(names.filter((name) => name.startsWith('mail.privileges-'))).toEqual([])
    const helpdesk = await world.person({
      ...{ organisationId: partner.id, audience: 'partner', roles: ['helpdesk_agent'] },
    })
    expect(await (await world.as(helpdesk)).home.suspension()).toEqual({ told: 'Call us.' })
  })

  test('writes no grant, and names the number of customers beforehand', async () => {
    const { partner, customer } = await given()
    const rows = () =>
      world.asOwner('select *, xmin from admin_grant where customer_id = $1 order by id', [customer.id])
    const before = await rows()
    expect(await operator.operatorPartners.get({ id: partner.id })).toMatchObject({
      customersWithPrivileges: 1,
    })
    await freeze(press(partner.id))
    await thaw(press(partner.id))
    expect(await rows()).toEqual(before)
  })

  test('the customer can still take away what is frozen, and a thaw does not bring it back', async () => {
    const { partner, admin, record } = await given()
    await freeze(press(partner.id))
    await admin.partnerRelationships.removeRoles({
      ...{ partnerId: partner.id, services: ['azure'], idempotencyKey: randomUUID() },
    })
    await thaw(press(partner.id))
    const azure = (await record()).services.find(({ service }) => service === 'azure')
    expect(azure?.state).toBe('not_granted')
  })

  test('its links ask no customer for privileges, plain links work', async () => {
    const { partner, agent } = await given()
    await freeze(press(partner.id))
    const card = (withPrivileges: boolean) =>
      world.caller().invitation.card({ token: tokenOf(partner, { withPrivileges }) })
    expect(await refusalFrom(card(true))).toEqual({ code: 'partner_not_active' })
    expect(await card(false)).toBeDefined()
    const another = await world.as((await world.customer()).person)
    const accepting = another.invitation.accept(
      authorizing(tokenOf(partner, { withPrivileges: true }), grantAll),
    )
    expect(await refusalFrom(accepting)).toEqual({ code: 'partner_not_active' })
    expect(await agent.relationshipRequest.draft({})).toMatchObject({ withPrivileges: false })
    const draft = agent.relationshipRequest.draft({ withPrivileges: true })
    expect(await refusalFrom(draft)).toEqual({ code: 'privileges_frozen' })
  })

  test('a suspension leaves customers manageable, or freezes in the same act; lifting it does not thaw', async () => {
    const { partner, record } = await given()
    await suspend(press(partner.id))
    expect((await record()).acts['customer_users.view'].access).toBe('allowed')
    await operator.operatorPartners.lift(press(partner.id))
    await suspend({ ...press(partner.id), freeze: true })
    await operator.operatorPartners.lift(press(partner.id))
    expect((await record()).acts['customer_users.view'].access).toBe('frozen')
    expect(await refusalFrom(freeze(press(partner.id)))).toEqual({ code: 'already_frozen' })
  })

  test('an acceptance at the same moment comes first and is frozen, or is refused', async () => {
    const [partner, customer] = [await world.partner(), await world.as((await world.customer()).person)]
    const accepting = customer.invitation.accept(
      authorizing(tokenOf(partner, { withPrivileges: true }), grantAll),
    )
    const [accepted] = await Promise.allSettled([accepting, freeze(press(partner.id))])
    const agent = await world.as(partner.person)
    const [row] = (await agent.customers.list({})).customers
    if (accepted.status === 'rejected') expect(row).toBeUndefined()
    else
      expect(
        (await agent.customers.get({ id: row?.id as Id<'relationship'> })).acts['customer_users.view'].access,
      ).toBe('frozen')
  })

  test('records one job that carries the id of the request, and keeps the reason from partner and customer', async () => {
    const { partner, customer, agent, record, shown } = await given()
    await freeze(press(partner.id))
    const jobs = (await world.jobsAbout(partner.id)).filter(
      ({ name }) => name === 'partner.privileges-changed',
    )
    expect(jobs).toMatchObject([{ data: { change: 'frozen', requestId: expect.any(String) } }])
    const readable = [
      await record(),
      await shown(),
      (await agent.partnerAccount.activity({})).entries,
      await world.auditOf(partner.id),
      await world.auditOf(customer.id),
    ]
    expect(JSON.stringify(readable)).not.toContain('Stolen')
    const { acts } = await operator.operatorPartners.get({ id: partner.id })
    expect(acts[0]).toMatchObject({ action: 'partner.privileges_frozen', reason: 'Stolen sign-ins' })
  })

  test('needs the role and a recent sign-in', async () => {
    const { id } = await world.partner()
    const support = await world.as(await world.operator('none', 'support_operator'))
    const token = await world.tokenFor(await world.operator('none', 'operator_admin'))
    const stale = world.caller({ token, clock: () => new Date(Date.now() + 16 * 60_000) })
    for (const act of ['freeze', 'thaw'] as const) {
      const refused = refusalFrom(support.operatorPartners[act](press(id)))
      expect(await refused).toMatchObject({ code: 'missing_permission', roles: ['operator_admin'] })
      expect(await refusalFrom(stale.operatorPartners[act](press(id)))).toMatchObject({
        code: 'step_up_required',
      })
    }
    expect(await world.auditOf(id)).toEqual([])
  })
})

test('§4.2 a de-authorised partner can use no grant from that moment on, before any job has ended it', async () => {
  const { partner, shown } = await given()
  await freeze(press(partner.id))
  await deauthorise({ ...press(partner.id), typedName: partner.legalName })
  expect(await shown()).toMatchObject({
    privilegesFrozenAt: null,
    services: services.map(() => ({ held: false })),
  })
  const jobs = (await world.jobsAbout(partner.id)).map(({ name, data }) => [name, data.change])
  expect(jobs).toContainEqual(['partner.privileges-changed', 'ended'])
  expect(await refusalFrom(thaw(press(partner.id)))).toEqual({ code: 'not_frozen' })
})
