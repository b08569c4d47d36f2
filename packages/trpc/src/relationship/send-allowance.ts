import type { PartnerDb } from '@entente/db/core/scopes'
import type { Session } from '@entente/db/identity/sessions'
import {
  findRefusing,
  findSendRecord,
  takeDay,
  takeDomains,
  takeRecipients,
} from '@entente/db/relationship/send-allowance'
import { domainOf } from '@entente/domain/identity/account'
import { mayBeSentFor, sendLimits } from '@entente/domain/relationship/send-limits'
import type { Context } from '../core/context.ts'
import { refused, settled } from '../core/refused.ts'

type Ctx = Context & {
  db: PartnerDb
  session: Session & { organisation: NonNullable<Session['organisation']> }
}

/**
 * Takes what sending to these addresses costs, in the sending's own transaction: all of it or a refusal that names
 * whom to leave out: whoever does not want mail, whom none reaches, or who had one just now (S19). Days are the
 * cloud's own.
 */
export async function takeAllowance({ db, session, cloud, clock }: Ctx, addresses: string[]): Promise<void> {
  const now = clock()
  const partnerId = session.organisation.id
  const since = new Date(now.getTime() - sendLimits.complaintDays * 86_400_000)
  settled(mayBeSentFor(await findSendRecord(db, partnerId, since)))
  const { complained, bounced } = await findRefusing(db, partnerId, addresses)
  if (complained.length > 0) throw refused({ code: 'recipient_complained', addresses: complained })
  if (bounced.length > 0) throw refused({ code: 'recipient_bounced', addresses: bounced })
  const tooSoon = await takeRecipients(db, partnerId, addresses, now)
  if (tooSoon.length > 0) {
    const retryAfterSeconds = sendLimits.hoursPerRecipient * 3600
    throw refused({ code: 'recipient_recently_mailed', addresses: tooSoon, retryAfterSeconds })
  }
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: cloud.timeZone, dateStyle: 'short' }).format(now)
  const secondsLeft = secondsLeftToday(now, cloud.timeZone)
  const domains = await takeDomains(db, partnerId, day, countByDomain(addresses), now)
  if (domains.length > 0)
    throw refused({ code: 'domain_limit_reached', domains, retryAfterSeconds: secondsLeft })
  if (!(await takeDay(db, partnerId, day, addresses.length, now)))
    throw refused({ code: 'daily_limit_reached', retryAfterSeconds: secondsLeft })
}

function countByDomain(addresses: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const domain of addresses.map(domainOf)) counts.set(domain, (counts.get(domain) ?? 0) + 1)
  return counts
}

function secondsLeftToday(now: Date, timeZone: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    timeStyle: 'medium',
  })
    .format(now)
    .split(':')
    .map(Number)
  return 86_400 - (hours * 3600 + minutes * 60 + seconds)
}
