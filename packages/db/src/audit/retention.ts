import type { Retention } from '@entente/domain/core/cloud'
import { type RawBuilder, sql } from 'kysely'
import { type AuditActor, insertAudit, instanceChain } from '../core/audit.ts'
import type { Database } from '../core/database.ts'
import { newId } from '../core/new-id.ts'
import { asKeeper, type KeeperDb } from '../core/scopes.ts'
import { dueAudit, firstIdAt, pruneAudit } from './audit-prune.ts'
import { deleteAttachments, deleteDocuments } from './deleted-documents.ts'
import { erasedName } from './erased-words.ts'
import { forgetApplications } from './forget-applications.ts'
import { dueRemovedUsers, forgetRemovedUsers } from './forget-removed.ts'
import { blanking, deleting, outboxRows, type RetentionRule, type Span, since } from './retention-rule.ts'

/** How many rows one round deleted, by kind; kinds without due rows are absent. */
export type Deletions = Record<string, number>

export type RetentionRound = {
  deletions: Deletions
  /** Whether a rule reached the limit. */
  more: boolean
  /** One error for each rule that failed; the others did their work. */
  failures: Error[]
}

/**
 * Deletes what has been kept long enough, at most `limit` rows of each kind. Every rule has a transaction of its own, with
 * an audit record of the instance that counts what it deleted, so that one that fails undoes no other. One keeper works on
 * a rule at a time; a second one skips it.
 */
export async function applyRetention(
  database: Database,
  rules: Record<string, RetentionRule>,
  now: Date,
  limit = 5000,
): Promise<RetentionRound> {
  const round: RetentionRound = { deletions: {}, more: false, failures: [] }
  for (const [kind, rule] of Object.entries(rules))
    try {
      const count = await asKeeper(database, (db) => applyRule(db, { kind, rule, limit }, now))
      if (count > 0) round.deletions[kind] = count
      if (count >= limit) round.more = true
    } catch (cause) {
      round.failures.push(new Error(`The retention of ${kind} failed.`, { cause }))
    }
  return round
}

