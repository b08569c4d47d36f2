import type { Retention } from '@entente/domain/core/cloud'
import { type RawBuilder, sql } from 'kysely'
import { type AuditActor, type AuditEntry, insertAudit, instanceChain } from '../core/audit.ts'
import { newId } from '../core/new-id.ts'
import type { KeeperDb } from '../core/scopes.ts'
import { pruneAudit } from './audit-prune.ts'
import { forgetRemovedUsers } from './forget-removed.ts'

/** How many rows one round deleted, by kind; kinds without due rows are absent. */
export type Deletions = Record<string, number>

/** Deletes the rows that are due, at most `limit`; `what` names the table, its key and when a row is due. */
const deleting = (what: { table: string; key?: string; due: RawBuilder<unknown> }, limit: number) => {
  const [table, key] = [sql.raw(what.table), sql.raw(what.key ?? 'id')]
  return sql`delete from ${table} where ${key} in (select ${key} from ${table} where ${what.due} limit ${limit})`
}

/**
 * Deletes what has been kept long enough, at most `limit` rows of each kind, and records the counts in one audit record
 * of the instance, all in the caller's transaction. `more` says that a kind reached the limit. One keeper works at a
 * time: a second one gets undefined.
 */
export async function applyRetention(
  db: KeeperDb,
  retention: Retention,
  now: Date,
  limit = 5000,
): Promise<{ deletions: Deletions; more: boolean } | undefined> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('entente.keeper')) as mine`.execute(db)
  if (!rows[0]?.mine) return undefined
  const deletions: Deletions = {}
  for (const [kind, statement] of Object.entries(statementsFor(retention, now, limit))) {
    const { numAffectedRows = 0n } = await statement.execute(db)
    if (numAffectedRows > 0n) deletions[kind] = Number(numAffectedRows)
  }
  const recipients = await deleteRecipients(db, since(now, { months: retention.recipientsMonths }), limit)
  if (recipients > 0) deletions.recipients = recipients
  const removedUsers = await forgetRemovedUsers(db, now, limit)
  if (removedUsers > 0) deletions.removedUsers = removedUsers
  const pruned = await pruneAudit(db, new Date(yearsBefore(now, retention.auditYears)), limit, now)
  if (pruned > 0) deletions.auditRecords = pruned
  if (Object.keys(deletions).length === 0) return { deletions, more: false }
  const payload = { deletions }
  const actor: AuditActor = { kind: 'system', name: 'retention', requestId: newId() }
  const entry: AuditEntry = { organisationId: instanceChain, action: 'retention.applied', payload }
  await insertAudit(db, actor, [entry], now)
  return { deletions, more: Object.values(deletions).some((count) => count >= limit) }
}

/** The statements, in an order that foreign keys allow. Periods that do not depend on the cloud are written here. */
function statementsFor(retention: Retention, now: Date, limit: number): Record<string, RawBuilder<unknown>> {
  const ago = (span: Span) => since(now, span)
  return {
    waitingChoices: deleting({ table: 'auth.waiting_choice', due: sql`expires_at <= ${now}` }, limit),
    sessions: deleting(
      {
        table: 'auth.session',
        due: sql`least(ended_at, expires_at) < ${ago({ days: retention.sessionsDays })}`,
      },
      limit,
    ),
    signUps: deleting(
      {
        table: 'auth.one_time_link',
        due: sql`kind = 'sign_up' and consumed_at is null and expires_at <= ${now}
          and created_at < ${ago({ days: retention.unconfirmedSignUpsDays })}`,
      },
      limit,
    ),
    oneTimeLinks: deleting(
      {
        table: 'auth.one_time_link',
        due: sql`least(consumed_at, expires_at) < ${ago({ days: retention.oneTimeLinksDays })}`,
      },
      limit,
    ),
    rateLimits: deleting(
      { table: 'auth.rate_limit', key: 'key', due: sql`expire < ${now.getTime()}` },
      limit,
    ),
    // Their keys are tuples, and a day's rows are few enough to delete at once.
    idempotencyKeys: sql`delete from idempotency where created_at < ${ago({ days: 1 })}`,
    sendAllowances: sql`delete from send_allowance where last_at < ${ago({ days: 2 })}`,
    webhookReceipts: deleting(
      { table: 'webhook_receipt', due: sql`received_at < ${ago({ days: 30 })}` },
      limit,
    ),
    mailBodies: sql`update mail_delivery set subject = '', body_text = '', body_html = '' where id in (
      select id from mail_delivery mail where body_text <> '' and ${isSettled(now)}
        and rendered_at < ${ago({ days: retention.mailBodiesDays })} limit ${limit})`,
    mails: sql`delete from mail_delivery where id in (
      select id from mail_delivery mail where ${isSettled(now)}
        and rendered_at < ${ago({ months: retention.recipientsMonths })} limit ${limit})`,
    // A dead letter waits for an operator, however long.
    outboxRows: deleting(
      { table: 'outbox', due: sql`relayed_at < ${ago({ days: 30 })} and failed_at is null` },
      limit,
    ),
  }
}

// A mail that was not sent may still be sent: its text stays while its job is retried or waits for an operator.
const isSettled = (now: Date) => sql`(mail.status = 'sent' or not exists (
  select from outbox job where job.id = mail.id and (job.failed_at is not null or job.relayed_at is null
    or job.relayed_at > ${since(now, { days: 1 })})))`

type Span = { days?: number; months?: number }
const since = (now: Date, { days = 0, months = 0 }: Span) =>
  sql`${now}::timestamptz - make_interval(days => ${days}, months => ${months})`

const yearsBefore = (now: Date, years: number): number =>
  new Date(now).setUTCFullYear(now.getUTCFullYear() - years)

/** Deletes the recipients of old requests. The requests themselves stay in the partner's log. */
async function deleteRecipients(db: KeeperDb, before: RawBuilder<unknown>, limit: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select recipient.id from request_recipient recipient
    join relationship_request request on request.id = recipient.request_id
    where request.created_at < ${before} limit ${limit}`.execute(db)
  if (rows.length === 0) return 0
  const ids = rows.map(({ id }) => id)
  await sql`update request_recipient set replaces_id = null where replaces_id = any(${ids}::uuid[])`.execute(
    db,
  )
  await sql`delete from request_recipient where id = any(${ids}::uuid[])`.execute(db)
  return ids.length
}
