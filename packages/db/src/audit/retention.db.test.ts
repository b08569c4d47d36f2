import { cloudOf } from '@entente/clouds/clouds'
import type { Id } from '@entente/domain/core/id'
import { sql } from 'kysely'
import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { givenCustomer, givenPartner, givenPerson } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { run, tablesOf } from '../../testing/tables.ts'
import { digestOf, instanceChain } from '../core/audit.ts'
import { newId } from '../core/new-id.ts'
import { asKeeper, asSealer } from '../core/scopes.ts'
import { sealAudit } from './audit-seals.ts'
import { verifyChain } from './audit-verify.ts'
import { erasedName } from './erased-words.ts'
import { erasePerson } from './erasure.ts'
import { personalData } from './personal-data.ts'
import { applyRetention, retentionRules } from './retention.ts'
import type { RetentionRule } from './retention-rule.ts'

const database = await freshDatabase()
const { retention } = cloudOf('global')
const partner = await givenPartner(database.api)
const customer = await givenCustomer(database.api)
// A day in the past, so that what is due now is also due by the database's own clock.
const now = new Date(Date.now() - 86_400_000)
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
const hoursAgo = (hours: number) => daysAgo(hours / 24)
function monthsAgo(months: number, days = 0): Date {
  const date = new Date(now)
  date.setUTCMonth(date.getUTCMonth() - months)
  return new Date(date.getTime() - days * 86_400_000)
}

async function insert(table: string, row: Record<string, unknown>): Promise<void> {
  const places = Object.keys(row).map((_, at) => `$${at + 1}`)
  await database.asOwner(`insert into ${table} (${Object.keys(row)}) values (${places})`, Object.values(row))
}

const given = {
  session: (expires_at: Date, ended_at: Date | null = null, id = newId()) =>
    insert('auth.session', {
      ...{ id, token_hash: Buffer.from(id), account_id: partner.person.id },
      ...{ membership_id: partner.person.membershipId, created_at: expires_at, authenticated_at: expires_at },
      ...{ seen_at: expires_at, expires_at, ended_at, device: 'Firefox' },
    }),
  link: (kind: string, created_at: Date, expires_at: Date, consumed_at: Date | null = null) =>
    insert('auth.one_time_link', {
      // An address has one pending sign-up of a kind.
      ...{ id: newId(), kind, kid: 'k1', details: { email: `ada-${newId()}@contoso.example` } },
      ...{ created_at, expires_at, consumed_at },
    }),
  mail: async (rendered_at: Date, status: string, job?: Record<string, Date | null>) => {
    const id = newId()
    await insert('mail_delivery', {
      ...{ id, kind: 'x', message_id: id, sender: 'x', recipient: 'ada@contoso.example', subject: 'x' },
      ...{ body_text: 'Hello', body_html: 'Hello', status, rendered_at },
      sent_at: status === 'sent' ? rendered_at : null,
    })
    if (job) await insert('outbox', { id, name: 'mail.x', data: '{}', created_at: rendered_at, ...job })
    return id
  },
  operatorRequest: (expires_at: Date, changes: Record<string, unknown> = {}) =>
    insert('operator_request', {
      ...{ id: newId(), kind: 'reset_second_factor', target_id: partner.person.id, reason: 'x' },
      ...{ asked_by: partner.person.id, asked_at: now, expires_at, ...changes },
    }),
  outbox: (relayed_at: Date | null, failed_at: Date | null = null) =>
    insert('outbox', { id: newId(), name: 'x', data: '{}', created_at: daysAgo(60), relayed_at, failed_at }),
  request: async (created_at: Date, changes: Record<string, unknown> = {}) => {
    const id = v7({ msecs: created_at.getTime() })
    await insert('relationship_request', {
      ...{ id, partner_id: partner.id, link_id: partner.links.plain, kind: 'sent', subject: 'x', body: 'x' },
      ...{ author_id: partner.person.id, author_name: partner.person.name, language: 'en' },
      ...{ with_privileges: false, created_at, ...changes },
    })
    return id
  },
  access: (at: Date, changes: Record<string, unknown> = {}) =>
    insert('access_record', {
      ...{ id: newId(), customer_id: customer.id, partner_id: partner.id, account_id: partner.person.id },
      ...{ account_name: 'x', act: 'customer_services.open', service: 'azure', at, ...changes },
    }),
  recipient: async (request_id: string, changes: Record<string, unknown> = {}) => {
    const id = newId()
    const row = { id, partner_id: partner.id, request_id, address: 'ada@contoso.example', status: 'sent' }
    await insert('request_recipient', { ...row, status_at: now, ...changes })
    return id
  },
  audit: (
    organisation_id: string,
    occurred_at: Date,
    payload: object = { a: 1 },
    actor: string | null = null,
  ) =>
    insert('audit_record', {
      ...{ id: v7({ msecs: occurred_at.getTime() }), organisation_id, request_id: newId(), actor_id: actor },
      ...{ actor_roles: [], action: 'x', payload, payload_digest: digestOf(payload), occurred_at },
    }),
}

