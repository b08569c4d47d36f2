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
  const actor = { requestId: newId(), accountId: tenant.person.id, roles: ['admin_agent'] as const }
  await asTenant(database.api, scope, (db) =>
    insertAudit(db, actor, [{ organisationId: tenant.id, action, payload }], new Date()),
  )
}

const seal = (limit = 100) =>
  asSealer(database.worker, (db) => sealAudit(db, { limit: limit, since: new Date(0) }, new Date()))

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
