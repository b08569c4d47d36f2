import type { Id } from '@entente/domain/core/id'
import { expect, test } from 'vitest'
import { givenPartner } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { type AuditEntry, insertAudit } from '../core/audit.ts'
import { newId } from '../core/new-id.ts'
import { asSealer, asTenant } from '../core/scopes.ts'
import { sealAudit } from './audit-seals.ts'
import { verifyChain } from './audit-verify.ts'

const database = await freshDatabase()
const [partner, rival] = [await givenPartner(database.api), await givenPartner(database.api)]

async function record(
  tenant: typeof partner,
  action: AuditEntry['action'],
  payload: AuditEntry['payload'] = {},
) {
  const scope = { organisationId: tenant.id, audience: 'partner', personId: tenant.person.id } as const
  const person = { kind: 'person', accountId: tenant.person.id, roles: ['admin_agent'] } as const
  const actor = { ...person, requestId: newId() }
  await asTenant(database.api, scope, (db) =>
    insertAudit(db, actor, [{ organisationId: tenant.id, action, payload }], new Date()),
  )
}

const seal = async (limit = 100) =>
  (await asSealer(database.worker, (db) => sealAudit(db, { limit }, new Date()))).sealed

/** The positions of a tenant's chain that do not verify. */
const broken = async (organisationId: Id<'organisation'>) =>
  (await asSealer(database.worker, (db) => verifyChain(db, organisationId))).faults

const positions = async (organisationId: string) =>
  (
    await database.asOwner<{ position: string }>(
      'select position from audit_seal where organisation_id = $1 order by position',
      [organisationId],
    )
  ).map(({ position }) => Number(position))

test('each record is sealed once in the chain of its tenant, in batches', async () => {
  expect(await seal()).toBe(0)
  for (const action of ['partner.created', 'partner.suspended', 'partner.suspension_lifted'] as const)
    await record(partner, action, { b: 1, a: [{ d: 2, c: null }] })
  await record(rival, 'partner.created')
  expect(await seal(2)).toBe(2)
  expect(await seal()).toBe(2)
  expect(await seal()).toBe(0)
  await record(partner, 'partner.deauthorised')
  expect(await seal()).toBe(1)
  expect(await positions(partner.id)).toEqual([1, 2, 3, 4])
  expect(await positions(rival.id)).toEqual([1])
  expect(await broken(partner.id)).toEqual([])
})

test('sealers that run at once give each record one seal', async () => {
  for (let count = 0; count < 10; count++) await record(partner, 'session.started')
  const sealed = await Promise.all([seal(4), seal(4), seal(4), seal(4)])
  expect(sealed.reduce((sum, count) => sum + count)).toBe(10)
  expect(await broken(partner.id)).toEqual([])
})

test('R17 a record from before actors had a kind still verifies, and giving it one is noticed', async () => {
  const former = await givenPartner(database.api)
  await record(former, 'session.started')
  const ofFormer = `organisation_id = '${former.id}'`
  await database.asOwner(`update audit_record set actor_kind = null where ${ofFormer}`)
  await seal()
  expect(await broken(former.id)).toEqual([])
  await database.asOwner(`update audit_record set actor_kind = 'person' where ${ofFormer}`)
  expect(await broken(former.id)).toMatchObject([{ position: 1, kind: 'altered' }])
})

test('the system has no id, and an actor is of a known kind', async () => {
  await record(partner, 'session.started')
  const set = (change: string) => database.asOwner(`update audit_record set ${change}`)
  await expect(set(`actor_kind = 'system'`)).rejects.toThrow('audit_record_actor')
  await expect(set(`actor_kind = 'robot'`)).rejects.toThrow('audit_record_actor')
})

test('a record says whether a person or the system acted', async () => {
  const { id: organisationId } = await givenPartner(database.api)
  const accountId = newId<'account'>()
  for (const [personId, actor] of [
    [accountId, { kind: 'person', accountId, roles: ['admin_agent'] }],
    [null, { kind: 'system', name: 'retention' }],
  ] as const)
    await asTenant(database.api, { organisationId, audience: 'partner', personId }, (db) =>
      insertAudit(
        db,
        { ...actor, requestId: newId() },
        [{ organisationId, action: 'session.started', payload: {} }],
        new Date(),
      ),
    )
  expect(
    await database.asOwner(
      'select actor_kind, actor_id, actor_roles from audit_record where organisation_id = $1 order by id',
      [organisationId],
    ),
  ).toEqual([
    { actor_kind: 'person', actor_id: accountId, actor_roles: ['admin_agent'] },
    { actor_kind: 'system', actor_id: null, actor_roles: [] },
  ])
})