const relationshipId = newId<'relationship'>()
await insert('relationship', {
  ...{
    id: relationshipId,
    customer_id: customer.id,
    partner_id: partner.id,
    status: 'active',
    origin: 'acceptance',
  },
  ...{ since: now, customer_name: 'x', customer_country: 'DE', sort_key: 'x', change_id: newId() },
})

const keep = (at = now, limit?: number) =>
  applyRetention(database.worker, retentionRules(retention, at), at, limit)
/** What a round did when no rule failed. */
const done = (deletions: Record<string, number>, more = false) => ({ deletions, more, failures: [] })
const seal = () => asSealer(database.worker, (db) => sealAudit(db, { limit: 1000 }, new Date()))
const verify = (organisationId: Id<'organisation'>) =>
  asSealer(database.worker, (db) => verifyChain(db, organisationId))

/** How many rows each table holds. */
async function counts(): Promise<Record<string, number>> {
  const all: Record<string, number> = {}
  for (const { schema, name } of await tablesOf(database)) {
    const [row] = await database.asOwner<{ n: number }>(
      `select count(*)::integer as n from ${schema}.${name}`,
    )
    all[`${schema}.${name}`] = row?.n ?? 0
  }
  return all
}

type Plan = { 'Node Type': string; Plans?: Plan[] }
/** The nodes of a plan that read a table. */
const scansOf = (plan: Plan | undefined): Plan[] => {
  if (!plan) return []
  const inner = (plan.Plans ?? []).flatMap(scansOf)
  // A bitmap's condition stands in the node below it.
  return plan['Node Type'].endsWith('Scan') && plan['Node Type'] !== 'Bitmap Heap Scan'
    ? [plan, ...inner]
    : inner
}

