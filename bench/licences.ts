import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { createKeyring, readKeyring } from '@entente/auth/keyring'
import { cloudOf } from '@entente/clouds/clouds'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { migrate } from '@entente/db/core/migrate'
import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { findRun, insertRun } from '@entente/db/customer/licence-runs'
import { givenCustomer, givenPartner } from '@entente/db/testing/fixtures'
import { workOnLicences } from '@entente/trpc/customer/licence-run'
import pg from 'pg'
import type { Bench } from './bench.ts'
import { inLab } from './lab.ts'
import { inTurns } from './load.ts'
import { milliseconds } from './rows.ts'
import { asRole } from './world.ts'

/**
 * How fast does a run assign the licences of a subscription? Compares it, with its decisions, orders, jobs and audit, with one
 * bare insert of as many rows.
 */
export const licences: Bench = ({ sizes: [users = 1000] }) =>
  inLab(async (server, folder) => {
    const keysFile = path.join(folder, 'keys.json')
    createKeyring(keysFile)
    await migrate(server.url(), 'global')
    const owner = new pg.Pool({ connectionString: server.url(), max: 1 })
    const database = openDatabase({ url: asRole(server.url(), 'entente_api'), onError: console.error })
    try {
      const partner = await givenPartner(database)
      const customer = await givenCustomer(database)
      const given = await givenLicences(owner, { partner, customer }, users)
      await owner.query(
        'create table bare (subscription_id uuid, user_id uuid, primary key (subscription_id, user_id))',
      )
      const tenant = { organisationId: partner.id, audience: 'partner', personId: partner.person.id } as const
      const assign = async () => {
        const run = {
          ...{ id: newId<'licence_run'>(), customerId: customer.id, relationshipId: given.relationshipId },
          ...{ subscriptionId: given.subscriptionId, act: 'assign' as const, startedAt: new Date() },
        }
        const found = await asTenant(database, tenant, async (db) => {
          await insertRun(db, { ...run, partnerId: partner.id, startedBy: partner.person.id }, given.userIds)
          return findRun(db, partner.id, given.relationshipId, run.id)
        })
        const session = {
          ...{ account: partner.person, audience: 'partner', membershipId: partner.person.membershipId },
          ...{ organisation: { id: partner.id, status: 'active' }, roles: ['admin_agent'] },
        }
        const ctx = {
          database,
          session,
          cloud: cloudOf('global'),
          keyring: readKeyring(keysFile),
          requestId: randomUUID(),
        }
        const began = performance.now()
        // A run needs no more of a request than this.
        if (found) await workOnLicences({ ...ctx, now: new Date() } as never, found)
        const ms = performance.now() - began
        await owner.query('delete from licence')
        return ms
      }
      const bare = async () => {
        const began = performance.now()
        await owner.query('insert into bare select $1, unnest($2::uuid[])', [
          given.subscriptionId,
          given.userIds,
        ])
        const ms = performance.now() - began
        await owner.query('delete from bare')
        return ms
      }
      const { ours, reference } = await inTurns(5, assign, bare)
      const ms = (one: number) => one
      return [
        {
          what: `licences for ${users.toLocaleString('en')} users`,
          figure: milliseconds(ours(ms)),
          reference: `${milliseconds(reference(ms))} one bare insert`,
          value: ours(ms) / 1000,
          unit: 's',
          target: { atMost: 5 },
        },
      ]
    } finally {
      await owner.end()
      await closeDatabase(database)
    }
  })

type Given = Awaited<ReturnType<typeof givenCustomer>>

/** A relationship with privileges, a subscription with a seat for everybody, and the users. */
async function givenLicences(
  owner: pg.Pool,
  { partner, customer }: { partner: Awaited<ReturnType<typeof givenPartner>>; customer: Given },
  users: number,
) {
  const [relationshipId, subscriptionId] = [newId<'relationship'>(), newId<'subscription'>()]
  const userIds = Array.from({ length: users }, () => newId<'customer_user'>())
  await owner.query(`set session_replication_role = replica`)
  await owner.query(
    `insert into relationship (id, partner_id, customer_id, status, customer_name, customer_country, origin, since, sort_key,
      change_id)
      values ($1, $2, $3, 'active', 'Contoso', 'FR', 'acceptance', now(), 'contoso', $1)`,
    [relationshipId, partner.id, customer.id],
  )
  await owner.query(
    `insert into admin_grant (id, customer_id, partner_id, service, acceptance_id, granted_at, granted_by)
      values (gen_random_uuid(), $1, $2, 'azure', gen_random_uuid(), now(), $3)`,
    [customer.id, partner.id, customer.person.id],
  )
  await owner.query(
    `insert into offer (id, code, name, service, seats_min, seats_max, self_service, imported_at)
      values ($1, 'basic', 'Basic', 'azure', 1, 100000, false, now())`,
    [subscriptionId],
  )
  await owner.query('set session_replication_role = origin')
  await owner.query(
    `insert into subscription (id, relationship_id, customer_id, partner_id, offer_id, quantity, term, status, created_at,
      started_at, term_started_at) values ($1, $2, $3, $4, $1, $5, 'P1Y', 'active', now(), now(), now())`,
    [subscriptionId, relationshipId, customer.id, partner.id, users],
  )
  await owner.query(
    `insert into customer_user (id, customer_id, user_name, display_name, status, created_at, changed_at)
      select id, $2, id::text || '@contoso.example', 'User', 'active', now(), now() from unnest($1::uuid[]) as id`,
    [userIds, customer.id],
  )
  return { relationshipId, subscriptionId, userIds }
}
