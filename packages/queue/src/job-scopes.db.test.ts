import { freshDatabase } from '@entente/db/testing'
import { expect, test } from 'vitest'
import { enqueuedBy } from './jobs.ts'

const { asOwner } = await freshDatabase()

test('each scope may record the jobs that the list gives it, and no other', async () => {
  const rows = await asOwner<{ role: string; job: string }>('select role, job from job_scope')
  const held = rows.map(({ role, job }) => `${role} ${job}`)
  const listed = Object.entries(enqueuedBy).flatMap(([job, scopes]) =>
    scopes.map((scope) => `entente_${scope} ${job}`),
  )
  expect([
    ...listed
      .filter((pair) => !held.includes(pair))
      .map((pair) => `Let ${pair.replace(' ', ' record ')}: insert the row into job_scope in a migration.`),
    ...held
      .filter((pair) => !listed.includes(pair))
      .map((pair) => `No code says that ${pair.replace(' ', ' records ')}: delete the row of job_scope.`),
  ]).toEqual([])
})

test('S2 every role that may write to the outbox is limited to its own jobs by a restrictive policy', async () => {
  const writers = await asOwner<{ role: string }>(`select distinct rolname as role from pg_roles
    where rolname like 'entente\\_%' and has_table_privilege(oid, 'outbox', 'insert') order by 1`)
  const limited = await asOwner<{ role: string }>(`select unnest(roles)::text as role from pg_policies
    where tablename = 'outbox' and cmd = 'INSERT' and permissive = 'RESTRICTIVE' and with_check like '(name = ANY (%' order by 1`)
  expect(writers.length).toBeGreaterThan(1)
  expect(limited).toEqual(writers)
})