describe('retention', () => {
  test('deletes exactly the rows that are due, and the audit counts them by kind', async () => {
    // In each pair the first row is due, the second is not.
    await given.session(daysAgo(30.1))
    await given.session(daysAgo(29.9))
    await given.session(daysAgo(20), daysAgo(30.1))
    await given.session(new Date(Date.now() + 3_600_000))
    await given.link('sign_up', daysAgo(7.1), daysAgo(6))
    await given.link('sign_up', daysAgo(6.9), daysAgo(6))
    await given.link('work_account', daysAgo(7.1), daysAgo(6))
    await given.link('work_account', daysAgo(6.9), daysAgo(6))
    await given.link('sign_up', daysAgo(32), daysAgo(31), daysAgo(30.1))
    await given.link('sign_up', daysAgo(32), daysAgo(31), daysAgo(31.5))
    await given.link('sign_up', daysAgo(31), daysAgo(30), daysAgo(29.9))
    await given.link('reset', daysAgo(31), daysAgo(30.1))
    await given.link('reset', daysAgo(30), daysAgo(29.9))
    await given.outbox(daysAgo(30.1))
    await given.outbox(daysAgo(29.9))
    await given.outbox(null)
    await given.outbox(daysAgo(59), daysAgo(58))
    for (const [id, days] of [
      ['old', 30.1],
      ['new', 29.9],
    ] as const)
      await insert('webhook_receipt', {
        ...{ id, source: 'resend', event: 'x', occurred_at: daysAgo(days), received_at: daysAgo(days) },
      })
    for (const hours of [24.1, 23.9])
      await insert('idempotency', {
        ...{ actor: 'x', procedure: 'x', key: newId(), input_hash: Buffer.alloc(1) },
        created_at: hoursAgo(hours),
      })
    for (const [key, ms] of [
      ['old', -1],
      ['new', 1],
    ] as const)
      await insert('auth.rate_limit', { key, points: 1, expire: now.getTime() + ms })
    for (const [key, ms] of [
      ['old', -1],
      ['new', 1],
    ] as const)
      await insert('auth.guess', { key, failures: 1, open_at: now, forget_at: new Date(now.getTime() + ms) })
    for (const days of [2.1, 1.9])
      await insert('send_allowance', {
        ...{ partner_id: partner.id, subject: `to:${days}@contoso.example`, used: 1, last_at: daysAgo(days) },
      })
    for (const days of [30.1, 29.9])
      await insert('security_contact', {
        ...{ id: newId(), customer_id: customer.id, email: 'ada@contoso.example', state: 'ended' },
        ...{ asked_by: customer.person.id, asked_at: daysAgo(60), open_until: daysAgo(days) },
      })
    const session = newId()
    await given.session(new Date(Date.now() + 3_600_000), null, session)
    for (const minutes of [0, 1])
      await insert('auth.waiting_choice', {
        ...{ id: newId(), session_id: session, form: '{}', created_at: now },
        expires_at: new Date(now.getTime() + minutes * 60_000),
      })
    for (const days of [1.1, 0.9])
      await insert('auth.directory_attempt', {
        ...{
          id: newId(),
          state_hash: Buffer.from(`${days}`),
          organisation_id: partner.id,
          nonce: 'x',
          kid: 'k1',
        },
        ...{ verifier: Buffer.alloc(1), created_at: daysAgo(days), expires_at: daysAgo(days) },
      })
    const [old, young] = [await given.request(monthsAgo(13, 1)), await given.request(monthsAgo(13, -1))]
    const first = await given.recipient(old)
    const second = await given.recipient(old, { replaces_id: first })
    const stays = await given.recipient(young, { replaces_id: second })
    await given.access(monthsAgo(84, 1))
    await given.access(monthsAgo(84, -1))
    const before = await counts()

    const deletions = {
      ...{ sessions: 2, signUps: 2, oneTimeLinks: 3, outboxRows: 1, webhookReceipts: 1, idempotencyKeys: 1 },
      ...{ rateLimits: 1, guesses: 1, sendAllowances: 1, waitingChoices: 1, recipients: 2, requestTexts: 1 },
      ...{ directoryAttempts: 1, accessRecords: 1, securityContacts: 1 },
    }
    expect(await keep()).toEqual(done(deletions))
    expect(await counts()).toEqual({
      ...before,
      'auth.session': (before['auth.session'] ?? 0) - 2,
      'auth.one_time_link': (before['auth.one_time_link'] ?? 0) - 5,
      'public.outbox': (before['public.outbox'] ?? 0) - 1,
      'public.webhook_receipt': 1,
      'public.idempotency': 1,
      'auth.rate_limit': 1,
      'auth.guess': 1,
      'public.send_allowance': 1,
      'auth.waiting_choice': 1,
      'public.security_contact': 1,
      'public.request_recipient': 1,
      'auth.directory_attempt': 1,
      'public.access_record': 1,
      'public.audit_record': Object.keys(deletions).length,
    })
    expect(await database.asOwner('select body from relationship_request where id = $1', [old])).toEqual([
      { body: '' },
    ])
    expect(await database.asOwner('select id, replaces_id from request_recipient')).toEqual([
      { id: stays, replaces_id: null },
    ])
    const records = await database.asOwner<{ payload: { deletions: object } }>(
      `select payload from audit_record where organisation_id = $1 and action = 'retention.applied'`,
      [instanceChain],
    )
    expect(Object.assign({}, ...records.map(({ payload }) => payload.deletions))).toEqual(deletions)
    expect(await keep()).toEqual(done({}))
  })

  test('deletes the attachments of a service request six months after it was closed', async () => {
    for (const closed_at of [monthsAgo(6, 1), monthsAgo(6, -1)]) {
      const [id, note, file] = [newId(), newId(), newId()]
      const ofRequest = { service_request_id: id, partner_id: partner.id }
      await insert('service_request', {
        ...{ id, relationship_id: relationshipId, customer_id: customer.id, partner_id: partner.id },
        ...{
          service: 'azure',
          severity: 'minimal',
          title: 'x',
          status: 'closed',
          channel: 'portal',
          closed_at,
        },
        ...{ requested_by: partner.person.id, opened_at: closed_at, changed_at: closed_at },
      })
      const said = { event: 'closed', text: '', written_by: partner.person.id, at: closed_at }
      await insert('service_request_note', { id: note, ...ofRequest, ...said })
      await insert('service_request_document', {
        ...{ id: file, note_id: note, ...ofRequest, file_name: 'x', media_type: 'image/png', size: 1 },
        ...{ sha256: Buffer.alloc(32), uploaded_by: partner.person.id },
      })
    }
    expect((await keep()).deletions).toEqual({ attachments: 1 })
    expect(
      await database.asOwner(
        'select deleted_at is not null as deleted from service_request_document order by id',
      ),
    ).toEqual([{ deleted: true }, { deleted: false }])
    await database.asOwner('delete from service_request_document')
  })

  test('deletes saved mail texts after 30 days, mails after 13 months, unless they may still be sent', async () => {
    const blank = await given.mail(daysAgo(30.1), 'sent')
    const blankFailed = await given.mail(daysAgo(30.1), 'failed')
    const deadLetter = await given.mail(daysAgo(500), 'failed', {
      relayed_at: daysAgo(499),
      failed_at: daysAgo(499),
    })
    const retried = await given.mail(daysAgo(500), 'failed', { relayed_at: null })
    const retrying = await given.mail(daysAgo(500), 'rendered', { relayed_at: hoursAgo(1) })
    const young = await given.mail(daysAgo(29.9), 'sent')
    await given.mail(monthsAgo(13, 1), 'sent')
    expect((await keep()).deletions).toEqual({ mailBodies: 3, mails: 1 })
    const rows = await database.asOwner<{
      id: string
      body_text: string
      body_html: string
      subject: string
    }>('select id, subject, body_text, body_html from mail_delivery')
    const kept = [deadLetter, retried, retrying, young].map((id) => [id, 'xHelloHello'])
    const texts = rows.map(({ id, subject, body_text, body_html }) => [id, subject + body_text + body_html])
    expect(Object.fromEntries(texts)).toEqual(Object.fromEntries([...kept, [blank, ''], [blankFailed, '']]))
  })

  test('R17 audit records are deleted after seven years, from the beginning of each chain, which still verifies', async () => {
    const sevenYears = (days: number) => new Date(monthsAgo(7 * 12).getTime() - days * 86_400_000)
    for (const days of [9, 8, 7, 1, -1, -2]) await given.audit(partner.id, sevenYears(days))
    await given.audit(customer.id, sevenYears(3))
    await seal()
    // Two at a time: the two oldest of all chains.
    expect(await keep(now, 2)).toEqual(done({ auditRecords: 2 }, true))
    expect((await verify(partner.id)).faults).toEqual([])
    expect(await keep(now, 100)).toEqual(done({ auditRecords: 3 }))
    await seal()
    for (const [chain, checked] of [
      [partner.id, 2],
      [customer.id, 0],
      [instanceChain, expect.any(Number)],
    ] as const)
      expect(await verify(chain)).toMatchObject({ faults: [], unsealed: 0, checked })
    expect(await keep()).toEqual(done({}))
    await given.audit(customer.id, new Date())
    await seal()
    expect(await verify(customer.id)).toMatchObject({ faults: [], unsealed: 0, checked: 1 })
  })

  test('deletes an operator’s request 30 days after it expired', async () => {
    await given.operatorRequest(daysAgo(30.1))
    await given.operatorRequest(daysAgo(29.9))
    expect((await keep()).deletions).toEqual({ operatorRequests: 1 })
  })

  test('deletes an import of the membership directory after a week, finished or not', async () => {
    for (const [id, started_at] of [
      [partner.person.id, daysAgo(7.1)],
      [customer.person.id, daysAgo(6.9)],
    ] as const)
      await insert('directory_import', {
        ...{ imported_by: id, id: newId(), started_at, kid: 'x', sealed: 'x' },
        ...{ rows: 1, refused: 0, faults: '[]', total: 1 },
      })
    expect((await keep()).deletions).toEqual({ directoryImports: 1 })
  })

  test('one keeper works at a time', async () => {
    await given.session(daysAgo(31))
    await asKeeper(database.worker, async (db) => {
      await run(db, `select pg_advisory_xact_lock(hashtext('entente.keeper'))`)
      expect(await keep()).toEqual(done({}))
    })
    expect(await keep()).toEqual(done({ sessions: 1 }))
  })

  test('a rule that times out undoes no other, and is named', async () => {
    await given.session(daysAgo(31))
    await given.outbox(daysAgo(31))
    const { sessions, outboxRows } = retentionRules(retention, now)
    const slow: RetentionRule = {
      due: sql`select 1`,
      apply: async (db) => {
        await run(db, `set local statement_timeout = '20ms'`)
        // What it deleted before is undone with it.
        await run(db, 'delete from webhook_receipt')
        return (await run(db, 'select pg_sleep(5)')).count
      },
    }
    const before = await counts()
    const round = await applyRetention(database.worker, { sessions, slow, outboxRows }, now)
    expect(round).toMatchObject({ deletions: { sessions: 1, outboxRows: 1 }, more: false })
    expect(round.failures.map(({ message }) => message)).toEqual(['The retention of slow failed.'])
    expect(await counts()).toEqual({
      ...before,
      'auth.session': (before['auth.session'] ?? 0) - 1,
      'public.outbox': (before['public.outbox'] ?? 0) - 1,
      'public.audit_record': (before['public.audit_record'] ?? 0) + 2,
    })
  })

  test.each(Object.entries(retentionRules(retention, now)))(
    'an index finds the rows that the rule %s deletes',
    async (_kind, { due }) => {
      const scans = await asKeeper(database.worker, async (db) => {
        // The tables are nearly empty here: without this the planner would read them whole.
        await run(db, 'set local enable_seqscan = off')
        const { rows } = await sql<
          Record<string, [{ Plan: Plan }]>
        >`explain (format json) ${due} limit 10`.execute(db)
        return scansOf(Object.values(rows[0] ?? {})[0]?.[0].Plan)
      })
      expect(scans.length).toBeGreaterThan(0)
      for (const scan of scans) expect(scan).toHaveProperty('Index Cond')
    },
  )

  test('an index answers each foreign key to a table that rows are deleted from', async () => {
    const missing = await database.asOwner(`
      select c.conname from pg_constraint c
      where c.contype = 'f' and has_table_privilege('entente_keeper', c.confrelid, 'delete')
        and not exists (select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = any(c.conkey))`)
    expect(missing).toEqual([])
  })

  test('S2 the keeper can neither delete rows that are in use nor rewrite what happened', async () => {
    const before = await counts()
    const attempt = (statement: string) =>
      asKeeper(database.worker, (db) => run(db, statement)).then(({ count }) => count)
    expect(await attempt('delete from auth.session where expires_at > now()')).toBe(0)
    expect(await attempt('delete from outbox where relayed_at is null or failed_at is not null')).toBe(0)
    expect(await attempt(`delete from audit_record where occurred_at > now() - interval '1 year'`)).toBe(0)
    expect(await attempt(`delete from audit_seal where organisation_id = '${instanceChain}'`)).toBe(0)
    for (const statement of [
      `update audit_record set payload = '{"a": 2}'`,
      `update audit_record set action = 'y'`,
      `update auth.session set ended_at = null`,
      `update auth.membership set status = 'active', roles = '{global_admin}'`,
      `insert into audit_record values ('${newId()}', '${partner.id}', '${newId()}', '${partner.person.id}', '{}', 'x',
        '{}', '\\x00', now())`,
      'select token_hash from auth.session',
      'select password_hash from auth.credential',
      'select secret from auth.second_factor',
      'select * from relationship',
    ])
      await expect(attempt(statement), statement).rejects.toThrow(/permission denied|row-level security/)
    expect(await counts()).toEqual(before)
  })
})

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

