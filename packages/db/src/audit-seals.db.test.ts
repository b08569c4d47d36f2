import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { givenPartner } from '../testing/fixtures.ts'
import { freshDatabase } from '../testing/index.ts'
import { type AuditEntry, digestOf, insertAudit } from './audit.ts'
import { sealAudit } from './audit-seals.ts'
import { newId } from './new-id.ts'
import { asSealer, asTenant } from './scopes.ts'

const database = await freshDatabase()
const [partner, rival] = [await givenPartner(database.api), await givenPartner(database.api)]

async function record(of: typeof partner, action: string, payload: AuditEntry['payload'] = {}) {
  const scope = { organisationId: of.id, audience: 'partner', personId: of.person.id } as const
  const actor = { requestId: newId(), accountId: of.person.id, roles: ['admin_agent'] as const }
  await asTenant(database.api, scope, (db) =>
    insertAudit(db, actor, [{ organisationId: of.id, action, payload }], new Date()),
  )
}

const seal = (limit = 100) =>
  asSealer(database.worker, (db) => sealAudit(db, { limit: limit, since: new Date(0) }, new Date()))

type Sealed = Record<'id' | 'request_id' | 'actor_id' | 'action', string> & {
  position: string
  hash: Buffer
  payload: unknown
  payload_digest: Buffer
  occurred_at: Date
}

/** The first place of a tenant's chain that does not hold, computed anew from what is stored; null when all holds. */
async function brokenAt(organisationId: string): Promise<number | null> {
  const rows = await database.asOwner<Sealed>(
    `select s.position, s.hash, r.* from audit_seal s join audit_record r on r.id = s.audit_id
    where s.organisation_id = $1 order by s.position`,
    [organisationId],
  )
  let previous = Buffer.alloc(32)
  for (const [index, row] of rows.entries()) {
    const at = index + 1
    const facts = [
      at,
      row.id,
      organisationId,
      row.request_id,
      row.actor_id,
      row.action,
      row.occurred_at.toISOString(),
    ]
    const hash = createHash('sha256')
      .update(previous)
      .update(facts.join('|'))
      .update(row.payload_digest)
      .digest()
    const isBlank = row.payload === null || JSON.stringify(row.payload) === '{}'
    const holds =
      Number(row.position) === at &&
      hash.equals(row.hash) &&
      (isBlank || digestOf(row.payload).equals(row.payload_digest))
    if (!holds) return at
    previous = hash
  }
  return null
}

const positions = async (organisationId: string) =>
  (
    await database.asOwner<{ position: string }>(
      'select position from audit_seal where organisation_id = $1 order by position',
      [organisationId],
    )
  ).map(({ position }) => Number(position))

test('records are chained per tenant, in batches, each once', async () => {
  for (const action of ['one', 'two', 'three'])
    await record(partner, action, { b: 1, a: [{ d: 2, c: null }] })
  await record(rival, 'one')
  expect(await seal(2)).toBe(2)
  expect(await seal()).toBe(2)
  expect(await seal()).toBe(0)
  await record(partner, 'four')
  expect(await seal()).toBe(1)
  expect(await positions(partner.id)).toEqual([1, 2, 3, 4])
  expect(await positions(rival.id)).toEqual([1])
  expect(await brokenAt(partner.id)).toBeNull()
})

test('of sealers that run at once each record gets one seal', async () => {
  for (let count = 0; count < 10; count++) await record(partner, 'more')
  const sealed = await Promise.all([seal(4), seal(4), seal(4), seal(4)])
  expect(sealed.reduce((sum, count) => sum + count)).toBe(10)
  expect(await brokenAt(partner.id)).toBeNull()
})

test('R17 an altered, swapped or removed record is noticed; an erased payload is not', async () => {
  const [victim] = await database.asOwner<{ id: string }>(
    'select audit_id as id from audit_seal where organisation_id = $1 and position = 2',
    [partner.id],
  )
  const alter = (change: string) =>
    database.asOwner(`update audit_record set ${change} where id = $1`, [victim?.id])
  await alter(`action = 'two, altered'`)
  expect(await brokenAt(partner.id)).toBe(2)
  await alter(`action = 'two', payload = '{"a": 2}'`)
  expect(await brokenAt(partner.id)).toBe(2)
  await alter(`payload = '{}'`)
  expect(await brokenAt(partner.id)).toBeNull()
  await database.asOwner('delete from audit_seal where audit_id = $1', [victim?.id])
  expect(await brokenAt(partner.id)).toBe(2)
})