async function applyRule(
  db: KeeperDb,
  { kind, rule, limit }: { kind: string; rule: RetentionRule; limit: number },
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('entente.keeper')) as mine`.execute(db)
  if (!rows[0]?.mine) return 0
  const count = await rule.apply(db, limit)
  if (count === 0) return 0
  const actor: AuditActor = { kind: 'system', name: 'retention', requestId: newId() }
  const payload = { deletions: { [kind]: count } }
  await insertAudit(db, actor, [{ organisationId: instanceChain, action: 'retention.applied', payload }], now)
  return count
}

/**
 * The rules, in an order that foreign keys allow. Periods that do not depend on the cloud are written here. The register of
 * personal data (`personal-data.ts`) refers to them.
 */
export function retentionRules(retention: Retention, now: Date) {
  const ago = (span: Span) => since(now, span)
  const unread = ago({ months: retention.recipientsMonths })
  return {
    waitingChoices: deleting('auth.waiting_choice', sql`expires_at <= ${now}`),
    sessions: deleting(
      'auth.session',
      sql`least(ended_at, expires_at) < ${ago({ days: retention.sessionsDays })}`,
    ),
    signUps: deleting(
      'auth.one_time_link',
      sql`kind in ('sign_up', 'work_account') and consumed_at is null and expires_at <= ${now}
        and created_at < ${ago({ days: retention.unconfirmedSignUpsDays })}`,
    ),
    oneTimeLinks: deleting(
      'auth.one_time_link',
      sql`least(consumed_at, expires_at) < ${ago({ days: retention.oneTimeLinksDays })}`,
    ),
    securityContacts: deleting('security_contact', sql`open_until < ${ago({ days: 30 })}`),
    // The audit keeps who asked for what, and who confirmed it.
    operatorRequests: deleting('operator_request', sql`expires_at < ${ago({ days: 30 })}`),
    directoryImports: deleting('directory_import', sql`started_at < ${ago({ days: 7 })}`, 'imported_by'),
    // Its rows go with it. An import whose invitations still leave is not due.
    customerImports: deleting(
      'customer_import',
      sql`coalesce(ended_at, created_at) < ${ago({ days: 90 })} and state <> 'taking'`,
    ),
    directoryAttempts: deleting('auth.directory_attempt', sql`expires_at < ${ago({ days: 1 })}`),
    rateLimits: deleting('auth.rate_limit', sql`expire < ${now.getTime()}`, 'key'),
    guesses: deleting('auth.guess', sql`forget_at <= ${now}`, 'key'),
    idempotencyKeys: deleting('idempotency', sql`created_at < ${ago({ days: 1 })}`, 'actor, procedure, key'),
    sendAllowances: deleting('send_allowance', sql`last_at < ${ago({ days: 2 })}`, 'partner_id, subject'),
    // What hangs stays, however long.
    provisionings: deleting('provisioning', sql`ended_at < ${ago({ days: 30 })}`),
    customerExports: deleting('customer_export', sql`asked_at < ${ago({ days: 1 })}`),
    tenantExports: deleting('tenant_export', sql`asked_at < ${ago({ days: 1 })}`),
    licenceRuns: deleting('licence_run', sql`started_at < ${ago({ days: 30 })}`),
    deletedCustomerUsers: deleting(
      'customer_user',
      sql`deleted_at < ${ago({ days: 30 })} or status = 'refused' and changed_at < ${ago({ days: 30 })}`,
    ),
    referrals: deleting('referral', sql`coalesce(closed_at, answered_at, deadline) < ${unread}`),
    requestDrafts: deleting('request_draft', sql`saved_at < ${ago({ days: 30 })}`),
    webhookReceipts: deleting('webhook_receipt', sql`received_at < ${ago({ days: 30 })}`),
    mailBodies: blanking(
      'mail_delivery',
      sql`body_text <> '' and ${isSettled(now)} and rendered_at < ${ago({ days: retention.mailBodiesDays })}`,
      sql`subject = '', body_text = '', body_html = ''`,
    ),
    mails: deleting('mail_delivery', sql`${isSettled(now)} and rendered_at < ${unread}`),
    outboxRows: outboxRows(now),
    recipients: recipients(unread, monthsBefore(now, retention.recipientsMonths)),
    requestTexts: blanking(
      'relationship_request',
      sql`body <> '' and created_at < ${unread}`,
      sql`subject = '', body = '', paragraphs = '[]', template_subject = null, prepared_for = null`,
    ),
    documents: documents(ago({ months: retention.documentsMonths }), now),
    attachments: {
      due: dueAttachments(ago({ months: retention.documentsMonths })),
      apply: (db, limit) =>
        deleteAttachments(
          db,
          sql`document.id in (${dueAttachments(ago({ months: retention.documentsMonths }))} limit ${limit})`,
          now,
        ),
    },
    refusedApplications: applications(
      sql`enrolment.state in ('rejected', 'closed')`,
      ago({ months: retention.refusedApplicationsMonths }),
      now,
    ),
    // An application that waits for an operator is not abandoned.
    abandonedApplications: applications(
      sql`enrolment.state in ('signed_in', 'membership_linked', 'membership_postponed', 'submitted',
        'blocked_denied', 'documents_requested')`,
      ago({ months: retention.abandonedApplicationsMonths }),
      now,
    ),
    signerNames: blanking(
      'partner_agreement',
      sql`signer_name <> ${sql.lit(erasedName)}
        and signed_at < ${ago({ months: 12 * retention.attestationYears })}`,
      sql`signer_name = ${erasedName}`,
    ),
    attestedNames: blanking(
      'agreement_attestation',
      sql`first_name <> ${sql.lit(erasedName)}
        and attested_at < ${ago({ months: 12 * retention.attestationYears })}`,
      sql`first_name = ${erasedName}, last_name = '', email = ''`,
    ),
    removedUsers: {
      due: dueRemovedUsers(now),
      apply: (db, limit) => forgetRemovedUsers(db, now, limit),
    },
    accessRecords: deleting('access_record', sql`at < ${ago({ months: 12 * retention.auditYears })}`),
    auditRecords: {
      due: dueAudit(monthsBefore(now, 12 * retention.auditYears)),
      apply: (db, limit) => pruneAudit(db, monthsBefore(now, 12 * retention.auditYears), limit, now),
    },
  } satisfies Record<string, RetentionRule>
}

export type RetentionKind = keyof ReturnType<typeof retentionRules>

// A mail that was not sent may still be sent: its text stays while its job is retried or waits for an operator.
const isSettled = (now: Date) => sql`(mail_delivery.status = 'sent' or coalesce((
  select job.failed_at is null and job.relayed_at is not null and job.relayed_at <= ${since(now, { days: 1 })} from outbox job
  where job.id = mail_delivery.id), true))`

const monthsBefore = (now: Date, months: number): Date => {
  const date = new Date(now)
  date.setUTCMonth(date.getUTCMonth() - months)
  return date
}

/** Recipients of old requests. Ids are ordered by time, so an index on the request's id finds them. */
function recipients(before: RawBuilder<unknown>, beforeIds: Date): RetentionRule {
  // A month's end may move the date by up to three days, which the exact time corrects.
  const ids = firstIdAt(new Date(beforeIds.getTime() + 3 * 86_400_000))
  const due = sql<{ id: string }>`select recipient.id from request_recipient recipient
    join relationship_request request on request.id = recipient.request_id
    where recipient.request_id < ${ids} and request.id < ${ids} and request.created_at < ${before}`
  return {
    due,
    apply: async (db, limit) => {
      const { rows } = await sql<{ id: string }>`${due} limit ${limit}`.execute(db)
      const ids = rows.map(({ id }) => id)
      await sql`update request_recipient set replaces_id = null where replaces_id = any(${ids}::uuid[])`.execute(
        db,
      )
      await sql`delete from request_recipient where id = any(${ids}::uuid[])`.execute(db)
      return ids.length
    },
  }
}

/** Attachments of service requests that were closed long ago. */
const dueAttachments = (
  before: RawBuilder<unknown>,
) => sql`select attached.id from service_request_document attached
  where attached.service_request_id = any(array(select id from service_request where closed_at < ${before}))
    and attached.deleted_at is null`

/** Documents of applications that were decided long ago. */
function documents(before: RawBuilder<unknown>, now: Date): RetentionRule {
  const due = sql`select decided.id from enrolment_document decided
    join enrolment on enrolment.organisation_id = decided.organisation_id
    where enrolment.state in ('accepted', 'active', 'rejected', 'closed') and enrolment.state_since < ${before}
      and decided.deleted_at is null`
  return {
    due,
    apply: (db, limit) => deleteDocuments(db, sql`document.id in (${due} limit ${limit})`, now),
  }
}

/** Applications in a state that neither they nor their profile have changed since a moment. */
function applications(state: RawBuilder<unknown>, before: RawBuilder<unknown>, now: Date): RetentionRule {
  const due = sql`select enrolment.organisation_id from enrolment
    where enrolment.state not in ('accepted', 'active', 're_review') and ${state}
      and enrolment.state_since < ${before} and not exists (select from partner_profile profile
        where profile.organisation_id = enrolment.organisation_id and profile.updated_at >= ${before})`
  return { due, apply: (db, limit) => forgetApplications(db, due, now, limit) }
}
