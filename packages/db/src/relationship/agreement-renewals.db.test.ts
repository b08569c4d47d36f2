// What a scope could do to renewals if its code were wrong, in SQL of its own.
import type { Id } from '@entente/domain/core/id'
import { CompiledQuery } from 'kysely'
import { expect, test } from 'vitest'
import { givenCustomer, givenPartner } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { addAsOwner, removeAsOwner } from '../../testing/rows.ts'
import { asTenant, type CustomerDb } from '../core/scopes.ts'

const database = await freshDatabase()

type Company = { id: Id<'organisation'>; person: { id: Id<'account'> } }
/** How many rows an act reads or writes as a company, or the SQLSTATE of its refusal. */
const as =
  (audience: 'customer' | 'partner', { id: organisationId, person }: Company) =>
  (text: string, values: unknown[] = []): Promise<number | string> =>
    asTenant(
      database.api,
      { organisationId, audience, personId: person.id } as never,
      async (db: CustomerDb) => {
        const { rows, numAffectedRows } = await db.executeQuery(CompiledQuery.raw(text, values))
        return Number(numAffectedRows ?? rows.length)
      },
    ).catch(({ code }: { code: string }) => code)

const denied = '42501'
const insert = `insert into agreement_renewal (id, customer_id, agreement, version, language, accepted_by, accepted_at)
  values (gen_random_uuid(), $1, 'x', $3, 'en', $2, now())`
const read = 'select version from agreement_renewal where customer_id = $1'

test('S2 a customer renews only for itself and in the name of the person who acts, and nobody changes or deletes it', async () => {
  const [partner, rival] = [await givenPartner(database.api), await givenPartner(database.api)]
  const [customer, foreign] = [await givenCustomer(database.api), await givenCustomer(database.api)]
  const relationship = await addAsOwner(database, partner.id, customer.id)
  await addAsOwner(database, rival.id, foreign.id)
  const own = as('customer', customer)
  expect(await own(insert, [customer.id, customer.person.id, '1'])).toBe(1)
  // Each version once.
  expect(await own(insert, [customer.id, customer.person.id, '1'])).toBe('23505')
  expect(await own(insert, [foreign.id, foreign.person.id, '1'])).toBe(denied)
  expect(await own(insert, [customer.id, foreign.person.id, '2'])).toBe(denied)
  expect(await own(`update agreement_renewal set version = '9'`)).toBe(denied)
  expect(await own('delete from agreement_renewal')).toBe(denied)

  expect(await as('customer', foreign)(read, [customer.id])).toBe(0)
  expect(await as('partner', rival)(read, [customer.id])).toBe(0)
  const seller = as('partner', partner)
  expect(await seller(read, [customer.id])).toBe(1)
  expect(await seller('select accepted_by from agreement_renewal')).toBe(denied)
  expect(await seller(insert, [customer.id, customer.person.id, '2'])).toBe(denied)

  await removeAsOwner(database, relationship)
  expect(await seller(read, [customer.id])).toBe(0)
  expect(await own(insert, [customer.id, customer.person.id, '2'])).toBe(denied)
})
