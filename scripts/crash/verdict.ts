// What must be true when everything is idle again: each check returns what is wrong, or an empty list.

import { listChains, verifyChain } from '@entente/db/audit/audit-verify'
import { instanceChain } from '@entente/db/core/audit'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { asOperator } from '@entente/db/core/scopes'
import type { Id } from '@entente/domain/core/id'
import type { FakeResend } from '@entente/testkit/fake-resend'
import pg from 'pg'
import type { Act, Kind, Ledger } from './acts.ts'
import type { SmtpSink } from './smtp-sink.ts'
import { asRole, type World } from './world.ts'

export type Check = { what: string; wrong: string[] }

type Row = Record<string, unknown>
type Query = (text: string, values?: unknown[]) => Promise<Row[]>

/** Runs `work` with a connection as the owner, who sees every row. */
export async function withQuery<T>(ownerUrl: string, work: (query: Query) => Promise<T>): Promise<T> {
  const client = new pg.Client(ownerUrl)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(async (text, values) => (await client.query(text, values)).rows)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The number of unfinished items; all zero when the instance is idle. */
export const unfinished = (ownerUrl: string) =>
  withQuery(ownerUrl, async (query) => {
    const [counts] = await query(`select
      (select count(*)::int from outbox where relayed_at is null) as waiting,
      (select count(*)::int from bullmq.job where state not in ('completed', 'failed')) as jobs,
      (select count(*)::int from audit_record r where not exists (select from audit_seal s where s.audit_id = r.id)) as unsealed`)
    return counts as { waiting: number; jobs: number; unsealed: number }
  })

const ofKind = <K extends Kind>({ acts }: Ledger, kind: K) =>
  acts.filter((act): act is Extract<Act, { kind: K }> => act.kind === kind)

const show = (rows: Row[]): string[] => rows.map((row) => JSON.stringify(row))

/** R1, R4: every acknowledged act exists exactly once. */
export async function checkAcknowledged(query: Query, ledger: Ledger, world: World): Promise<Check[]> {
  const accepts = ofKind(ledger, 'accept')
  const declines = ofKind(ledger, 'decline')
  const sends = ofKind(ledger, 'send')
  const lostAccepts = await query(
    `select a.* from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as a (customer, partner, relationship)
     where not exists (select from relationship r where (r.customer_id, r.partner_id) = (a.customer, a.partner)
       and r.id = coalesce(a.relationship, r.id))`,
    [
      accepts.map((act) => act.customerId),
      accepts.map((act) => act.partnerId),
      accepts.map((act) => act.relationshipId),
    ],
  )
  const lostDeclines = await query(
    `select a.customer from unnest($1::uuid[]) as a (customer)
     where (select count(*) from relationship_decline d where d.customer_id = a.customer) <> 1`,
    [declines.map((act) => act.customerId)],
  )
  const lostSends = await query(
    `select a.* from unnest($1::uuid[], $2::int[]) as a (request, recipients)
     where (select count(*) from request_recipient r where r.request_id = a.request) <> a.recipients`,
    [sends.map((act) => act.requestId), sends.map((act) => act.recipients)],
  )
  const repeated = await query('select address from request_recipient group by address having count(*) > 1')
  const fromRefused = await query(
    'select customer_id from relationship where customer_id = any($1::uuid[])',
    [ledger.refusedCustomers],
  )
  const versions = await query('select id, version from relationship_link where version > 1')
  const versionOf = new Map(versions.map(({ id, version }) => [id, version]))
  const wrongVersions = world.partners.filter(
    ({ linkId, version }) => (versionOf.get(linkId) ?? 1) !== version,
  )
  return [
    { what: 'R1, R4 every acknowledged acceptance exists once', wrong: show(lostAccepts) },
    { what: 'R1, R4 every acknowledged decline exists once', wrong: show(lostDeclines) },
    {
      what: 'R1, R4 every acknowledged request exists once, with its recipients',
      wrong: [...show(lostSends), ...show(repeated)],
    },
    {
      what: 'R1, R4 every acknowledged revocation took effect once',
      wrong: wrongVersions.map(({ linkId }) => linkId),
    },
    { what: 'R1 a refused action wrote nothing', wrong: show(fromRefused) },
    { what: 'R1 every action got an expected answer', wrong: ledger.failures },
  ]
}

/** R1: an act is stored completely or not at all. */
export async function checkWhole(query: Query): Promise<Check[]> {
  const halfAccepted = await query(`
    with audited as (select payload ->> 'acceptanceId' as id, organisation_id, count(*) as n from audit_record
        where action = 'relationship.accepted' group by 1, 2),
      jobs as (select data ->> 'acceptanceId' as id, name, count(*) as n from outbox group by 1, 2),
      granted as (select acceptance_id, count(*) as n from admin_grant where ended_at is null group by 1),
      agreed as (select customer_id, partner_id, min(id::text) as acceptance, count(*) as n from acceptance group by 1, 2),
      logged as (select relationship_id, partner_id, count(*) as n from request_outcome where kind = 'accepted' group by 1, 2),
      counted as (select r.id, agreed.n as agreements, granted.n as grants, cardinality(r.services) as services,
          of_customer.n as audited_customer, of_partner.n as audited_partner, accepted.n as outbox, receipts.n as receipts,
          logged.n as logged, mailed.n as mailed
        from relationship r
        left join agreed using (customer_id, partner_id)
        left join granted on granted.acceptance_id::text = acceptance
        left join audited of_customer on of_customer.id = acceptance and of_customer.organisation_id = r.customer_id
        left join audited of_partner on of_partner.id = acceptance and of_partner.organisation_id = r.partner_id
        left join jobs accepted on accepted.id = acceptance and accepted.name = 'relationship.accepted'
        left join jobs mailed on mailed.id = acceptance and mailed.name = 'mail.relationship-accepted'
        left join jobs receipts on receipts.id = acceptance and receipts.name = 'mail.relationship-receipt'
        left join logged on logged.relationship_id = r.id and logged.partner_id = r.partner_id)
    select * from counted where (agreements, grants, services, audited_customer, audited_partner, outbox, receipts, logged, mailed)
      is distinct from (1, 4, 4, 1, 1, 1, 1, 1, 1)`)
  const orphans = await query(`
    select 'audit' as what, payload ->> 'acceptanceId' as id from audit_record where action = 'relationship.accepted'
      and not exists (select from acceptance a where a.id::text = payload ->> 'acceptanceId')
    union all select name, data ->> 'acceptanceId' from outbox where data ? 'acceptanceId'
      and not exists (select from acceptance a where a.id::text = data ->> 'acceptanceId')`)
  const halfDeclined = await query(`
    with jobs as (select data ->> 'declineId' as id, count(*) as n from outbox where name = 'relationship.declined' group by 1),
      audited as (select organisation_id, count(*) as n from audit_record where action = 'relationship_request.declined' group by 1),
      logged as (select id, count(*) as n from request_outcome where kind = 'declined' group by 1)
    select d.id, jobs.n as outbox, audited.n as audit, (select count(*) from logged) as logged from relationship_decline d
      left join jobs on jobs.id = d.id::text left join audited on audited.organisation_id = d.customer_id
    where (jobs.n, audited.n) is distinct from (1, 1)
      or (select count(*) from relationship_decline) <> (select count(*) from logged)`)
  const halfSent = await query(`
    with jobs as (select data ->> 'recipientId' as id, count(*) as n from outbox where name = 'mail.request-sent' group by 1),
      audited as (select payload ->> 'requestId' as id, count(*) as n from audit_record
        where action = 'relationship_request.sent' group by 1)
    select r.id, q.id as request, jobs.n as outbox, audited.n as audit, r.status
    from relationship_request q left join request_recipient r on r.request_id = q.id
      left join jobs on jobs.id = r.id::text left join audited on audited.id = q.id::text
    where (jobs.n, audited.n, r.status) is distinct from (1, 1, 'sent')`)
  const halfRevoked = await query(
    `with audited as (select payload ->> 'linkId' as id, organisation_id = $1 as instance, count(*) as n from audit_record
        where action = 'relationship_link.revoked' group by 1, 2)
     select l.id, l.version, own.n as audit, instance.n as instance_audit from relationship_link l
       left join audited own on own.id = l.id::text and not own.instance
       left join audited instance on instance.id = l.id::text and instance.instance
     where (coalesce(own.n, 0), coalesce(instance.n, 0)) is distinct from (l.version - 1, l.version - 1)`,
    [instanceChain],
  )
  return [
    {
      what: 'R1 no acceptance without agreement, grants, both audit records, jobs and log',
      wrong: show(halfAccepted),
    },
    { what: 'R1 no audit record or job of an acceptance that does not exist', wrong: show(orphans) },
    { what: 'R1 no partial decline', wrong: show(halfDeclined) },
    { what: 'R1 no partial request', wrong: show(halfSent) },
    { what: 'R1 no partial revocation', wrong: show(halfRevoked) },
  ]
}

export type Mails = {
  resend: FakeResend
  smtp: SmtpSink
  viaResend: Set<string>
  interruptions: { at: number; until: number }[]
}
export type MailFigures = { mails: number; viaSmtp: number; repeats: number }

/** R2: each mail reached the provider once per outbox id; SMTP received a repeat only where a kill explains it. */
export async function checkMails(query: Query, { resend, smtp, viaResend, interruptions }: Mails) {
  const rows =
    await query(`select o.id, d.status, d.message_id from outbox o left join mail_delivery d on d.id = o.id
    where o.name like 'mail.%'`)
  const unsent = rows.filter(({ status }) => status !== 'sent')
  const failed = await query(`select id::text, name, failure from outbox where failed_at is not null
    union all select id, name, failed_reason from bullmq.job where state = 'failed'`)
  const ids = new Set(rows.map(({ id }) => String(id)))
  const counts = new Map<string, number>()
  for (const [, { mail, count }] of resend.deliveries) {
    const id = mail.tags?.find(({ name }) => name === 'delivery')?.value ?? 'none'
    counts.set(id, (counts.get(id) ?? 0) + count)
  }
  const wrongResend = [
    ...[...viaResend].filter((id) => counts.get(id) !== 1).map((id) => `${id}: ${counts.get(id) ?? 0} times`),
    ...[...counts.keys()].filter((id) => !viaResend.has(id)).map((id) => `${id} should have gone by SMTP`),
  ]
  const bySmtp = rows.filter(({ id }) => !viaResend.has(String(id)))
  const lost = bySmtp.filter(({ message_id }) => !smtp.arrivals.has(String(message_id)))
  const known = new Set(bySmtp.map(({ message_id }) => String(message_id)))
  const unknown = [...smtp.arrivals.keys()].filter((id) => !known.has(id))
  const several = [...smtp.arrivals].filter(([, times]) => times.length > 1)
  const otherBody = several.filter(([, times]) => new Set(times.map(({ digest }) => digest)).size > 1)
  const unexplained = several.filter(([, times]) =>
    times.some((time, index) => {
      const before = times[index - 1]
      // What was away while the earlier copy was to be marked explains a repeat, and so does what was just back.
      return before && !interruptions.some(({ at, until }) => until > before.at - 1000 && at < time.at)
    }),
  )
  const figures: MailFigures = {
    mails: ids.size,
    viaSmtp: bySmtp.length,
    repeats: several.reduce((sum, [, times]) => sum + times.length - 1, 0),
  }
  const checks: Check[] = [
    { what: 'R2 every mail is marked as sent, none failed', wrong: [...show(unsent), ...show(failed)] },
    { what: 'R2 the provider delivered each mail exactly once', wrong: wrongResend },
    { what: 'R2 SMTP got every mail and no unknown one', wrong: [...show(lost), ...unknown] },
    {
      what: 'R2 SMTP got a mail again only after a kill, once per kill at most',
      wrong: unexplained.map(([id, times]) => `${id}: ${times.length} times`),
    },
    { what: 'R2 a repeated mail has the same content', wrong: otherBody.map(([id]) => id) },
  ]
  return { checks, figures }
}

/** R17: every chain verifies; also measures how fast. */
export async function checkChains(ownerUrl: string, operatorId: string) {
  const database = openDatabase({ url: asRole(ownerUrl, 'entente_api'), connectionsMax: 2 })
  try {
    const operator = operatorId as Id<'account'>
    const wrong: string[] = []
    let chains = 0
    let records = 0
    let after: Id<'organisation'> | undefined
    const began = performance.now()
    for (;;) {
      const page = await asOperator(database, operator, (db) => listChains(db, { ...(after && { after }) }))
      for (const { organisationId } of page) {
        const report = await asOperator(database, operator, (db) => verifyChain(db, organisationId))
        if (report.faults.length > 0 || report.unsealed > 0)
          wrong.push(JSON.stringify({ organisationId, ...report, last: report.last?.position }))
        records += report.checked
      }
      chains += page.length
      after = page.at(-1)?.organisationId
      if (!after) break
    }
    const seconds = (performance.now() - began) / 1000
    const check: Check = { what: 'R17 every audit chain verifies and every record is sealed', wrong }
    return { check, figures: { chains, records, perSecond: Math.round(records / seconds) } }
  } finally {
    await closeDatabase(database)
  }
}
