import type { Id } from '@entente/domain/core/id'
import type { Locale } from '@entente/domain/core/locale'
import type { PartnerStatus } from '@entente/domain/core/organisation'
import type { ReferralListFilters, ReferralSource, ReferralStatus } from '@entente/domain/customer/referral'
import { sql } from 'kysely'
import { pageRows, readCursor, writeCursor } from '../core/cursor.ts'
import type { AuthDb, KeeperDb, OperatorDb, PartnerDb, Scoped } from '../core/scopes.ts'
import { foundBy, matchesSearch } from '../core/search.ts'

/** Check constraints limit both. */
type Narrowed = { source: ReferralSource; status: ReferralStatus }

const referrals = (db: Scoped<'partner' | 'operator'>) =>
  db
    .selectFrom('referral')
    .select(['referral.id', 'referral.partnerId', 'referral.source', 'referral.providerId'])
    .select(['company', 'referral.country', 'message', 'referral.status'])
    .select(['referral.createdAt', 'deadline', 'answeredAt', 'closedAt'])
    .$narrowType<Narrowed>()

export type ReferralRow = Awaited<ReturnType<ReturnType<typeof referrals>['executeTakeFirstOrThrow']>>

/** Whose referrals: those that a partner got, or those that it sent as a provider. */
export type Side = 'received' | 'sent'
const column = { received: 'referral.partnerId', sent: 'referral.providerId' } as const

const isNow = (now: Date) =>
  sql<ReferralStatus>`case when referral.status = 'new' and deadline <= ${now} then 'expired' else referral.status end`

/** One page, the newest first, in the statuses of this moment. */
const pageOf = (
  db: Scoped<'partner' | 'operator'>,
  { status, source, search, cursor, limit }: ReferralListFilters,
  now: Date,
) => {
  const [after] = readCursor(cursor, ['id']) ?? []
  return (
    referrals(db)
      .select(isNow(now).as('status'))
      .$if(status !== undefined, (query) => query.where(isNow(now), '=', status ?? 'new'))
      .$if(source !== undefined, (query) => query.where('referral.source', '=', source ?? ''))
      .$if(Boolean(search), (query) => query.where(matchesSearch('referral.terms', search ?? '')))
      // A cursor's id is one of ours, or finds nothing.
      .$if(after !== undefined, (query) => query.where('referral.id', '<', after as Id<'referral'>))
      .orderBy('referral.id', 'desc')
      .limit(pageRows(limit))
  )
}

const paged = <R extends { id: string }>(rows: R[], limit: number) => ({
  referrals: rows.slice(0, limit),
  nextCursor: rows.length > limit ? writeCursor([rows[limit - 1]?.id ?? '']) : null,
})

/** A partner's referrals, with the other partner where a provider referred the customer. */
export async function listReferrals(
  db: PartnerDb,
  { side, ownId }: { side: Side; ownId: Id<'organisation'> },
  filters: ReferralListFilters,
  now: Date,
) {
  const other = side === 'received' ? 'referral.providerId' : 'referral.partnerId'
  const rows = await pageOf(db, filters, now)
    .leftJoin('organisation as other', 'other.id', other)
    .select('other.legalName as otherName')
    .where(column[side], '=', ownId)
    .execute()
  return paged(rows, filters.limit)
}

export async function listAllReferrals(db: OperatorDb, filters: ReferralListFilters, now: Date) {
  const rows = await pageOf(db, filters, now)
    .innerJoin('organisation as partner', 'partner.id', 'referral.partnerId')
    .select('partner.legalName as partnerName')
    .execute()
  return paged(rows, filters.limit)
}

/** One referral of a partner, as the side that got or sent it reads it. */
export const findReferral = (
  db: PartnerDb,
  { side, ownId }: { side: Side; ownId: Id<'organisation'> },
  id: Id<'referral'>,
) =>
  referrals(db)
    .leftJoin(
      'organisation as other',
      'other.id',
      side === 'received' ? 'referral.providerId' : 'referral.partnerId',
    )
    .select('other.legalName as otherName')
    .where('referral.id', '=', id)
    .where(column[side], '=', ownId)
    .executeTakeFirst()

/** Locks a referral that the partner got: of two answers at once, the second sees the first. */
export const lockReferral = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  id: Id<'referral'>,
): Promise<ReferralRow | undefined> =>
  referrals(db)
    .where('referral.id', '=', id)
    .where('referral.partnerId', '=', partnerId)
    .forUpdate('referral')
    .executeTakeFirst()

/** How many of a partner's referrals wait for its answer, and when the first one's time ends. */
export async function countWaitingReferrals(db: PartnerDb, partnerId: Id<'organisation'>, now: Date) {
  const { count, deadline } = await db
    .selectFrom('referral')
    .select((eb) => [eb.fn.countAll().as('count'), eb.fn.min('deadline').as('deadline')])
    .where('partnerId', '=', partnerId)
    .where('status', '=', 'new')
    .where('deadline', '>', now)
    .executeTakeFirstOrThrow()
  return { count: Number(count), deadline }
}

