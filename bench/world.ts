import path from 'node:path'
import { createKeyring, readKeyring } from '@entente/auth/keyring'
import { linkToken } from '@entente/auth/link-token'
import { hashSessionToken, newSessionToken } from '@entente/auth/session-token'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { migrate } from '@entente/db/core/migrate'
import { newId } from '@entente/db/core/new-id'
import { givenPartner } from '@entente/db/testing/fixtures'
import { query } from './lab.ts'

export type World = {
  keysFile: string
  /** The token of the partner's link with privileges. */
  token: string
  urls: { api: string; owner: string }
  /** One session per customer; all customers are new to the partner. */
  sessionTokens: string[]
  /** Copies the only acceptance, which is the first customer's, for the next customers, and analyses all tables. */
  repeatAcceptance: (times: number) => Promise<void>
  /** What the tables that an acceptance writes hold, indexes included; `passing` goes with retention, the rest stays. */
  storedBytes: () => Promise<{ lasting: number; passing: number }>
  /**
   * Throws unless at least `answered` and at most `sent` relationships exist, each with its grants, audit records and
   * outbox row.
   */
  assertAccepted: (answered: number, sent: number) => Promise<void>
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
  return {
    keysFile,
    token: linkToken(keyring.link, { cloud: 'global', kind: 'relationship', id, kid, version: 1 }),
    urls,
    sessionTokens: await insertCustomers(urls.owner, count),
    repeatAcceptance: (times) => repeatAcceptance(urls.owner, times),
    storedBytes: () => storedBytes(urls.owner),
    assertAccepted: (answered, sent) => assertAccepted(urls.owner, answered, sent),
  }
}

export function asRole(url: string, role: string): string {
  const changed = new URL(url)
  changed.username = role
  return changed.href
}

/** Inserts customers, each with a signed-in global admin, and returns the tokens of their sessions. */
export async function insertCustomers(ownerUrl: string, count: number): Promise<string[]> {
  const tokens = Array.from({ length: count }, newSessionToken)
  const ids = () => tokens.map(() => newId())
  const given =
    'from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bytea[]) as c (o, a, m, s, h)'
  const text = `
    with organisations as (insert into organisation (id, kind, legal_name, country, domain, created_at)
      select o, 'customer', 'Customer ' || right(o::text, 12), 'FR', right(o::text, 12) || '.example', now() ${given}),
    accounts as (insert into auth.account (id, audience, email, name, created_at)
      select a, 'customer', 'admin@' || right(o::text, 12) || '.example', 'Admin', now() ${given}),
    memberships as (insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
      select m, a, 'customer', o, 'active', '{global_admin}', now() ${given})
    insert into auth.session (id, token_hash, account_id, membership_id, created_at, authenticated_at, seen_at, expires_at)
      select s, h, a, m, now(), now(), now() + interval '1 hour', now() + interval '12 hours' ${given}`
  const values = [ids(), ids(), ids(), ids(), tokens.map(hashSessionToken)]
  await query(ownerUrl, { text, values }, 'analyze')
  return tokens
}

// In an order that foreign keys allow.
const writtenByAcceptance = [
  'relationship',
  'relationship_term',
  'acceptance',
  'admin_grant',
  'idempotency',
  'audit_record',
  'outbox',
]

async function repeatAcceptance(ownerUrl: string, times: number): Promise<void> {
  // `tail` is what the names of a customer are made of.
  const parties = `create temporary table party as
    select row_number() over (order by o.id) as number, o.id as customer, right(o.id::text, 12) as tail,
      m.account_id as account, coalesce(r.id, uuidv7()) as relationship, coalesce(a.id, uuidv7()) as acceptance
    from organisation o join auth.membership m on m.organisation_id = o.id left join relationship r on r.customer_id = o.id
      left join acceptance a on a.customer_id = o.id
    where o.kind = 'customer' order by o.id limit ${times + 1}`
  const tables = await query<{ name: string; columns: string; copied: string }>(
    ownerUrl,
    `select table_name as name, string_agg(column_name, ', ') as columns,
        string_agg('copy.' || column_name, ', ') as copied
      from information_schema.columns where is_generated = 'NEVER' and table_schema = 'public' group by 1`,
  )
  const written = writtenByAcceptance.flatMap((wanted) => tables.filter(({ name }) => name === wanted))
  const copies = written.map(
    ({ name: table, columns, copied }) => `insert into ${table} (${columns})
      select ${copied} from ${table} original, party here, party there,
        replace(replace(replace(replace(replace(to_jsonb(original)::text, here.customer::text, there.customer::text),
          here.account::text, there.account::text), here.relationship::text, there.relationship::text),
          here.acceptance::text, there.acceptance::text), here.tail, there.tail) as changed,
        jsonb_populate_record(null::${table}, changed::jsonb || jsonb_build_object('change_id', uuidv7(), 'transaction_id', pg_current_xact_id(),
          'id', case '${table}' when 'relationship' then there.relationship when 'acceptance' then there.acceptance
            else uuidv7() end)) copy
      where here.number = 1 and there.number > 1`,
  )
  // Copies need no check of their foreign keys: what they refer to is copied too.
  const unchecked = 'set session_replication_role = replica'
  await query(ownerUrl, unchecked, parties, 'analyze party', ...copies, 'drop table party', 'vacuum analyze')
}

async function storedBytes(ownerUrl: string): Promise<{ lasting: number; passing: number }> {
  const [bytes] = await query<{ lasting: number; passing: number }>(ownerUrl, {
    text: `select sum(size) filter (where not passes)::float8 as lasting, sum(size) filter (where passes)::float8 as passing
      from (select name = any($2) as passes, pg_total_relation_size(name::regclass)
          + coalesce((select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = name::regclass), 0) as size
        from unnest($1::text[]) name) tables`,
    values: [writtenByAcceptance, ['idempotency', 'outbox']],
  })
  if (!bytes) throw new Error('No sizes.')
  return bytes
}

async function assertAccepted(ownerUrl: string, answered: number, sent: number): Promise<void> {
  const [counts = {}] = await query<Record<string, number>>(
    ownerUrl,
    `select (select count(*)::int from relationship) relationships, (select count(*) / 4.0 from admin_grant)::real granted,
      (select count(*) / 2.0 from audit_record where action = 'relationship.accepted')::real audited,
      (select count(*)::int from outbox where name = 'relationship.accepted') announced`,
  )
  const { relationships = 0 } = counts
  if (relationships < answered || relationships > sent || new Set(Object.values(counts)).size > 1)
    throw new Error(`${answered} of ${sent} acceptances were answered: ${JSON.stringify(counts)}`)
}
