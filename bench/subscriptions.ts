import { cloudOf } from '@entente/clouds/clouds'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { migrate } from '@entente/db/core/migrate'
import { asTenant } from '@entente/db/core/scopes'
import { listSubscriptions } from '@entente/db/customer/subscriptions'
import { givenCustomer, givenPartner } from '@entente/db/testing/fixtures'
import pg from 'pg'
import type { Bench } from './bench.ts'
import { inLab } from './lab.ts'
import { fire, inTurns, p50 } from './load.ts'
import { milliseconds } from './rows.ts'
import { asRole } from './world.ts'

const [rounds, perRound, pageSize] = [5, 200, 50]

/**
 * How fast is the list of a customer's subscriptions? Reads one page of 50 as the partner, of a customer with `own` of them
 * beside others of the same partner, and compares it with the page's statement alone through `pg`. One client.
 */
export const subscriptions: Bench = ({ sizes: [own = 5000, others = 100_000] }) =>
  inLab(async (server) => {
    await migrate(server.url(), 'global')
    const owner = new pg.Pool({ connectionString: server.url(), max: 1 })
    const database = openDatabase({ url: asRole(server.url(), 'entente_api'), onError: console.error })
    try {
      const partner = await givenPartner(database)
      const [customer, other] = [await givenCustomer(database), await givenCustomer(database)]
      await givenSubscriptions(owner, partner.id, other.id, others)
      await givenSubscriptions(owner, partner.id, customer.id, own)
      await owner.query('vacuum analyze')
      const [cloud, now] = [cloudOf('global'), new Date()]
      const tenant = { organisationId: partner.id, audience: 'partner', personId: partner.person.id } as const
      const of = { side: 'seller', partnerId: partner.id, customerId: customer.id } as const
      const often = (page: () => Promise<number>) =>
        fire(1, [...Array(perRound).keys()], async () => {
          if ((await page()) < pageSize) throw new Error('The page is not full.')
        })
      const list = async () =>
        asTenant(
          database,
          tenant,
          async (db) =>
            (await listSubscriptions(db, of, { limit: pageSize }, cloud, now)).subscriptions.length,
        )
      const bare = async () =>
        (
          await owner.query({
            name: 'page',
            text: `select s.*, o.name, o.service from subscription s join offer o on o.id = s.offer_id
              where s.partner_id = $1 and s.customer_id = $2 order by s.id desc limit ${pageSize + 1}`,
            values: [partner.id, customer.id],
          })
        ).rows.length
      const { ours, reference, ratio } = await inTurns(
        rounds,
        () => often(list),
        () => often(bare),
      )
      return [
        {
          what: `subscriptions, ${pageSize} of ${own.toLocaleString('en')} of a customer, p50`,
          figure: milliseconds(ours(p50)),
          reference: `${milliseconds(reference(p50))} the query through pg`,
          value: ratio(p50),
          unit: 'x',
          target: { atMost: 3 },
        },
      ]
    } finally {
      await owner.end()
      await closeDatabase(database)
    }
  })

async function givenSubscriptions(owner: pg.Pool, partnerId: string, customerId: string, count: number) {
  await owner.query(
    `with related as (insert into relationship (id, partner_id, customer_id, status, customer_name, customer_country, origin,
        since, sort_key, change_id)
        values (uuidv7(), $1, $2, 'active', 'Contoso', 'FR', 'acceptance', now(), 'contoso', uuidv7()) returning id),
      offered as (insert into offer (id, code, name, service, seats_min, seats_max, self_service, imported_at)
        values (uuidv7(), $2::uuid::text, 'Basic', 'azure', 1, 100000, false, now()) returning id)
    insert into subscription (id, relationship_id, customer_id, partner_id, offer_id, quantity, term, status, created_at,
      started_at, term_started_at)
      select uuidv7(), related.id, $2, $1, offered.id, 10, 'P1Y', 'active', now(), now(), now()
      from related, offered, generate_series(1, $3::int)`,
    [partnerId, customerId, count],
  )
}
