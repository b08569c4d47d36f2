import { cloudOf } from '@entente/clouds/clouds'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { agedRows } from '../../testing/aged-rows.ts'
import { freshDatabase } from '../../testing/index.ts'
import { rowCounts, run } from '../../testing/tables.ts'
import { instanceChain } from '../core/audit.ts'
import { newId } from '../core/new-id.ts'
import { asKeeper } from '../core/scopes.ts'
import { applyRetention, retentionRules } from './retention.ts'
import type { RetentionRule } from './retention-rule.ts'

const database = await freshDatabase()
const { retention } = cloudOf('global')
const { partner, customer, relationshipId, now, daysAgo, hoursAgo, monthsAgo, insert, given, seal, verify } =
  await agedRows(database)

const keep = (at = now, limit?: number) =>
  applyRetention(database.worker, retentionRules(retention, at), at, limit)
/** What a round did when no rule failed. */
const done = (deletions: Record<string, number>, more = false) => ({ deletions, more, failures: [] })
const counts = () => rowCounts(database)

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