export type ReferralContact = { name: string; email: string; phone: string }

/** Who asks for the customer, as far as the scope may read it. */
export const findReferralContact = (
  db: PartnerDb,
  id: Id<'referral'>,
): Promise<ReferralContact | undefined> =>
  db
    .selectFrom('referralContact')
    .select(['name', 'email', 'phone'])
    .where('referralId', '=', id)
    .executeTakeFirst()

type Referred = { source: 'directory' } | { source: 'operator'; operatorId: Id<'account'> } | By
type By = { source: 'provider'; providerId: Id<'organisation'>; referredBy: Id<'account'> }
type NewReferral = Referred & {
  id: Id<'referral'>
  partnerId: Id<'organisation'>
  company: string
  country: string
  message: string
  status: 'new'
  createdAt: Date
  deadline: Date
  nextReminderAt: Date | null
}

export async function insertReferral(
  db: Scoped<'auth' | 'operator' | 'partner'>,
  referral: NewReferral,
  contact: ReferralContact & { locale?: Locale },
): Promise<void> {
  await db
    .insertInto('referral')
    .values({ ...referral, ...foundBy(referral.company) })
    .execute()
  const { id: referralId, partnerId } = referral
  await db
    .insertInto('referralContact')
    .values({ referralId, partnerId, ...contact })
    .execute()
}

/** What the partner decided; `by` answered it. */
export const saveReferral = (
  db: PartnerDb,
  id: Id<'referral'>,
  change: {
    status: ReferralStatus
    closedAt: Date | null
    answeredBy?: Id<'account'>
    answeredAt?: Date
  },
): Promise<unknown> => db.updateTable('referral').set(change).where('id', '=', id).execute()

/** Whether a partner may be referred to: its status, and whether it shows a profile to customers. */
export async function findReferable(db: Scoped<'auth' | 'operator'>, partnerId: Id<'organisation'>) {
  const row = await db
    .selectFrom('organisation')
    .leftJoin('businessProfile', 'businessProfile.partnerId', 'organisation.id')
    .select(['legalName', 'partnerStatus', 'businessProfile.publishedAt'])
    .where('organisation.id', '=', partnerId)
    .where('organisation.kind', '=', 'partner')
    .executeTakeFirst()
  // A check constraint gives a partner its status.
  return (
    row && {
      legalName: row.legalName,
      status: row.partnerStatus as PartnerStatus,
      hasPublishedProfile: row.publishedAt !== null,
    }
  )
}

/** What the mails at the end of a referral need (M-18). */
export const findClosedReferral = (db: AuthDb, id: Id<'referral'>) =>
  db
    .selectFrom('referral')
    .innerJoin('organisation as partner', 'partner.id', 'referral.partnerId')
    .innerJoin('referralContact as contact', 'contact.referralId', 'referral.id')
    .leftJoin('auth.account as referrer', 'referrer.id', 'referral.referredBy')
    .select(['referral.source', 'referral.status', 'referral.company', 'partner.legalName as partnerName'])
    .select(['contact.name', 'contact.email', 'contact.locale'])
    .select(['referrer.email as referrerEmail', 'referrer.name as referrerName'])
    .select('referrer.locale as referrerLocale')
    .where('referral.id', '=', id)
    .$narrowType<Narrowed>()
    .executeTakeFirst()

const open = (db: KeeperDb) =>
  db
    .selectFrom('referral')
    .select(['id', 'partnerId', 'providerId', 'deadline'])
    .select((eb) => eb.ref('status').$castTo<ReferralStatus>().as('status'))
    .where('status', '=', 'new')
    .forUpdate()
    .skipLocked()

/** Locks referrals whose time has passed: two workers never take the same one. */
export const lockExpiredReferrals = (db: KeeperDb, now: Date, limit: number) =>
  open(db).where('deadline', '<=', now).orderBy('deadline').limit(limit).execute()

/** Locks referrals whose next reminder is due. */
export const lockDueReminders = (db: KeeperDb, now: Date, limit: number) =>
  open(db)
    .where('nextReminderAt', '<=', now)
    .where('deadline', '>', now)
    .orderBy('nextReminderAt')
    .limit(limit)
    .execute()

export const saveReminder = (
  db: KeeperDb,
  id: Id<'referral'>,
  nextReminderAt: Date | null,
): Promise<unknown> => db.updateTable('referral').set({ nextReminderAt }).where('id', '=', id).execute()

export const saveExpired = (db: KeeperDb, id: Id<'referral'>, status: 'expired', closedAt: Date) =>
  db.updateTable('referral').set({ status, closedAt, nextReminderAt: null }).where('id', '=', id).execute()
