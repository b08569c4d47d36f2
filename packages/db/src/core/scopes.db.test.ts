import { describe, expect, test } from 'vitest'
import { freshDatabase } from '../../testing/index.ts'
import { givenRowsOfAllKinds } from '../../testing/rows.ts'
import { run, tablesOf } from '../../testing/tables.ts'
import { newId } from './new-id.ts'
import {
  asAuth,
  asLink,
  asOperator,
  asRelay,
  asSealer,
  asWatcher,
  type Scope,
  type Scoped,
} from './scopes.ts'

const database = await freshDatabase()
const tables = await tablesOf(database)
const ours = await givenRowsOfAllKinds(database)
await givenRowsOfAllKinds(database)

describe('scopes without a tenant', () => {
  const readable = async (inScope: (work: (db: Scoped<Scope>) => Promise<string[]>) => Promise<unknown>) => {
    const names: string[] = []
    for (const table of tables)
      await inScope(async (db) => {
        const { rows } = await run(db, `select * from ${table.schema}.${table.name}`)
        if (rows.length > 0) names.push(table.name)
        return names
      }).catch((error: Error) => expect(error.message).toContain('permission denied'))
    return names
  }

  test('S2 a link’s scope shows its own row, and only the card of the partner behind it', async () => {
    const { links, id } = ours.partner
    const inLink = <T>(work: (db: Scoped<Scope>) => Promise<T>) =>
      asLink(database.api, links.plain, (db) => work(db))
    expect(await readable(inLink)).toEqual(['relationship_link'])
    const { rows } = await inLink((db) => run(db, 'select id from organisation'))
    expect(rows).toEqual([{ id }])
    await expect(inLink((db) => run(db, 'select created_at from organisation'))).rejects.toThrow(
      'permission denied',
    )
    const unknown = asLink(database.api, newId<'link'>(), (db) => run(db, 'select id from organisation'))
    expect((await unknown).rows).toEqual([])
  })

  test('S2 the relay sees no tenant data, the sealer only audit records, the identity scope no relationship', async () => {
    const relay = await readable((work) => asRelay(database.worker, (db) => work(db)))
    expect(relay).toEqual(['outbox'])
    const sealer = await readable((work) => asSealer(database.worker, (db) => work(db)))
    expect(sealer).toEqual(['audit_record', 'audit_seal', 'audit_watermark'])
    const identity = await readable((work) => asAuth(database.api, null, (db) => work(db)))
    expect(identity).toEqual([
      'account',
      'credential',
      'membership',
      'enrolment',
      'instance',
      'job_scope',
      'organisation',
      'organisation_domain',
      'partner_profile',
      'relationship_link',
    ])
  })

  test('S2 the watcher of lists sees which rows there are, and nothing that is written in them', async () => {
    expect(await readable((work) => asWatcher(database.api, (db) => work(db)))).toEqual([])
    const columns = await database.asOwner<{ column_name: string }>(
      `select distinct column_name::text from information_schema.column_privileges
      where grantee = 'entente_watcher' order by 1`,
    )
    expect(columns.map(({ column_name }) => column_name)).toEqual([
      ...['change_id', 'id', 'partner_id', 'provider_id', 'request_id', 'status', 'version'],
    ])
    await expect(asWatcher(database.worker, (db) => run(db, 'select 1'))).rejects.toThrow('permission denied')
  })

  test('S2 an operator’s scope sees no relationship, request or credential', async () => {
    const seen = await readable((work) => asOperator(database.api, newId<'account'>(), (db) => work(db)))
    expect(seen).toEqual([
      'account',
      'membership',
      'audit_record',
      'audit_seal',
      'enrolment',
      'instance',
      'job_scope',
      'offer',
      'organisation',
      'organisation_domain',
      'partner_profile',
      'relationship_link',
      'service_request',
      'service_request_document_content',
      'service_request_note',
    ])
  })
})