/** An application with its review, in which the person stands wherever somebody may. */
async function givenApplicationWith({ id, name, email }: { id: string; name: string; email: string }) {
  const { id: organisation_id } = await givenPartner(database.api, { status: 'enrolling' })
  await database.asOwner(
    `insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
      select uuidv7(), id, audience, $1, 'active', '{}', now() from auth.account where id = any($2)`,
    [organisation_id, [id, partner.person.id]],
  )
  await database.asOwner('update enrolment set reason = $2 where organisation_id = $1', [
    ...[organisation_id, `Ask ${name}.`],
  ])
  await database.asOwner(
    `update partner_profile set contact_name = $2, contact_email = $3, contact_phone = '+1 Quill', support_email = $3,
      support_phone = '+1 Quill', before_change = $4 where organisation_id = $1`,
    [organisation_id, name, email, { contact_name: name, contact_email: email }],
  )
  const seen = { contactName: name, contactEmail: email, documents: [] }
  const check = { organisation_id, result: 'passed', recorded_at: now }
  await insert('enrolment_check', { ...check, name: 'profile', note: `${name} called.` })
  await insert('enrolment_check', { ...check, name: 'phone_challenge', note: `See ${email}.`, seen })
  await insert('enrolment_event', {
    ...{ id: newId(), organisation_id, event: 'start_review', state: 'in_review', actor_side: 'operator' },
    ...{ note: `Thank you, ${name}.`, at: now },
  })
  const file = {
    kind: 'identity',
    media_type: 'application/pdf',
    size: 1,
    sha256: Buffer.alloc(1),
    uploaded_at: now,
  }
  const document = async (changes: Record<string, unknown>, content?: string) => {
    const document_id = newId()
    await insert('enrolment_document', { id: document_id, organisation_id, ...file, ...changes })
    if (content)
      await insert('enrolment_document_content', {
        organisation_id,
        document_id,
        content: Buffer.from(content),
      })
    return document_id
  }
  const other = { uploaded_by: partner.person.id }
  const inFolder = await document({ uploaded_by: id, file_name: 'scan.pdf', comment: '' })
  await document(
    { ...other, file_name: `Passport_${name.replaceAll(' ', '-')}.PDF`, comment: 'hers' },
    'Zora Quill',
  )
  await document({ ...other, file_name: 'x.pdf', comment: `Of ${name}` }, 'Zora Quill')
  const stays = await document({ ...other, file_name: 'extract.pdf', comment: '' }, 'extract')
  await insert('partner_agreement', {
    ...{
      id: newId(),
      organisation_id,
      account_id: id,
      signer_name: name,
      name: 'x',
      version: '1',
      signed_at: now,
    },
  })
  await insert('directory_profile', {
    ...{ mpn_id: 'Q1', organisation_name: 'Kept', country: 'DE', status: 'active', updated_at: now },
  })
  await insert('directory_login', { user_name: email, password_hash: 'Quill', updated_at: now })
  await insert('directory_login_profile', { user_name: email, mpn_id: 'Q1' })
  return { organisation_id, inFolder, stays }
}

