import type { Id } from '@entente/domain/core/id'
import { CompiledQuery } from 'kysely'
import { describe, expect, test } from 'vitest'
import { givenPerson } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { givenRowsOfAllKinds } from '../../testing/rows.ts'
import { type Command, commands, rowsOf, run, statement, type Table, tablesOf } from '../../testing/tables.ts'
import { type Database, engineOf } from './database.ts'
import { refuseStrongRole } from './login-role.ts'
import { newId } from './new-id.ts'
import { asAuth, asSealer, asTenant, type Scope, type Scoped } from './scopes.ts'

const database = await freshDatabase()
const tables = await tablesOf(database)

const ours = await givenRowsOfAllKinds(database)
const theirs = await givenRowsOfAllKinds(database)
await givenPerson(database.api, { organisationId: ours.customer.id, audience: 'customer', roles: ['user'] })

const denied = /permission denied|violates row-level security/
/** How many rows a statement reaches, none when it is denied. A permitted insert fails on its empty columns. */
async function reach(
  table: Table,
  command: Command,
  inScope: (work: (db: Scoped<Scope>) => Promise<number>) => Promise<number>,
) {
  try {
    return await inScope(async (db) =>
      command === 'select'
        ? (await rowsOf(db, table)).length
        : (await run(db, statement(await changeable(db, table), command))).count,
    )
  } catch (error) {
    if (error instanceof Error && denied.test(error.message)) return 0
    throw new Error(`${command} on ${table.name}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
}

/** The table with a column that the scope may update, if there is one: else the attempt would end at the column. */
async function changeable(db: Scoped<Scope>, table: Table): Promise<Table> {
  const { rows } = await run(
    db,
    `select quote_ident(attname) as column from pg_attribute where attrelid = '${table.schema}.${table.name}'::regclass
    and attnum > 0 and not attisdropped and has_column_privilege(attrelid, attnum, 'update') limit 1`,
  )
  return { ...table, column: String(rows[0]?.column ?? table.column) }
}

describe('tables', () => {
  test('S2 row-level security is enabled and forced on every table but instance', async () => {
    const open = await database.asOwner<{ name: string }>(`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'auth') and c.relkind in ('r', 'p') and c.relname not like 'kysely_%'
        and not (c.relrowsecurity and c.relforcerowsecurity)`)
    expect(open.map(({ name }) => name)).toEqual(['instance'])
  })

  test('a policy finds what a row names by an index, and reads no whole table for it', async () => {
    const policies = await database.asOwner<{ policy: string; roles: string; text: string }>(`
      select tablename || ' ' || policyname as policy, roles::text, concat(qual, ' ', with_check) as text
      from pg_policies where schemaname in ('public', 'auth') order by 1`)
    // In these the scope sees only the few rows of its tenant.
    const few = 'partnership|relationship_link|customer_export|security_contact|auth.membership'
    // PostgreSQL hashes the whole result of such a subselect for each statement.
    const ofAll = new RegExp(
      `IN \\( SELECT [^()]*?FROM (?!(?:${few})\\b)[\\w.]+(?: \\w+)?(?:\\)| WHERE (?!.*current_))`,
    )
    const slow = policies.filter(
      ({ text, roles }) => roles !== '{entente_keeper}' && ofAll.test(text.replaceAll(/\s+/g, ' ')),
    )
    expect(slow.map(({ policy }) => policy)).toEqual([])
  })

  test('S2 login roles have no rights of their own', async () => {
    const roles = await database.asOwner(`
      select rolname, rolsuper, rolinherit, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles
      where rolname in ('entente_api', 'entente_worker') order by 1`)
    const powerless = Object.fromEntries(
      ['rolsuper', 'rolinherit', 'rolbypassrls', 'rolcreaterole', 'rolcreatedb', 'rolreplication'].map(
        (right) => [right, false],
      ),
    )
    expect(roles).toEqual([
      { rolname: 'entente_api', ...powerless },
      { rolname: 'entente_worker', ...powerless },
    ])
    await expect(refuseStrongRole(database.api)).resolves.toBeUndefined()
  })

  test('S2 outside a scope every command on every table is denied', async () => {
    for (const login of [database.api, database.worker])
      for (const table of tables)
        for (const command of commands)
          await expect(
            outsideScope(login, statement(table, command)),
            `${command} ${table.name}`,
          ).rejects.toThrow('permission denied')
  })

  test('S2 a scope ends with its transaction: the connection has no rights again', async () => {
    await asTenant(
      database.api,
      { organisationId: ours.partner.id, audience: 'partner', personId: null },
      (db) => run(db, 'select 1 from public.relationship'),
    )
    for (let use = 0; use < 12; use++)
      await expect(outsideScope(database.api, 'select 1 from public.relationship')).rejects.toThrow(
        'permission denied',
      )
  })
})

const outsideScope = (login: Database, sql: string) =>
  engineOf(login).kysely.executeQuery(CompiledQuery.raw(sql))

/** A tenant scope without a tenant, as if the setting were lost. */
const noTenant = '' as Id<'organisation'>
const tenantScope =
  (audience: 'partner' | 'customer', organisationId: Id<'organisation'>) =>
  (work: (db: Scoped<Scope>) => Promise<number>) =>
    asTenant(database.api, { organisationId, audience, personId: null }, (db) => work(db))

describe('tenant scopes', () => {
  for (const audience of ['partner', 'customer'] as const) {
    test(`S2 the ${audience} scope without a tenant reaches no row by any command`, async () => {
      // Which jobs a role may record is the same for every tenant.
      for (const table of tables.filter(({ name }) => name !== 'job_scope'))
        for (const command of ['select', 'update', 'delete'] as const)
          expect(
            await reach(table, command, tenantScope(audience, noTenant)),
            `${command} ${table.name}`,
          ).toBe(0)
    })

    test(`S2 the ${audience} scope sees its own rows and never another tenant's`, async () => {
      const [own, foreign] = [ours[audience].id, theirs[audience].id]
      const otherKind = audience === 'partner' ? theirs.customer.id : theirs.partner.id
      for (const table of tables) {
        const rows = await visible(audience, own, table)
        expect(rows, table.name).not.toContain(foreign)
        expect(rows, table.name).not.toContain(otherKind)
      }
      const sees = (name: string) =>
        visible(audience, own, tables.find((table) => table.name === name) as Table)
      for (const name of ['relationship', 'admin_grant', 'organisation', 'membership', 'audit_record'])
        expect(await sees(name), name).toContain(own)
    })

    test(`S2 the ${audience} scope changes and deletes nothing of another tenant`, async () => {
      const before = await snapshot(theirs[audience].id)
      let reached = 0
      for (const table of tables)
        for (const command of ['update', 'delete'] as const)
          reached += await reach(table, command, tenantScope(audience, ours[audience].id))
      // Its own rows, so the statements are valid.
      expect(reached).toBeGreaterThan(0)
      expect(await snapshot(theirs[audience].id)).toEqual(before)
    })
  }

  test('R-002 a partner writes neither relationships nor grants', async () => {
    const asPartner = tenantScope('partner', ours.partner.id)
    for (const name of [
      'relationship',
      'relationship_term',
      'admin_grant',
      'acceptance',
      'relationship_link',
      'organisation',
    ])
      for (const command of ['insert', 'update', 'delete'] as const) {
        const table = tables.find((found) => found.name === name) as Table
        await expect(
          asPartner(async (db) => (await run(db, statement(table, command))).count),
        ).rejects.toThrow(denied)
      }
  })

  test('S2 a customer creates nothing in another customer’s name', async () => {
    const asCustomer = tenantScope('customer', ours.customer.id)
    const id = newId()
    const grant = `insert into admin_grant (id, customer_id, partner_id, acceptance_id, service, granted_at, granted_by) values
      ('${id}', '${theirs.customer.id}', '${theirs.partner.id}', '${id}', 'intune', now(), '${ours.customer.person.id}')`
    const record = `insert into audit_record values
      ('${id}', '${theirs.partner.id}', '${id}', null, '{}', 'x', '{}', '\\x00', now())`
    for (const sql of [grant, record])
      await expect(asCustomer(async (db) => (await run(db, sql)).count)).rejects.toThrow('row-level security')
  })

  test('a customer may lock its own row and the opened link’s, and change neither', async () => {
    const { customer, partner } = ours
    const scope = {
      organisationId: customer.id,
      audience: 'customer' as const,
      personId: null,
      linkId: partner.links.plain,
    }
    for (const name of ['organisation', 'relationship_link'])
      await expect(
        asTenant(database.api, scope, (db) => run(db, `update ${name} set created_at = now()`)),
      ).rejects.toThrow('row-level security')
    const { rows } = await asTenant(database.api, scope, (db) =>
      run(db, 'select id from relationship_link for share'),
    )
    expect(rows).toEqual([{ id: partner.links.plain }])
  })

  test('audit records are append-only in every scope', async () => {
    const scopes = [
      tenantScope('partner', ours.partner.id),
      tenantScope('customer', ours.customer.id),
      (work: (db: Scoped<Scope>) => Promise<number>) => asAuth(database.api, null, (db) => work(db)),
      (work: (db: Scoped<Scope>) => Promise<number>) => asSealer(database.worker, (db) => work(db)),
    ]
    for (const scope of scopes)
      for (const command of ['update', 'delete'] as const)
        for (const name of ['audit_record', 'audit_seal'])
          await expect(
            scope(
              async (db) =>
                (
                  await run(
                    db,
                    `${command === 'update' ? `update ${name} set organisation_id = organisation_id` : `delete from ${name}`}`,
                  )
                ).count,
            ),
          ).rejects.toThrow('permission denied')
  })
})

async function visible(
  audience: 'partner' | 'customer',
  organisationId: Id<'organisation'>,
  table: Table,
): Promise<string> {
  const scope = { organisationId, audience, personId: null }
  try {
    return await asTenant(database.api, scope, async (db) => JSON.stringify(await rowsOf(db, table)))
  } catch (error) {
    if (error instanceof Error && denied.test(error.message)) return ''
    throw error
  }
}

async function snapshot(organisationId: string): Promise<unknown[]> {
  const rows: unknown[] = []
  for (const { schema, name, tenant } of tables)
    for (const column of tenant)
      rows.push(
        ...(await database.asOwner(
          `select * from ${schema}.${name} where ${column} = $1 order by ${name}::text`,
          [organisationId],
        )),
      )
  return rows
}
