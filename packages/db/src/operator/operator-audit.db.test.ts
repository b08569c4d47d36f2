import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { givenPartner } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { newId } from '../core/new-id.ts'
import { asOperator, asTenant, type Scoped } from '../core/scopes.ts'
import { listActivity } from '../partner/partner-audit.ts'
import { listAuditRecords } from './operator-audit.ts'

const database = await freshDatabase()
const partner = await givenPartner(database.api)
const { email } = partner.person

/** How many audit records this connection has read. */
async function countRead(db: Scoped<'operator' | 'partner'>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select (seq_tup_read + coalesce(idx_tup_fetch, 0))::integer as count from pg_stat_xact_user_tables
    where relname = 'audit_record'`.execute(db)
  return rows[0]?.count ?? 0
}

test('R17 what one person did is found without reading what all others did, in the console and in the partner’s log', async () => {
  // So many that PostgreSQL, which guesses how many people a search finds, would read the newest records of everybody.
  await database.asOwner(
    `insert into auth.account (id, audience, email, name, created_at, terms)
     select ('00000000-0000-7000-8000-' || lpad(nth::text, 12, '0'))::uuid, 'partner', nth || '@crowd.example', 'Crowd', now(), to_tsvector('simple', 'crowd ' || nth)
     from generate_series(1, 2000) nth`,
  )
  await database.asOwner(
    `insert into audit_record (id, organisation_id, request_id, actor_kind, actor_id, actor_roles, action, payload, payload_digest,
       occurred_at)
     select uuidv7(), $1, uuidv7(), 'person', case nth when 1 then $2
       else ('00000000-0000-7000-8000-' || lpad((nth % 2000)::text, 12, '0'))::uuid end, '{}', 'session.started', '{}', sha256('{}'), now() from generate_series(1, 20000) nth`,
    [partner.id, partner.person.id],
  )
  await database.asOwner('analyze audit_record')
  await asOperator(database.api, newId<'account'>(), async (db) => {
    const before = await countRead(db)
    const { records } = await listAuditRecords(db, { person: email, limit: 5 })
    expect(records.map(({ actor }) => actor?.email)).toEqual([email])
    expect((await countRead(db)) - before).toBeLessThan(100)
  })
  const scope = { organisationId: partner.id, audience: 'partner', personId: partner.person.id } as const
  await asTenant(database.api, scope, async (db) => {
    const before = await countRead(db)
    const { entries } = await listActivity(db, partner.id, { person: email, limit: 5 })
    expect(entries).toHaveLength(1)
    expect((await countRead(db)) - before).toBeLessThan(100)
  })
})
