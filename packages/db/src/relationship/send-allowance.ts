import type { Id } from '@entente/domain/core/id'
import { type MailsOfDay, type SendRecord, sendLimits } from '@entente/domain/relationship/send-limits'
import { sql } from 'kysely'
import type { PartnerDb } from '../core/scopes.ts'

/**
 * Lets one transaction at a time send for a partner. A reminder holds the rows of its first mail while it takes those of
 * the next; without this lock, another sending that holds these and wants the first ones would wait for it in a circle.
 */
export const lockSending = (db: PartnerDb, partnerId: Id<'organisation'>): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`sending for ${partnerId}`}, 0))`.execute(db)

/**
 * Takes the allowance to mail these addresses, and returns those that had a mail within 24 hours. Each is one guarded
 * write, so two colleagues who send at once cannot both pass.
 */
export async function takeRecipientAllowances(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  addresses: string[],
  now: Date,
): Promise<string[]> {
  const free = new Date(now.getTime() - sendLimits.hoursPerRecipient * 3_600_000)
  const { rows } = await sql<{ subject: string }>`
    insert into send_allowance as allowance (partner_id, subject, used, last_at)
    select ${partnerId}::uuid, 'to:' || address, 1, ${now}::timestamptz
      from unnest(${[...addresses].sort()}::text[]) with ordinality as given (address, position) order by position
    on conflict (partner_id, subject) do update set last_at = excluded.last_at, used = allowance.used + 1
      where allowance.last_at <= ${free}::timestamptz
    returning subject`.execute(db)
  const taken = new Set(rows.map(({ subject }) => subject.slice(3)))
  return addresses.filter((address) => !taken.has(address))
}

/** Takes `count` mails of the day's allowance, all or none; returns whether that many were left. */
export async function takeDailyAllowance(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  { day, limits: { mailsPerDay } }: { day: string; limits: MailsOfDay },
  count: number,
  now: Date,
): Promise<boolean> {
  if (count > mailsPerDay) return false
  const { rows } = await sql`
    insert into send_allowance as allowance (partner_id, subject, used, last_at)
    values (${partnerId}, ${`day:${day}`}, ${count}, ${now})
    on conflict (partner_id, subject) do update set used = allowance.used + excluded.used, last_at = excluded.last_at
      where allowance.used + excluded.used <= ${mailsPerDay}
    returning used`.execute(db)
  return rows.length === 1
}

/** Takes the day's allowance for each of these domains, and returns those that had too little left. */
export async function takeDomainAllowances(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  { day, limits: { mailsPerDomainAndDay } }: { day: string; limits: MailsOfDay },
  mailsByDomain: Map<string, number>,
  now: Date,
): Promise<string[]> {
  const domains = [...mailsByDomain.keys()].sort()
  const counts = domains.map((domain) => mailsByDomain.get(domain))
  const start = `domain:${day}:`
  const { rows } = await sql<{ subject: string }>`
    insert into send_allowance as allowance (partner_id, subject, used, last_at)
    select ${partnerId}::uuid, ${start}::text || domain, count, ${now}::timestamptz
      from unnest(${domains}::text[], ${counts}::integer[]) with ordinality as given (domain, count, position)
      where count <= ${mailsPerDomainAndDay} order by position
    on conflict (partner_id, subject) do update set used = allowance.used + excluded.used, last_at = excluded.last_at
      where allowance.used + excluded.used <= ${mailsPerDomainAndDay}
    returning subject`.execute(db)
  const taken = new Set(rows.map(({ subject }) => subject.slice(start.length)))
  return domains.filter((domain) => !taken.has(domain))
}

/** Gives back a day's allowances of mails that never went. */
export async function returnAllowances(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  { addresses, day, domains }: { addresses: string[]; day: string; domains: Map<string, number> },
): Promise<void> {
  await sql`
    update send_allowance allowance set used = used - count,
      last_at = case when subject like 'to:%' then last_at - make_interval(hours => ${sendLimits.hoursPerRecipient})
        else last_at end
    from (select 'to:' || address as returned, 1 as count from unnest(${addresses}::text[]) address
      union all select ${`domain:${day}:`} || domain, count
        from unnest(${[...domains.keys()]}::text[], ${[...domains.values()]}::integer[]) of_domain (domain, count)
      union all select ${`day:${day}`}, ${addresses.length}) given
    where partner_id = ${partnerId} and subject = returned`.execute(db)
}

/** The addresses that get no more mails of the partner, and why, as far back as its log goes. */
export async function findRefusingRecipients(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  addresses: string[],
): Promise<Record<'bounced' | 'suppressed' | 'complained', string[]>> {
  const rows = await db
    .selectFrom('requestRecipient')
    .select(['address', 'status'])
    .distinct()
    .where('partnerId', '=', partnerId)
    .where(sql<boolean>`address = any(${addresses}::text[])`)
    .where('status', 'in', ['bounced', 'suppressed', 'complained'])
    .execute()
  const havingStatus = (status: string) =>
    addresses.filter((address) => rows.some((row) => row.address === address && row.status === status))
  return {
    bounced: havingStatus('bounced'),
    suppressed: havingStatus('suppressed'),
    complained: havingStatus('complained'),
  }
}

/** Counts the mails that were sent for a partner since a moment, and the complaints about them. */
export async function findSendRecord(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  since: Date,
): Promise<SendRecord> {
  const row = await db
    .selectFrom('requestRecipient')
    .select(({ fn }) => [
      fn.countAll<string>().as('sent'),
      fn.countAll<string>().filterWhere('status', '=', 'complained').as('complaints'),
    ])
    .where('partnerId', '=', partnerId)
    .where('statusAt', '>', since)
    .where('status', 'in', ['sent', 'delivered', 'bounced', 'complained'])
    .executeTakeFirstOrThrow()
  return { sent: Number(row.sent), complaints: Number(row.complaints) }
}
