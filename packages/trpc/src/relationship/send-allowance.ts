import { batch } from '@entente/db/core/batch'
import type { PartnerDb } from '@entente/db/core/scopes'
import type { Session } from '@entente/db/identity/sessions'
import {
  findRefusingRecipients,
  findSendRecord,
  lockSending,
  returnAllowances,
  takeDailyAllowance,
  takeDomainAllowances,
  takeRecipientAllowances,
} from '@entente/db/relationship/send-allowance'
import { dayAt, nextDay, startOfDay } from '@entente/domain/core/local-day'
import { domainOf } from '@entente/domain/identity/account'
import { mayBeSentFor, sendLimits } from '@entente/domain/relationship/send-limits'
import type { Context } from '../core/context.ts'
import { refused, settled } from '../core/refused.ts'

type Ctx = Context & {
  db: PartnerDb
  session: Session & { organisation: NonNullable<Session['organisation']> }
}

/**
 * Takes the allowance for mails to these addresses, in the transaction that sends them: all of it, or none and a
 * refusal. The refusal names the recipients that complained, bounced, are suppressed or had a mail just now (S19). A day begins and ends
 * in the cloud's time zone.
 */
export async function takeAllowance({ db, session, cloud, now }: Ctx, addresses: string[]): Promise<void> {
  const partnerId = session.organisation.id
  const since = new Date(now.getTime() - sendLimits.complaintDays * 86_400_000)
  const [, record, refusing] = await batch([
    lockSending(db, partnerId),
    findSendRecord(db, partnerId, since),
    findRefusingRecipients(db, partnerId, addresses),
  ])
  settled(mayBeSentFor(record))
  const { complained, bounced, suppressed } = refusing
  if (complained.length > 0) throw refused({ code: 'recipient_complained', addresses: complained })
  if (bounced.length > 0) throw refused({ code: 'recipient_bounced', addresses: bounced })
  if (suppressed.length > 0) throw refused({ code: 'recipient_suppressed', addresses: suppressed })
  const day = dayAt(now, cloud.timeZone)
  const limits = cloud.requests
  const [tooSoon, domains, isWithinDay] = await batch([
    takeRecipientAllowances(db, partnerId, addresses, now),
    takeDomainAllowances(db, partnerId, { day, limits }, countByDomain(addresses), now),
    takeDailyAllowance(db, partnerId, { day, limits }, addresses.length, now),
  ])
  if (tooSoon.length > 0) {
    const retryAfterSeconds = sendLimits.hoursPerRecipient * 3600
    throw refused({ code: 'recipient_recently_mailed', addresses: tooSoon, retryAfterSeconds })
  }
  const secondsLeft = Math.ceil((startOfDay(nextDay(day), cloud.timeZone).getTime() - now.getTime()) / 1000)
  if (domains.length > 0)
    throw refused({ code: 'domain_limit_reached', domains, retryAfterSeconds: secondsLeft })
  if (!isWithinDay) throw refused({ code: 'daily_limit_reached', retryAfterSeconds: secondsLeft })
}

/** Gives back what mails took that were withdrawn before they went: the same addresses may be mailed at once. */
export async function returnAllowance(
  { db, session, cloud }: Ctx,
  mails: { address: string; createdAt: Date }[],
): Promise<void> {
  const partnerId = session.organisation.id
  for (const [day, sameDay] of Map.groupBy(mails, (mail) => dayAt(mail.createdAt, cloud.timeZone))) {
    const addresses = sameDay.map(({ address }) => address)
    await returnAllowances(db, partnerId, { addresses, day, domains: countByDomain(addresses) })
  }
}

function countByDomain(addresses: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const domain of addresses.map(domainOf)) counts.set(domain, (counts.get(domain) ?? 0) + 1)
  return counts
}
