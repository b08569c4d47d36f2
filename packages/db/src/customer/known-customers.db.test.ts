// What a partner's role could do with the operator's records, if its code were wrong.
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { givenCustomer, givenOperator, givenPartner } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { newId } from '../core/new-id.ts'
import { asOperator, asTenant, type PartnerDb } from '../core/scopes.ts'
import { saveKnownCustomers } from './known-customers.ts'

const database = await freshDatabase()
type Partner = Awaited<ReturnType<typeof givenPartner>>
const as = <T>(partner: Partner, work: (db: PartnerDb) => Promise<T>) =>
  asTenant(
    database.api,
    { organisationId: partner.id, audience: 'partner', personId: partner.person.id },
    work,
  )
async function record(partner: Partner, domains: string[]) {
  const operator = await givenOperator(database.api)
  const [row] = await database.asOwner<{ number: string }>(
    'select partner_number as number from organisation where id = $1',
    [partner.id],
  )
  const known = { partnerNumber: row?.number ?? '', legalName: 'Contoso GmbH', country: 'DE' }
  const rows = domains.map((domain) => ({ ...known, domain }))
  await asOperator(database.api, operator.id, (db) => saveKnownCustomers(db, rows, new Date()))
}

test('D-33 a partner’s role takes in nobody whom the operator does not record for it, and grants itself nothing', async () => {
  const [partner, rival] = [await givenPartner(database.api), await givenPartner(database.api)]
  const [foreign, existing] = ['foreign.example', await givenCustomer(database.api)]
  await record(rival, [foreign, existing.domain ?? ''])
  const organisation = (domain: string) =>
    as(partner, (db) =>
      sql`insert into organisation (id, kind, legal_name, country, created_at, domain, sort_key, terms, terms_version)
        values (${newId()}, 'customer', 'Contoso GmbH', 'DE', now(), ${domain}, 'x', '{}', 1)`.execute(db),
    )
  for (const domain of [foreign, 'unknown.example'])
    await expect(organisation(domain)).rejects.toThrow('row-level security')
  const relationship = (services: string) =>
    as(partner, (db) =>
      sql`insert into relationship (id, customer_id, partner_id, status, origin, since, customer_name, customer_country,
          sort_key, services, change_id, terms_version)
        values (${newId()}, ${existing.id}, ${partner.id}, 'active', 'import', now(), 'x', 'DE', 'x', ${services}, uuidv7(), 1)`.execute(
        db,
      ),
    )
  await expect(relationship('{}')).rejects.toThrow('row-level security')
  await record(partner, [existing.domain ?? ''])
  await expect(relationship('{azure}')).rejects.toThrow('row-level security')
  expect((await as(partner, (db) => sql`select * from known_customers()`.execute(db))).rows).toHaveLength(1)
  await expect(as(partner, (db) => sql`select * from known_customer`.execute(db))).rejects.toThrow(
    'permission',
  )
})
