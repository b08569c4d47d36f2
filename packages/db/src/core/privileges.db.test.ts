import { expect, test } from 'vitest'
import { freshDatabase } from '../../testing/index.ts'
import declared from '../../testing/privileges.json' with { type: 'json' }
import { type Privileges, privilegesOf } from '../../testing/privileges.ts'

const decided: Privileges = declared

test('every role may do with every table and column exactly what is decided', async () => {
  const found = await privilegesOf(await freshDatabase())
  const lines = new Set(Object.entries({ ...decided, ...found }).map(([table]) => table))
  const differences = [...lines].flatMap((table) => {
    const [is, should] = [found[table] ?? {}, decided[table] ?? {}]
    return Object.keys({ ...should, ...is }).flatMap((who) =>
      is[who] === should[who] ? [] : [sentence(table, who, is[who] ?? 'nothing', should[who] ?? 'nothing')],
    )
  })
  expect(differences.join('\n')).toBe('')
})

const sentence = (table: string, who: string, is: string, should: string) =>
  who === 'columns'
    ? `${table} has the columns "${is}", decided are "${should}". Decide for each role that has a whole select or insert there whether it needs the new column, then change packages/db/testing/privileges.json.`
    : `${who} has "${is}" on ${table}, decided is "${should}". If the code uses it, write it in packages/db/testing/privileges.json; if not, revoke it in your migration.`

test('no role may update every column of a table', () => {
  const whole = Object.entries(decided).flatMap(([table, roles]) =>
    Object.entries(roles).flatMap(([role, rights]) =>
      role !== 'columns' && /\bupdate\b(?!\()/.test(rights) ? [`${role} ${table}`] : [],
    ),
  )
  // Its heads consist of what it seals.
  expect(whole).toEqual(['entente_sealer public.audit_head'])
})