const erase = (id: Id<'account'>) => asKeeper(database.worker, (db) => erasePerson(db, id, now))

describe('erasure', () => {
  test('leaves a tombstone, and no trace in any column of the register but signatures; chains still verify', async () => {
    const { id, membershipId } = await givenPerson(database.api, {
      organisationId: partner.id,
      audience: 'partner',
      roles: ['admin_agent'],
    })
    const [name, email] = ['Zora Quill (née O’Hara)', 'zora.quill@partner.example']
    await database.asOwner(
      `update auth.account set name = $2, email = $3, locale = 'quill', time_zone = 'quill', sort_key = 'quill',
        terms = 'quill', terms_version = -1 where id = $1`,
      [id, name, email],
    )
    const session = newId()
    await given.session(new Date(Date.now() + 3_600_000), null, session)
    await database.asOwner(
      `update auth.session set account_id = $1, membership_id = $2, device = 'Quill' where id = $3`,
      [id, membershipId, session],
    )
    await insert('auth.waiting_choice', {
      ...{ id: newId(), session_id: session, form: { note: name }, created_at: now, expires_at: new Date() },
    })
    await insert('auth.second_factor', {
      id: newId(),
      account_id: id,
      kid: 'k1',
      secret: Buffer.from('Quill'),
      created_at: now,
    })
    await given.operatorRequest(new Date(Date.now() + 3_600_000), {
      target_id: id,
      reason: `${name} called.`,
    })
    const code = { id: newId(), account_id: id, code_hash: Buffer.from('Quill'), created_at: now }
    await insert('auth.recovery_code', code)
    const at = { organisation_id: partner.id, issuer: 'https://login.example', client_id: 'entente' }
    await insert('auth.partner_directory', { ...at, kid: 'k1', secret: Buffer.from('x'), updated_at: now })
    await insert('auth.directory_identity', { ...at, subject: 'Quill', account_id: id, bound_at: now })
    await insert('auth.operator_identity', {
      ...{ issuer: at.issuer, client_id: 'entente', subject: 'Quill', account_id: id, bound_at: now },
    })
    await given.link('reset', now, new Date(Date.now() + 3_600_000))
    await database.asOwner(`update auth.one_time_link set details = $1 where kind = 'reset'`, [
      { email, name },
    ])
    await insert('auth.rate_limit', { key: `resetOfAccount:partner|${email}`, points: 1, expire: 0 })
    await insert('idempotency', {
      ...{ actor: 'quill', procedure: 'y', key: newId(), input_hash: Buffer.alloc(1), created_at: now },
      result: { people: [{ name }] },
    })
    const own = await given.request(now, {
      author_id: id,
      author_name: name,
      body: `Yours\n${name}`,
      paragraphs: JSON.stringify([{ kind: 'text', text: `Yours\n${name}`, template: `From ${name}` }]),
      ...{ template_subject: `${name} asks`, prepared_for: name },
    })
    const mine = await given.request(now, { subject: `For ${name}`, body: `Dear ${name}` })
    await given.recipient(mine, { address: email, status: 'queued', reference: name })
    await insert('customer_export', {
      ...{
        id: newId(),
        partner_id: partner.id,
        asked_by: id,
        asked_at: now,
        language: 'en',
        wish: { search: name },
      },
    })
    const kept = { id: newId(), organisation_id: partner.id, asked_by: id, asked_at: now }
    await insert('tenant_export', kept)
    await insert('tenant_export_part', {
      ...{ export_id: kept.id, organisation_id: partner.id, number: 0, lines: `{"name":"${name}"}` },
    })
    await insert('customer_view', {
      ...{ id: newId(), partner_id: partner.id, account_id: id, name, query: 'country=DE', saved_at: now },
    })
    await insert('request_draft', {
      ...{ id: newId(), partner_id: partner.id, version: 1, saved_by: partner.person.id, saved_at: now },
      edits: { subject: name, recipients: email.toUpperCase() },
    })
    const profile = { contact_name: name, contact_email: email, legal_name: 'Kept' }
    await database.asOwner(
      `update partner_profile set contact_name = $2, contact_email = $3, before_change = $4 where organisation_id = $1`,
      [partner.id, name, email, profile],
    )
    await insert('provider_entry', {
      ...{ partner_id: partner.id, countries: ['DE'], services: [], languages: ['de'] },
      ...{
        region: '',
        programmes: '',
        support_level: '',
        conditions: '',
        contact_website: '',
        saved_at: now,
      },
      ...{ contact_email: email.toUpperCase(), contact_phone: '+1 Quill' },
    })
    await given.access(now, { account_id: id, account_name: name, reason: `Ask ${name}`, terms: 'quill' })
    const allowance = { partner_id: partner.id, subject: `to:${email}`, used: 1, last_at: now }
    await insert('send_allowance', allowance)
    const mails = [await given.mail(now, 'sent'), await given.mail(now, 'rendered')]
    await database.asOwner('update mail_delivery set body_text = $1, reply_to = $2 where id = any($3)', [
      ...[`${name} asks you.`, `"Z" <${email}>`, mails],
    ])
    const toPerson = await given.mail(now, 'rendered')
    await database.asOwner('update mail_delivery set recipient = $1 where id = $2', [email, toPerson])
    await insert('deauthorisation_notice', {
      ...{
        id: newId(),
        partner_id: partner.id,
        reason: `${name} left.`,
        announced_by: id,
        announced_at: now,
      },
      ends_at: new Date(now.getTime() + 86_400_000),
    })
    await insert('agreement_attestation', {
      ...{ id: newId(), relationship_id: relationshipId, customer_id: customer.id, partner_id: partner.id },
      ...{ agreement: 'x', version: '1', first_name: name, last_name: name, email, language: 'en' },
      ...{ agreed_on: now, attested_by: partner.person.id, attested_at: now },
    })
    const importId = newId<'customer_import'>()
    await insert('customer_import', {
      ...{ id: importId, partner_id: partner.id, kind: 'invite', state: 'checked', file_name: 'a.csv' },
      ...{ columns: ['name', 'email'], mapping: { email: 1 }, language: 'en', total: 1, created_at: now },
      ...{ author_id: id, author_name: name },
    })
    await insert('customer_import_row', {
      ...{ import_id: importId, partner_id: partner.id, row: 1, fields: [name, email], state: 'good' },
      ...{ key: `mail:${email}`, item: { kind: 'invite', email, reference: name } },
    })
    const endRequestId = newId<'end_request'>()
    await insert('end_request', {
      ...{
        id: endRequestId,
        customer_id: customer.id,
        partner_id: partner.id,
        status: 'settled',
        outcome: 'continues',
      },
      ...{ relationship_id: relationshipId, asked_by: customer.person.id, asked_at: now, deadline: now },
      ...{ answered_by: partner.person.id, answered_at: now, settled_by: id, settled_at: now },
      ...{ reason: `${name} left.`, answer: `Ask ${name}.`, told: `${name} called.` },
    })
    await insert('security_contact', {
      ...{
        id: newId(),
        customer_id: customer.id,
        email,
        locale: 'Quill',
        state: 'confirmed',
        confirmed_at: now,
      },
      ...{ asked_by: customer.person.id, asked_at: now },
    })
    await insert('renegotiation', {
      ...{ id: newId(), customer_id: customer.id, partner_id: partner.id, relationship_id: relationshipId },
      ...{ text: `${name} agreed.`, stated_by: 'partner', partner_person: partner.person.id, stated_at: now },
      status: 'stated',
    })
    await insert('end_request_note', {
      ...{
        id: newId(),
        end_request_id: endRequestId,
        text: `${name} called.`,
        written_by: id,
        written_at: now,
      },
    })
    await insert('customer_user', {
      ...{ id: newId(), customer_id: customer.id, user_name: email, display_name: name, status: 'active' },
      ...{ created_at: now, changed_at: now, sort_key: 'quill', terms: 'quill', terms_version: 1 },
    })
    await insert('provisioning', {
      ...{ id: newId(), customer_id: customer.id, partner_id: partner.id, relationship_id: relationshipId },
      ...{ kind: 'user.create', subject: newId(), requested_at: now, payload: { name, mail: email } },
    })
    const referral = newId()
    await insert('referral', {
      ...{ id: referral, partner_id: partner.id, source: 'directory', company: 'Fabrikam', country: 'DE' },
      ...{ message: `Ask ${name}.`, status: 'new', created_at: now, deadline: now },
    })
    await insert('referral_contact', {
      ...{ referral_id: referral, partner_id: partner.id, name, email, phone: '+1 Quill', locale: 'Quill' },
    })
    await insert('customer_profile', {
      ...{ customer_id: customer.id, part: 'company', language: 'en', address_line1: 'Quay 1', version: 1 },
      ...{ contact_name: name, contact_email: email, contact_phone: '+1 Quill', changed_at: now },
    })
    const [serviceRequest, said, file] = [newId(), newId(), newId()]
    const ofRequest = { service_request_id: serviceRequest, partner_id: partner.id }
    await insert('service_request', {
      ...{
        id: serviceRequest,
        relationship_id: relationshipId,
        customer_id: customer.id,
        partner_id: partner.id,
      },
      ...{
        service: 'azure',
        severity: 'minimal',
        title: `${name} cannot sign in`,
        status: 'open',
        channel: 'portal',
      },
      ...{ requested_by: partner.person.id, opened_at: now, changed_at: now, terms: "'Quill':1" },
    })
    await insert('service_request_note', {
      ...{
        id: said,
        ...ofRequest,
        event: 'opened',
        text: `Ask ${name}.`,
        written_by: partner.person.id,
        at: now,
      },
    })
    await insert('service_request_document', {
      ...{ id: file, note_id: said, ...ofRequest, file_name: `${name}.pdf`, media_type: 'application/pdf' },
      ...{ size: 5, sha256: Buffer.alloc(32), uploaded_by: partner.person.id },
    })
    await insert('service_request_document_content', {
      ...{ document_id: file, partner_id: partner.id, content: Buffer.from('Quill') },
    })
    await given.audit(partner.id, new Date(), { invited: { name } })
    await given.audit(partner.id, new Date(), { reason: `Suspended, because ${name} left.` })
    await given.audit(partner.id, new Date(), { accountId: id, reason: 'She asked for it.' })
    await given.audit(customer.id, new Date(), { text: `by <${email}>` })
    await given.audit(partner.id, new Date(), { role: 'x' }, id)
    await given.audit(partner.id, new Date(), { other: 'stays' })
    const application = await givenApplicationWith({ id, name, email })
    await database.asOwner(`update auth.credential set password_hash = 'Quill' where account_id = $1`, [id])
    await database.asOwner(
      'update mail_delivery set failure = $1, subject = $2, body_html = body_text where id = $3',
      [`550 <${email}>: unknown`, `From ${name}`, mails[0]],
    )
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
