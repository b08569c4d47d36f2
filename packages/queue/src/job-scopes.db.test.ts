import { freshDatabase } from '@entente/db/testing'
import { expect, test } from 'vitest'
import { enqueuedBy } from './jobs.ts'

test('each scope may record the jobs that the list gives it, and no other', async () => {
  const { asOwner } = await freshDatabase()
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
