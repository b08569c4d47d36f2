// The people of the crash test, signed in for its whole duration.
import path from 'node:path'
import { createKeyring, type Keyring, readKeyring } from '@entente/auth/keyring'
import { linkToken } from '@entente/auth/link-token'
import { hashSessionToken, newSessionToken } from '@entente/auth/session-token'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { migrate } from '@entente/db/core/migrate'
import { newId } from '@entente/db/core/new-id'
import { givenPartner } from '@entente/db/testing/fixtures'
import { migrateQueue } from '@entente/queue/migrate-queue'
import pg from 'pg'

export type Customer = { id: string; sessionToken: string }
export type Partner = {
  id: string
  legalName: string
  sessionToken: string
  linkId: string
  /** The version of its link with privileges; each revocation increments it. */
  version: number
  /** True when the partner has used up its daily allowance of mails. */
  isSpent: boolean
}

export type World = {
  keysFile: string
  partners: Partner[]
  operator: { id: string; sessionToken: string }
  /** Returns a customer that has not acted yet. */
  nextCustomer: () => Promise<Customer>
  tokenOf: (partner: Partner) => string
}

export const asRole = (url: string, role: string): string => {
  const changed = new URL(url)
  changed.username = role
  return changed.href
}

/** Mails that wait for an Undo would keep the workers idle at the points where they are killed. */
const mailsGoAtOnce = `
  create function go_at_once() returns trigger language plpgsql as $$ begin new.not_before := null; return new; end $$;
  create trigger go_at_once before insert on outbox for each row execute function go_at_once()`

/** A migrated database with partners, an operator, and customers on demand. */
export async function givenWorld(ownerUrl: string, folder: string, partnerCount: number): Promise<World> {
  const keysFile = path.join(folder, 'keys.json')
  createKeyring(keysFile)
  const keyring = readKeyring(keysFile)
  await migrate(ownerUrl, 'global')
  await migrateQueue(ownerUrl)
  await asOwner(ownerUrl, (client) => client.query(mailsGoAtOnce))
  const partners = await givenPartners(ownerUrl, keyring, partnerCount)
  const operator = await givenOperator(ownerUrl)
  const waiting: Customer[] = []
  return {
    keysFile,
    partners,
    operator,
    async nextCustomer() {
      // When none is left, inserts more; retries while the database is down.
      for (;;) {
        const customer = waiting.pop()
        if (customer) return customer
        waiting.push(...(await insertCustomers(ownerUrl, 500).catch(() => [])))
      }
    },
    tokenOf: ({ linkId: id, version }) =>
      linkToken(keyring.link, {
        cloud: 'global',
        kind: 'relationship',
        id,
        kid: keyring.link.newest,
        version,
      }),
  }
}

async function givenPartners(ownerUrl: string, keyring: Keyring, count: number): Promise<Partner[]> {
  const database = openDatabase({ url: asRole(ownerUrl, 'entente_api'), connectionsMax: 4 })
  const made = await Promise.all(
    Array.from({ length: count }, () => givenPartner(database, { kid: keyring.link.newest })),
  )
  await closeDatabase(database)
  const sessionTokens = await signIn(
    ownerUrl,
    made.map(({ person }) => ({ accountId: person.id, membershipId: person.membershipId })),
  )
  return made.map(({ id, legalName, links }, index) => ({
    ...{ id, legalName },
    linkId: links.withPrivileges,
    sessionToken: sessionTokens[index] as string,
    version: 1,
    isSpent: false,
  }))
}

async function givenOperator(ownerUrl: string): Promise<World['operator']> {
  const [accountId, membershipId] = [newId(), newId()]
  await asOwner(ownerUrl, (client) =>
    client.query(
      `with account as (insert into auth.account (id, audience, email, name, created_at)
         values ('${accountId}', 'operator', 'operator@entente.example', 'Operator', now()))
       insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
         values ('${membershipId}', '${accountId}', 'operator', null, 'active', '{operator_admin}', now())`,
    ),
  )
  const [sessionToken = ''] = await signIn(ownerUrl, [{ accountId, membershipId }])
  return { id: accountId, sessionToken }
}

// With their last use hours in the future, sessions neither expire nor need the password again during a run.
async function signIn(
  ownerUrl: string,
  people: { accountId: string; membershipId: string }[],
): Promise<string[]> {
  const tokens = people.map(() => newSessionToken())
  await asOwner(ownerUrl, (client) =>
    client.query(
      `insert into auth.session (id, token_hash, account_id, membership_id, created_at, authenticated_at, seen_at, expires_at)
         select i, h, a, m, now(), now() + interval '8 hours', now() + interval '8 hours', now() + interval '12 hours'
         from unnest($1::uuid[], $2::bytea[], $3::uuid[], $4::uuid[]) as s (i, h, a, m)`,
      [
        people.map(() => newId()),
        tokens.map(hashSessionToken),
        people.map(({ accountId }) => accountId),
        people.map(({ membershipId }) => membershipId),
      ],
    ),
  )
  return tokens
}

async function insertCustomers(ownerUrl: string, count: number): Promise<Customer[]> {
  const rows = Array.from({ length: count }, () => ({
    id: newId(),
    accountId: newId(),
    membershipId: newId(),
  }))
  await asOwner(ownerUrl, (client) =>
    client.query(
      `with given as (select * from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as c (o, a, m)),
       organisations as (insert into organisation (id, kind, legal_name, country, domain, created_at)
         select o, 'customer', 'Customer ' || right(o::text, 12), 'FR', right(o::text, 12) || '.example', now() from given),
       accounts as (insert into auth.account (id, audience, email, name, created_at)
         select a, 'customer', 'admin@' || right(o::text, 12) || '.example', 'Admin', now() from given)
       insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
         select m, a, 'customer', o, 'active', '{global_admin}', now() from given`,
      [
        rows.map(({ id }) => id),
        rows.map(({ accountId }) => accountId),
        rows.map(({ membershipId }) => membershipId),
      ],
    ),
  )
  const tokens = await signIn(ownerUrl, rows)
  return rows.map(({ id }, index) => ({ id, sessionToken: tokens[index] as string }))
}

/** Runs as the owner, without policies: to set up data and to inspect it. */
export async function asOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(ownerUrl)
  // If the database is killed meanwhile, the statement fails too.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}
