import { randomUUID } from 'node:crypto'
import { type AuditEntry, insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { insertAccess, listLastUses } from '@entente/db/relationship/access-records'
import { expect, test } from 'vitest'
import {
  authorizing,
  cloud,
  givenWorld,
  grantAll,
  outcomesOf,
  refusalFrom,
  tokenOf,
} from '../../testing/index.ts'
import { removingCustomer } from '../../testing/removal.ts'

const world = await givenWorld()
const once = () => ({ idempotencyKey: randomUUID() })

/** A customer that gave a partner every privilege. */
async function given() {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const admin = await world.as(customer.person)
  const { relationshipId: id } = await admin.invitation.accept(
    authorizing(tokenOf(partner, { withPrivileges: true }), grantAll),
  )
  const agent = await world.as(partner.person)
  const open = (service: string, reason?: string) =>
    agent.customerServices.open({ id, service, ...(reason !== undefined && { reason }), ...once() })
  const uses = (input = {}) => admin.accessLog.list(input).then(({ entries }) => entries)
  return { partner, customer, admin, agent, id, open, uses }
}

test('R-001 R-003 opening a service answers its admin portal, and the customer reads who opened it, when and why', async () => {
  const { partner, customer, open, uses } = await given()
  const before = Date.now()
  expect(await open('azure', 'TICKET-7')).toMatchObject({ address: 'https://portal.azure.com/' })
  expect(await open('intune')).toMatchObject({ address: 'https://intune.microsoft.com/' })
  const [newest, first] = await uses()
  expect(newest).toMatchObject({ serviceName: 'Intune', reason: null })
  expect(first).toMatchObject({
    ...{ act: 'customer_services.open', serviceName: 'Azure', reason: 'TICKET-7' },
    ...{ person: partner.person.name, partnerName: partner.legalName },
  })
  expect(first?.at.getTime()).toBeGreaterThanOrEqual(before - 1000)
  // The same use, with the same id, in both chains.
  for (const [own, other] of [
    [partner, { customerId: customer.id }],
    [customer, { partnerId: partner.id }],
  ] as const) {
    const records = (await world.auditOf(own.id)).filter(({ action }) => action === 'customer_service.opened')
    expect(records.map(({ payload }) => payload)).toEqual([
      expect.objectContaining({ accessId: first?.id, service: 'azure', ...other }),
      expect.objectContaining({ accessId: newest?.id, service: 'intune', ...other }),
    ])
  }
})

test('U-16 the partner’s activity log shows the same use with the same id, service and reason', async () => {
  const { agent, customer, open, uses } = await given()
  await open('azure', 'TICKET-8')
  const [use] = await uses()
  const { entries } = await agent.partnerAccount.activity({ subject: 'customers' })
  expect(entries.find(({ action }) => action === 'customer_service.opened')).toMatchObject({
    ...{ about: [customer.legalName], access: { id: use?.id, serviceName: 'Azure', reason: 'TICKET-8' } },
  })
})

test('R-030 what was refused is not recorded', async () => {
  const { admin, partner, open, uses } = await given()
  await admin.partnerRelationships.removeRoles({ partnerId: partner.id, services: ['azure'], ...once() })
  expect(await outcomesOf(open('azure'), open('none'))).toEqual(['not_granted', 'not_granted'])
  expect(await uses()).toEqual([])
})

test('a reason is asked for as the customer set it, from the next use on', async () => {
  const { admin, agent, id, customer, open, uses } = await given()
  await admin.accessLog.setReasonRule({ reason: 'required', ...once() })
  expect(await refusalFrom(open('azure'))).toEqual({ code: 'access_reason_missing' })
  expect(await refusalFrom(open('azure', '  '))).toEqual({ code: 'access_reason_missing' })
  expect((await refusalFrom(open('azure', 'a\nb'))).code).toBe('invalid_input')
  expect(await agent.customers.get({ id })).toMatchObject({ reason: 'required' })
  await open('azure', 'CHG-1')
  await admin.accessLog.setReasonRule({ reason: 'asked', ...once() })
  await open('azure')
  expect((await uses()).map(({ reason }) => reason)).toEqual([null, 'CHG-1'])
  expect((await admin.accessLog.frame()).reason).toBe('asked')
  const changes = (await world.auditOf(customer.id)).filter(({ action }) => action === 'access_rule.changed')
  expect(changes.map(({ payload }) => payload)).toEqual([
    { from: 'off', to: 'required' },
    { from: 'required', to: 'asked' },
  ])
})

test('the log is filtered by partner, service, day and words, and read page by page', async () => {
  const { admin, customer, partner, open, uses } = await given()
  const rival = await world.partner()
  await admin.invitation.accept(authorizing(tokenOf(rival)))
  await open('azure', 'Müller lost a password')
  await open('intune', 'CHG-2')
  await open('azure')
  const reasons = async (input: object) => (await uses(input)).map(({ reason }) => reason)
  expect(await reasons({ service: 'azure' })).toEqual([null, 'Müller lost a password'])
  expect(await reasons({ search: 'muller pass' })).toEqual(['Müller lost a password'])
  expect(await reasons({ search: partner.person.name, service: 'intune' })).toEqual(['CHG-2'])
  expect(await reasons({ partner: rival.id })).toEqual([])
  expect(await reasons({ partner: randomUUID() })).toEqual([])
  const today = new Date().toISOString().slice(0, 10)
  expect(await reasons({ from: today, until: today })).toHaveLength(3)
  expect(await reasons({ until: '2020-01-01' })).toEqual([])
  const id = (await uses()).at(-1)?.id
  expect(await reasons({ search: id })).toEqual(['Müller lost a password'])
  const first = await admin.accessLog.list({ limit: 2 })
  const second = await admin.accessLog.list({ limit: 2, cursor: first.nextCursor ?? '' })
  expect([...first.entries, ...second.entries]).toEqual(await uses())
  expect(second.nextCursor).toBeNull()
  const { partners } = await admin.accessLog.frame()
  expect(partners.map((one) => one.id).toSorted()).toEqual([partner.id, rival.id].toSorted())
  const user = await world.person({ organisationId: customer.id, audience: 'customer', roles: ['user'] })
  expect((await refusalFrom((await world.as(user)).accessLog.list({}))).code).toBe('not_decider')
})

test('the last use of each service that a partner holds is known, also after the privileges came again', async () => {
  const { admin, customer, partner, open } = await given()
  await open('azure')
  await open('azure')
  await open('intune')
  const scope = { organisationId: customer.id, audience: 'customer', personId: null } as const
  const lastUses = () => asTenant(world.api, scope, (db) => listLastUses(db, customer.id))
  const [newest, , older] = (await admin.accessLog.list({})).entries.toSorted((a, b) =>
    a.serviceName === b.serviceName ? b.at.getTime() - a.at.getTime() : a.serviceName === 'Azure' ? -1 : 1,
  )
  const of = { partnerId: partner.id }
  expect((await lastUses()).toSorted((a, b) => a.service.localeCompare(b.service))).toEqual([
    { ...of, service: 'azure', at: newest?.at },
    { ...of, service: 'intune', at: older?.at },
  ])
  await admin.partnerRelationships.removeRoles({ partnerId: partner.id, services: ['azure'], ...once() })
  expect((await lastUses()).map(({ service }) => service)).toEqual(['intune'])
})

test('a partner with privileges writes its uses into the customer’s chain, and nothing else', async () => {
  const { partner, customer } = await given()
  const scope = { organisationId: partner.id, audience: 'partner', personId: partner.person.id } as const
  const actor = {
    kind: 'person',
    accountId: partner.person.id,
    roles: ['admin_agent'],
    requestId: randomUUID(),
  } as const
  const write = (action: AuditEntry['action']) =>
    asTenant(world.api, scope, (db) =>
      insertAudit(db, actor, [{ organisationId: customer.id, action, payload: {} }], new Date()),
    )
  await write('customer_service.opened')
  await expect(write('admin_grant.removed_by_customer')).rejects.toThrow('row-level security')
})

test('an operator’s freeze that is committed during the act neither fails it nor hides it', async () => {
  const { partner, customer, uses } = await given()
  const scope = { organisationId: partner.id, audience: 'partner', personId: partner.person.id } as const
  const record = () =>
    asTenant(world.api, scope, (db) =>
      insertAccess(
        db,
        {
          ...{ id: newId<'access'>(), customerId: customer.id, partnerId: partner.id, reason: null },
          ...{
            accountId: partner.person.id,
            accountName: 'x',
            act: 'customer_services.open',
            service: 'azure',
          },
        },
        new Date(),
      ),
    )
  await world.asOwner('update organisation set privileges_frozen_at = now() where id = $1', [partner.id])
  await record()
  expect(await uses()).toHaveLength(1)
  await world.asOwner(`update admin_grant set ended_at = now(), end_reason = 'removed_by_customer'
    where partner_id = '${partner.id}'`)
  await expect(record()).rejects.toThrow('row-level security')
})

test('the register says who has access: partner, service, since, last use, contact, agreement, and who decides', async () => {
  const { admin, agent, customer, id, partner, open } = await given()
  const plain = await world.partner()
  const { relationshipId } = await admin.invitation.accept(authorizing(tokenOf(plain)))
  await open('azure')
  const [use] = (await admin.accessLog.list({})).entries
  await world.asOwner('update organisation set privileges_frozen_at = now() where id = $1', [partner.id])
  await world.asOwner(
    `update partner_profile set support_email = 'help@partner.example' where organisation_id = $1`,
    [partner.id],
  )
  const { rows, admins } = await admin.accessRegister.list()
  expect(admins.map(({ email }) => email)).toEqual([customer.person.email])
  const of = (id: string) => rows.filter((row) => row.partner.id === id)
  expect(of(plain.id).map(({ grant }) => grant)).toEqual([null])
  expect(of(partner.id)).toHaveLength(cloud.services.length)
  expect(of(partner.id).find(({ grant }) => grant?.service === 'azure')).toMatchObject({
    partner: {
      legalName: partner.legalName,
      support: { email: 'help@partner.example' },
      agreement: { version: cloud.agreements.customer.version },
    },
    grant: { name: 'Azure', isFrozen: true, lastUsedAt: use?.at },
  })
  expect(of(partner.id).find(({ grant }) => grant?.service === 'intune')?.grant?.lastUsedAt).toBeNull()
  // One that lost everything has no access.
  await agent.customerRemoval.remove(removingCustomer(id, customer))
  await (await world.as(plain.person)).customerRemoval.remove(removingCustomer(relationshipId, customer))
  const left = (await admin.accessRegister.list()).rows
  expect(new Set(left.map((row) => row.partner.id))).toEqual(new Set([partner.id]))
})

test('R-030 a use and a removal at the same time have one order, and what was answered is recorded', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { admin, partner, open, uses } = await given()
    const removal = { partnerId: partner.id, services: ['azure'], ...once() }
    const outcomes = outcomesOf(open('azure'), open('azure'))
    await admin.partnerRelationships.removeRoles(removal)
    const answered = (await outcomes).filter((outcome) => outcome !== 'not_granted')
    expect(answered).toEqual(answered.map(() => 'done'))
    expect(await uses()).toHaveLength(answered.length)
    expect(await refusalFrom(open('azure'))).toEqual({ code: 'not_granted' })
  }
})
