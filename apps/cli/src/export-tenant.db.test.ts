import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freshDatabase } from '@entente/db/testing'
import { givenRowsOfAllKinds } from '@entente/db/testing/rows'
import { afterAll, expect, test } from 'vitest'
import { entente } from '../testing/instance.ts'

const database = await freshDatabase()
const [ours, theirs] = [await givenRowsOfAllKinds(database), await givenRowsOfAllKinds(database)]
const [{ cloud = '' } = {}] = await database.asOwner<{ cloud: string }>('select cloud from instance')
const environment = { CLOUD: cloud, DATABASE_URL: database.urls.api }
const dir = mkdtempSync(path.join(tmpdir(), 'entente-export-'))
afterAll(() => rmSync(dir, { recursive: true }))

/** Exports a tenant; returns the text of each file. */
async function exported(name: string, id: string) {
  const folder = path.join(dir, name)
  const { code, lines } = await entente(environment, 'export', 'tenant', id, '--to', folder)
  expect(lines.join()).toMatch(/: \d+ rows of \d+ tables are in /)
  expect(code).toBe(0)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]),
  )
}

test('S1 an export holds what a partner’s tables hold of it, and nothing of another partner or its customer', async () => {
  const files = await exported('partner', ours.partner.id)
  const about = JSON.parse(files['export.json'] ?? '')
  expect(about).toMatchObject({ organisation: ours.partner.id, kind: 'partner', cloud })
  for (const table of [
    'public.relationship',
    'public.admin_grant',
    'public.service_request',
    'auth.membership',
  ])
    expect(about.rows[table], table).toBeGreaterThan(0)
  const text = Object.values(files).join('\n')
  for (const foreign of [theirs.partner.id, theirs.customer.id, theirs.partner.person.id])
    expect(text).not.toContain(foreign)
  for (const [file, content] of Object.entries(files).filter(([name]) => name.endsWith('.jsonl'))) {
    const rows = content
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(rows).toHaveLength(about.rows[file.replace('.jsonl', '')])
    const names = rows.flatMap((row) => Object.keys(row))
    expect(
      names.filter((name) => /hash|secret$|sealed|^kid$/.test(name)),
      file,
    ).toEqual([])
  }
  expect(
    await database.asOwner(`select organisation_id from audit_record where action = 'tenant.exported'`),
  ).toEqual([
    { organisation_id: ours.partner.id },
    { organisation_id: '00000000-0000-0000-0000-000000000000' },
  ])
})

test('S1 an export of a customer holds its partners’ cards and no other customer', async () => {
  const files = await exported('customer', ours.customer.id)
  expect(files['public.relationship.jsonl']).toContain(ours.partner.id)
  const text = Object.values(files).join('\n')
  for (const foreign of [theirs.partner.id, theirs.customer.id]) expect(text).not.toContain(foreign)
})

test('an unknown organisation, a folder that is there and another cloud are refused', async () => {
  const run = (id: string, to: string, own = environment) => entente(own, 'export', 'tenant', id, '--to', to)
  const stranger = '019a0000-0000-7000-8000-000000000000'
  expect(await run(stranger, path.join(dir, 'x'))).toEqual({
    code: 1,
    lines: [`There is no organisation ${stranger}.`],
  })
  expect(await run(ours.partner.id, dir)).toMatchObject({ code: 2 })
  const other = { ...environment, CLOUD: cloud === 'germany' ? 'global' : 'germany' }
  expect((await run(ours.partner.id, path.join(dir, 'x'), other)).lines.join()).toContain('belongs to')
})
