import { readKeyring } from '@entente/auth/keyring'
import { linkToken } from '@entente/auth/link-token'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { givenPartner } from '@entente/db/testing/fixtures'
import pg from 'pg'
import { giveHistory } from './audit.ts'
import { givenList, type List } from './customers.ts'
import { insertCustomers } from './world.ts'

/** How much a database holds: customers of one partner, other partners, sealed audit records, deliveries. */
export type Amounts = { customers: number; partners: number; audit: number; deliveries: number }

export type Filled = {
  /** The partner with all the customers. */
  list: List
  /** The token of its link with privileges. */
  token: string
  /** Sessions of customers that are new to it. */
  sessionTokens: string[]
  /** Some of the partners that the audit has chains of. */
  chains: { id: string; person: string }[]
}

type Urls = { owner: string; api: string }

// As many rows a statement need some hundred megabytes of temporary files.
const atOnce = 500_000
/** As many tenants have an audit in every size: sealing pays for each chain. */
const chainsMax = 200
/** One delivery in so many of the year is of the last four weeks, and its job is still there. */
const jobsAmong = 13

/** Fills a migrated database by SQL, straight into the tables, and analyses it. */
export async function fill(
  urls: Urls,
  keysFile: string,
  amounts: Amounts,
  accepting: number,
): Promise<Filled> {
  const keyring = readKeyring(keysFile)
  const kid = keyring.link.newest
  const database = openDatabase({ url: urls.api, connectionsMax: 1 })
  const model = await givenPartner(database, { kid })
  await closeDatabase(database)
  const owner = new pg.Client(urls.owner)
  const second = new pg.Client(urls.owner)
  try {
    for (const client of [owner, second]) {
      await client.connect()
      // Skips the foreign key check of each row.
      await client.query('set session_replication_role = replica')
      await client.query('set synchronous_commit = off')
    }
    await owner.query(`set maintenance_work_mem = '1GB'`)
    const list = await withoutIndexes(
      owner,
      ['organisation', 'relationship', 'relationship_term'],
      async () => {
        await copyPartner(owner, model, amounts.partners)
        return givenList([owner, second], urls.api, kid, amounts.customers)
      },
    )
    await withoutIndexes(owner, ['outbox', 'mail_delivery'], () => giveDeliveries(owner, amounts.deliveries))
    const { rows: chains } = await owner.query<{ id: string; person: string }>(
      `select o.id, m.account_id as person from organisation o join auth.membership m on m.organisation_id = o.id
        where o.kind = 'partner' limit ${chainsMax}`,
    )
    await withoutIndexes(owner, ['audit_record', 'audit_seal'], () =>
      giveHistory(
        urls.owner,
        chains.map(({ id, person }) => ({ id, person: { id: person } })),
        amounts.audit,
      ),
    )
    // The sealer has walked through all of it, as it would have since the instance began.
    await owner.query(`update audit_watermark set walked = null, open_transactions = '{}',
      next_transaction = pg_snapshot_xmax(pg_current_snapshot()), cluster = (select system_identifier from pg_control_system())`)
    const sessionTokens = await insertCustomers(urls.owner, accepting)
    const { rows: links } = await owner.query<{ id: string }>(
      `select id from relationship_link where partner_id = $1 and with_privileges`,
      [list.id],
    )
    const id = links[0]?.id as Parameters<typeof linkToken>[1]['id']
    await owner.query('vacuum analyze')
    return {
      list,
      token: linkToken(keyring.link, { cloud: 'global', kind: 'relationship', id, kid, version: 1 }),
      sessionTokens,
      chains,
    }
  } finally {
    await Promise.all([owner.end(), second.end()])
  }
}

/** Drops the indexes of tables that no other table's constraint needs, and builds them again when the rows are there. */
async function withoutIndexes<T>(owner: pg.Client, tables: string[], load: () => Promise<T>): Promise<T> {
  // Rows come in the order of their keys, but for the key of terms, whose pages would be written again and again.
  const { rows } = await owner.query<{ dropped: string; built: string }>(
    `select case when conname is null then 'drop index ' || indexrelid::regclass
        else format('alter table %s drop constraint %I', indrelid::regclass, conname) end as dropped,
      case when conname is null then pg_get_indexdef(indexrelid)
        else format('alter table %s add constraint %I %s', indrelid::regclass, conname, pg_get_constraintdef(c.oid)) end as built
    from pg_index left join pg_constraint c on c.conindid = indexrelid and contype = 'p'
      where indrelid = any($1::regclass[]) and (not indisunique or indrelid = 'relationship_term'::regclass)
        and not exists (select from pg_inherits where inhrelid = indexrelid)`,
    [tables],
  )
  for (const { dropped } of rows) await owner.query(dropped)
  const result = await load()
  for (const { built } of rows) await owner.query(built)
  return result
}

/** Copies a partner with its links and its person, under other ids and names. */
async function copyPartner(
  owner: pg.Client,
  model: { id: string; person: { id: string } },
  times: number,
): Promise<void> {
  const table = (name: string, condition: string, changed: string) => `insert into ${name}
    select copy.* from ${name} original, named, jsonb_populate_record(original, jsonb_build_object(${changed})) copy
    where original.${condition}`
  const ofPartner = `organisation_id = '${model.id}'`
  for (const statement of [
    `create temporary table named as select n, uuidv7() as partner, uuidv7() as person from generate_series(1, ${times}) n`,
    table(
      'organisation',
      `id = '${model.id}'`,
      `'id', partner, 'legal_name', 'Partner ' || n, 'sort_key', 'partner ' || n, 'partner_number', 'N' || n`,
    ),
    table('relationship_link', `partner_id = '${model.id}'`, `'id', uuidv7(), 'partner_id', partner`),
    table(
      'auth.account',
      `id = '${model.person.id}'`,
      `'id', person, 'email', 'person-' || n || '@partner.example', 'added_by', original.added_by`,
    ),
    table('auth.membership', ofPartner, `'id', uuidv7(), 'account_id', person, 'organisation_id', partner`),
    table(
      'organisation_domain',
      ofPartner,
      `'organisation_id', partner, 'domain', 'partner-' || n || '.example'`,
    ),
    'drop table named',
  ])
    await owner.query(statement)
}

/** Mails of the last year, oldest first, each with the job that it came from while that is kept. */
async function giveDeliveries(owner: pg.Client, count: number): Promise<void> {
  for (let from = 0; from < count; from += atOnce)
    await owner.query(
      `with made as materialized (select uuidv7(at - now()) as id, at from generate_series($1::bigint, $2::bigint) n,
          lateral (select now() - interval '365 days' * (1 - n / $3::float8) - interval '1 hour' as at) moment),
        jobs as (insert into outbox (id, name, data, created_at, relayed_at)
          select id, 'mail.request-sent', jsonb_build_object('recipientId', id), at, at from made
          where at > now() - interval '365 days' / ${jobsAmong})
        insert into mail_delivery (id, kind, message_id, sender, recipient, subject, body_text, body_html, status,
            attempts, rendered_at, sent_at, key_at)
          select id, 'mail.request-sent', '<' || id || '@entente.example>', 'no-reply@entente.example',
            'person-' || right(id::text, 12) || '@customer.example', text, text, text, 'sent', 1, at, at, at
          from made, lateral (select case when at < now() - interval '29 days' then '' else 'Hello' end as text) kept`,
      [from, Math.min(from + atOnce, count) - 1, count],
    )
}
