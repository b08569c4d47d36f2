import { expect, test } from 'vitest'
import { givenCustomer, givenPartner } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { addAsOwner } from '../../testing/rows.ts'
import { givenSold } from '../../testing/sold.ts'
import { run } from '../../testing/tables.ts'
import { asBiller, asTenant } from '../core/scopes.ts'

const database = await freshDatabase()

test('R-040 nobody changes a statement, and the biller bills nobody who sold nothing', async () => {
  const [partner, customer] = [await givenPartner(database.api), await givenCustomer(database.api)]
  const relationshipId = await addAsOwner(database, partner.id, customer.id)
  await givenSold(database, { partner, customerId: customer.id, relationshipId, at: new Date() })
  const tenant = { organisationId: partner.id, audience: 'partner', personId: null } as const
  for (const change of [
    'update statement set total = 0',
    'delete from statement_line',
    'delete from statement_run',
  ])
    for (const attempt of [
      () => asBiller(database.worker, (db) => run(db, change)),
      () => asTenant(database.api, tenant, (db) => run(db, change)),
    ])
      await expect(attempt()).rejects.toThrow(/permission denied/)
  const rival = await givenPartner(database.api)
  const statementOf = (
    id: string,
  ) => `insert into statement (id, partner_id, customer_id, relationship_id, month, currency,
    customer_name, total, made_at) values (gen_random_uuid(), '${id}', '${customer.id}', '${relationshipId}', '2027-01', 'EUR',
    'x', 1, now())`
  await expect(asBiller(database.worker, (db) => run(db, statementOf(rival.id)))).rejects.toThrow(
    /row-level security/,
  )
  await expect(asTenant(database.api, tenant, (db) => run(db, statementOf(partner.id)))).rejects.toThrow(
    /permission denied/,
  )
  // The API never becomes the biller.
  await expect(asBiller(database.api, (db) => run(db, 'select 1'))).rejects.toThrow(
    /permission denied to set role/,
  )
  expect(await asBiller(database.worker, (db) => run(db, statementOf(partner.id)))).toMatchObject({
    count: 1,
  })
})
