import path from 'node:path'
import { createKeyring, type Keyring, readKeyring } from '@entente/auth/keyring'
import { linkToken } from '@entente/auth/link-token'
import { hashSessionToken, newSessionToken } from '@entente/auth/session-token'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { migrate } from '@entente/db/core/migrate'
import { newId } from '@entente/db/core/new-id'
import { givenPartner } from '@entente/db/testing/fixtures'
import pg from 'pg'

export type BenchCustomer = { organisationId: string; accountId: string; sessionToken: string }

export type World = {
  keyring: Keyring
  keysFile: string
  /** The partner's link with privileges. */
  token: string
  urls: { api: string; owner: string }
  /** The next customers, each of them new to the partner. */
  take: (count: number) => BenchCustomer[]
  /** Throws unless as many relationships exist as were made, each with grants, audit and outbox rows. */
  assertAccepted: (made: number) => Promise<void>
}

/** A migrated database with one partner and `count` signed-in customers. */
export async function prepare(serverUrl: string, folder: string, count: number): Promise<World> {
  const keysFile = path.join(folder, 'keys.json')
  createKeyring(keysFile)
  const keyring = readKeyring(keysFile)
  await migrate(serverUrl, 'global')
  const urls = { owner: serverUrl, api: asRole(serverUrl, 'entente_api') }
  const database = openDatabase({ url: urls.api, connectionsMax: 2 })
  const kid = keyring.link.newest
  const partner = await givenPartner(database, { kid })
  await closeDatabase(database)
  const id = partner.links.withPrivileges
  const customers = await insertCustomers(urls.owner, count)
  return {
    keyring,
    keysFile,
    token: linkToken(keyring.link, { cloud: 'global', kind: 'relationship', id, kid, version: 1 }),
    urls,
    take: (wanted) => customers.splice(0, wanted),
    assertAccepted: (made) => assertAccepted(urls.owner, made),
  }
}

export function asRole(url: string, role: string): string {
  const changed = new URL(url)
  changed.username = role
  return changed.href
}

async function insertCustomers(ownerUrl: string, count: number): Promise<BenchCustomer[]> {
  const rows = Array.from({ length: count }, () => ({
    organisationId: newId<'organisation'>(),
    accountId: newId<'account'>(),
    membershipId: newId<'membership'>(),
    sessionId: newId<'session'>(),
    sessionToken: newSessionToken(),
  }))
  const client = new pg.Client(ownerUrl)
  await client.connect()
  const columns = [
    rows.map((row) => row.organisationId),
    rows.map((row) => row.accountId),
    rows.map((row) => row.membershipId),
    rows.map((row) => row.sessionId),
    rows.map((row) => hashSessionToken(row.sessionToken)),
  ]
  const given =
    'from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bytea[]) as c (o, a, m, s, h)'
  await client.query(
    `with organisations as (insert into organisation (id, kind, legal_name, country, domain, created_at)
       select o, 'customer', 'Customer ' || right(o::text, 12), 'FR', right(o::text, 12) || '.example', now() ${given}),
     accounts as (insert into auth.account (id, audience, email, name, created_at)
       select a, 'customer', 'admin@' || right(o::text, 12) || '.example', 'Admin', now() ${given}),
     memberships as (insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
       select m, a, 'customer', o, 'active', '{global_admin}', now() ${given})
     insert into auth.session (id, token_hash, account_id, membership_id, created_at, authenticated_at, seen_at, expires_at)
       select s, h, a, m, now(), now(), now() + interval '1 hour', now() + interval '12 hours' ${given}`,
    columns,
  )
  await client.query('analyze')
  await client.end()
  return rows
}

async function assertAccepted(ownerUrl: string, made: number): Promise<void> {
  const client = new pg.Client(ownerUrl)
  await client.connect()
  const { rows } = await client.query(`
    select (select count(*)::int from relationship) relationships, (select count(*)::int / 4 from admin_grant) granted,
      (select count(*)::int / 2 from audit_record where action = 'relationship.accepted') audited,
      (select count(*)::int from outbox where name = 'relationship.accepted') told`)
  await client.end()
  for (const [what, count] of Object.entries(rows[0] as Record<string, number>))
    if (count !== made) throw new Error(`${made} acceptances were made, but ${what} is ${count}.`)
}
