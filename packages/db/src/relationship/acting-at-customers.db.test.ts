import type { Id } from '@entente/domain/core/id'
import { decideCustomerAccess } from '@entente/domain/relationship/customer-access'
import { CompiledQuery } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../testing/index.ts'
import { givenRowsOfAllKinds, reinstateAsOwner, removeAsOwner } from '../../testing/rows.ts'
import { asTenant, type PartnerDb } from '../core/scopes.ts'
import { listOwnGrants } from './admin-grants.ts'
import { findRelationship } from './relationships.ts'

const database = await freshDatabase()
let { partner, customer, id } = {} as Awaited<ReturnType<typeof given>>
beforeAll(async () => {
  ;({ partner, customer, id } = await given())
})

/** A customer that gave a partner Azure. */
async function given() {
  const parties = await givenRowsOfAllKinds(database)
  const [row] = await database.asOwner<{ id: Id<'relationship'> }>(
    'select id from relationship where partner_id = $1',
    [parties.partner.id],
  )
  return { ...parties, id: row?.id ?? ('' as Id<'relationship'>) }
}

const asPartner = <T>(work: (db: PartnerDb) => Promise<T>) =>
  asTenant(
    database.api,
    { organisationId: partner.id, audience: 'partner', personId: partner.person.id },
    work,
  )
const set = async (status: string, isFrozen: boolean, between: string) => {
  await database.asOwner(
    `update organisation set partner_status = $2, privileges_frozen_at = case when $3 then now() end where id = $1`,
    [partner.id, status, isFrozen],
  )
  await (between === 'removed' ? removeAsOwner : reinstateAsOwner)(database, id)
}

// An operator freezes what a partner may use, and de-authorising ends it.
const standings = [
  ['active', false],
  ['active', true],
  ['suspended', false],
  ['suspended', true],
  ['deauthorised', false],
] as const

/** What policies say and what the domain decides, for no service, any, Azure and Intune. */
const answers = () =>
  asPartner(async (db) => {
    const relationship = await findRelationship(db, partner.id, id)
    const grants = await listOwnGrants(db, partner.id, customer.id)
    const asks = [
      [null, { permission: 'relationship_request.prepare' }],
      ['*', { permission: 'customer_users.view' }],
      ['azure', { permission: 'customer_services.open', service: 'azure' }],
      ['intune', { permission: 'customer_services.open', service: 'intune' }],
    ] as const
    const policy: unknown[] = []
    for (const [wanted] of asks) {
      const query = CompiledQuery.raw('select acts_at($1, $2) as is_let', [customer.id, wanted])
      policy.push((await db.executeQuery<{ isLet: boolean }>(query)).rows[0]?.isLet)
    }
    const gate = asks.map(
      ([, ask]) => decideCustomerAccess({ ...ask, roles: ['admin_agent'], relationship, grants }).ok,
    )
    return { policy, gate }
  })

test('R-001 R-156 policies let through what the gate lets through, in every state of partner, customer and grant', async () => {
  const seen = new Set<string>()
  for (const isHeld of [true, false]) {
    if (!isHeld)
      await database.asOwner(
        `update admin_grant set ended_at = now(), end_reason = 'removed_by_customer' where partner_id = $1`,
        [partner.id],
      )
    for (const [status, isFrozen] of standings)
      for (const between of ['active', 'removed']) {
        await set(status, isFrozen, between)
        const { policy, gate } = await answers()
        expect(policy, [isHeld, status, isFrozen, between].join()).toEqual(gate)
        seen.add(policy.join())
      }
  }
  expect([...seen].toSorted()).toEqual([
    'false,false,false,false',
    'false,false,true,false',
    'true,false,false,false',
    'true,true,true,false',
  ])
})

test('a request names only a customer that the partner has, whatever the code says', async () => {
  const ask = () =>
    asPartner((db) =>
      db.executeQuery(
        CompiledQuery.raw(
          `insert into relationship_request (id, partner_id, link_id, kind, author_id, author_name, subject, body, language,
            with_privileges, created_at, relationship_id)
          values (gen_random_uuid(), $1, $2, 'prepared', $3, 'Nora', 'x', 'x', 'en', false, now(), $4)`,
          [partner.id, partner.links.plain, partner.person.id, id],
        ),
      ),
    )
  await set('active', false, 'active')
  await ask()
  await set('active', false, 'removed')
  await expect(ask()).rejects.toThrow('row-level security')
})

test('§4.8 a partner may lock its relationships, and change what it holds there only as it gives privileges up', async () => {
  await set('active', false, 'active')
  const run = (text: string) => asPartner((db) => db.executeQuery(CompiledQuery.raw(text)))
  expect((await run('select id from relationship for share')).rows).toEqual([{ id }])
  const live = `'{}'::text[] || (select array_agg(service) from admin_grant where ended_at is null)`
  await run(`update relationship set services = ${live}`)
  await expect(run(`update relationship set services = '{intune}'`)).rejects.toThrow('row-level security')
  await expect(
    run(`update admin_grant set ended_at = now(), end_reason = 'removed_by_customer'`).then(() =>
      run(`update relationship set status = 'removed', removal_id = uuidv7()`),
    ),
  ).rejects.toThrow('row-level security')
  await set('active', false, 'removed')
  await run(`update relationship set services = ${live}`)
  await expect(run(`update relationship set status = 'active', removal_id = null`)).rejects.toThrow(
    'row-level security',
  )
})
