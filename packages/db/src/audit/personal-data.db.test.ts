import { cloudOf } from '@entente/clouds/clouds'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../testing/index.ts'
import { personalData } from './personal-data.ts'
import { retentionRules } from './retention.ts'

const database = await freshDatabase()

/** The columns that can hold words or bytes, read from the database, so that a new one is seen from its first day. */
const columnsOf = () =>
  database.asOwner<{ table: string; column: string }>(`
    select n.nspname || '.' || c.relname as table, a.attname as column
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_type t on t.oid = a.atttypid left join pg_type e on e.oid = t.typelem
    where n.nspname in ('public', 'auth') and c.relkind in ('r', 'p') and c.relname not like 'kysely_%'
      and a.attnum > 0 and not a.attisdropped
      and coalesce(e.typname, t.typname) not in
        ('uuid', 'timestamptz', 'date', 'bool', 'int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'interval')
    order by 1, 2`)

const words = (text: string) => text.split(/\s+/).filter(Boolean)
const registered = Object.entries(personalData).flatMap(([table, { none, personal = {} }]) =>
  [...words(none), ...Object.keys(personal)].map((column) => `${table}.${column}`),
)

const adviceFor = (column: string) =>
  `${column} has no entry in packages/db/src/audit/personal-data.ts: name it under "none" if it never says anything about a ` +
  'person; otherwise say what it is, make erasePerson treat it and name the retention rule that ends it.'

test('every column that can hold personal data is in the register', async () => {
  const columns = (await columnsOf()).map(({ table, column }) => `${table}.${column}`)
  expect(columns.filter((column) => !registered.includes(column)).map(adviceFor)).toEqual([])
  expect(registered.toSorted(), 'a column of the register is gone, or stands in it twice').toEqual(
    columns.toSorted(),
  )
})

test('a new text column without an entry fails with a sentence that says what to do', async () => {
  await database.asOwner('alter table auth.session add column nickname text')
  const columns = (await columnsOf()).map(({ table, column }) => `${table}.${column}`)
  expect(columns.filter((column) => !registered.includes(column)).map(adviceFor)).toEqual([
    expect.stringMatching(/^auth\.session\.nickname has no entry in .*: name it under "none" if/),
  ])
})

test('every retention period that the register names has a rule', () => {
  const kinds = Object.keys(retentionRules(cloudOf('global').retention, new Date()))
  const named = Object.values(personalData)
    .flatMap(({ personal = {} }) => Object.values(personal))
    .flatMap(({ until }) => (until === 'person' ? [] : [until]))
  expect(named.filter((kind) => !kinds.includes(kind))).toEqual([])
})
