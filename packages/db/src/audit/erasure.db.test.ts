import type { Id } from '@entente/domain/core/id'
import { describe, expect, test } from 'vitest'
import { agedRows } from '../../testing/aged-rows.ts'
import { givenCustomer, givenPerson } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { givenNamedPerson } from '../../testing/named-person.ts'
import { rowCounts, tablesOf } from '../../testing/tables.ts'
import { instanceChain } from '../core/audit.ts'
import { newId } from '../core/new-id.ts'
import { asKeeper } from '../core/scopes.ts'
import { erasedName } from './erased-words.ts'
import { erasePerson } from './erasure.ts'
import { personalData } from './personal-data.ts'

const database = await freshDatabase()
const rows = await agedRows(database)
const { partner, customer, now, seal, verify } = rows
const counts = () => rowCounts(database)

/** Every row of every table, as text. */
async function dump(): Promise<string> {
  const texts: string[] = []
  for (const { schema, name } of await tablesOf(database)) {
    const rows = await database.asOwner<{ row: string }>(`select t::text as row from ${schema}.${name} t`)
    texts.push(...rows.map(({ row }) => `${name} ${row}`))
  }
  return texts.join('\n')
}

/** The columns that the register calls personal. */
const personalColumns = Object.entries(personalData)
  .flatMap(([table, { personal = {} }]) => Object.keys(personal).map((column) => `${table}.${column}`))
  .toSorted()

/** The personal columns in which some row holds the word. */
async function columnsWith(word: string): Promise<string[]> {
  const found: string[] = []
  for (const place of personalColumns) {
    const column = place.split('.').at(-1)
    const table = place.slice(0, -1 - (column ?? '').length)
    const rows = await database.asOwner(
      `select from ${table} t where strpos(lower(encode(convert_to(t.${column}::text, 'UTF8'), 'escape')), $1) > 0
        or strpos(t.${column}::text, $2) > 0 limit 1`,
      [word.toLowerCase(), Buffer.from(word).toString('hex')],
    )
    if (rows.length > 0) found.push(place)
  }
  return found
}
const erase = (id: Id<'account'>) => asKeeper(database.worker, (db) => erasePerson(db, id, now))

describe('erasure', () => {
  test('leaves a tombstone, and no trace in any column of the register but signatures; chains still verify', async () => {
    const person = await givenNamedPerson(database, rows)
    const { id, membershipId, name, email, session, own, mine, mails, application } = person
    await seal()
    const before = await counts()
    const signatures = Object.entries(personalData).flatMap(([table, { personal = {} }]) =>
      Object.entries(personal).flatMap(([column, { erasure }]) =>
        erasure === 'kept' ? `${table}.${column}` : [],
      ),
    )
    // Erasure cannot be shown to reach a column that does not name the person before.
    expect(await columnsWith('Quill')).toEqual(personalColumns)

    expect(await erase(id)).toEqual({
      ok: true,
      value: {
        ...{ accountId: id, memberships: 2, sessions: 1, requests: 2, mails: 3 },
        ...{ documents: 4, auditRecords: 5 },
      },
    })

    expect(await columnsWith('Quill')).toEqual(signatures.toSorted())
    const after = (await dump()).replace(/^(partner_agreement|agreement_attestation) .*$/gm, '')
    for (const trace of [email, name, 'Zora', 'Quill']) expect(after).not.toContain(trace)
    expect(await counts()).toEqual({
      ...before,
      'public.operator_request': (before['public.operator_request'] ?? 0) - 1,
      'auth.credential': (before['auth.credential'] ?? 0) - 1,
      'auth.second_factor': 0,
      'auth.recovery_code': 0,
      'auth.directory_identity': 0,
      'auth.operator_identity': 0,
      'auth.waiting_choice': (before['auth.waiting_choice'] ?? 0) - 1,
      'auth.rate_limit': (before['auth.rate_limit'] ?? 0) - 1,
      'public.idempotency': (before['public.idempotency'] ?? 0) - 1,
      'public.request_draft': 0,
      'public.customer_view': 0,
      'public.customer_export': 0,
      'public.tenant_export': 0,
      'public.tenant_export_part': 0,
      'public.security_contact': (before['public.security_contact'] ?? 0) - 1,
      'public.send_allowance': (before['public.send_allowance'] ?? 0) - 1,
      'public.enrolment_document': (before['public.enrolment_document'] ?? 0) - 2,
      'public.enrolment_document_content': (before['public.enrolment_document_content'] ?? 0) - 2,
      'public.service_request_document': (before['public.service_request_document'] ?? 0) - 1,
      'public.service_request_document_content': (before['public.service_request_document_content'] ?? 0) - 1,
      'public.directory_login': 0,
      'public.directory_login_profile': 0,
      // The erasure in three chains, and what was blanked in two.
      'public.audit_record': (before['public.audit_record'] ?? 0) + 5,
    })
    expect(
      await database.asOwner('select id, deleted_at is not null as deleted from enrolment_document'),
    ).toEqual(
      expect.arrayContaining([
        { id: application.inFolder, deleted: true },
        { id: application.stays, deleted: false },
      ]),
    )
    const one = async (statement: string, value: unknown) => (await database.asOwner(statement, [value]))[0]
    expect(await one('select name, locale from auth.account where id = $1', id)).toEqual({
      name: erasedName,
      locale: null,
    })
    expect(await one('select status, roles from auth.membership where id = $1', membershipId)).toEqual({
      status: 'removed',
      roles: [],
    })
    expect(await one('select ended_at <= now() as ended from auth.session where id = $1', session)).toEqual({
      ended: true,
    })
    expect(await one('select body, paragraphs from relationship_request where id = $1', own)).toEqual({
      body: `Yours\n${erasedName}`,
      paragraphs: [{ kind: 'text', text: `Yours\n${erasedName}`, template: `From ${erasedName}` }],
    })
    expect(await one('select status from request_recipient where request_id = $1', mine)).toEqual({
      status: 'unsent',
    })
    expect(await one('select body_text from mail_delivery where id = $1', mails[1])).toEqual({
      body_text: `${erasedName} asks you.`,
    })
    expect(after).toContain('stays')
    await seal()
    for (const chain of [partner.id, customer.id, instanceChain])
      expect(await verify(chain)).toMatchObject({ faults: [], unsealed: 0 })
  })

  test('the last global admin is refused, also when two are erased at once', async () => {
    const { id, person } = await givenCustomer(database.api)
    expect(await erase(person.id)).toEqual({
      ok: false,
      refusal: { code: 'last_admin', organisationId: id },
    })
    expect(await dump()).toContain(person.email)
    const other = await givenPerson(database.api, {
      organisationId: id,
      audience: 'customer',
      roles: ['global_admin'],
    })
    const erased = await Promise.all([erase(person.id), erase(other.id)])
    expect(erased.map(({ ok }) => ok).sort()).toEqual([false, true])
  })

  test('an account that does not exist is refused', async () => {
    expect(await erase(newId<'account'>())).toEqual({ ok: false, refusal: { code: 'account_unknown' } })
  })
})
