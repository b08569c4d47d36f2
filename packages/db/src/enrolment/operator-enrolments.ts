import type { Id } from '@entente/domain/core/id'
import type { PartnerKind, PartnerStatus } from '@entente/domain/core/organisation'
import type { ContactState } from '@entente/domain/enrolment/contact-verification'
import type { EnrolmentState } from '@entente/domain/enrolment/enrolment'
import type { ApplicationListInput } from '@entente/domain/enrolment/enrolment-input'
import { type NextActor, nextActors, openStates, reviewedStates } from '@entente/domain/enrolment/next-actor'
import { type SqlBool, sql } from 'kysely'
import { pageOf, readCursor } from '../core/cursor.ts'
import type { OperatorDb } from '../core/scopes.ts'
import { cutAgainOf, matchesSearch } from '../core/search.ts'
import type { Enrolment } from './enrolments.ts'
import type { PartnerProfile } from './partner-profiles.ts'

type Wanted = Omit<ApplicationListInput, 'assignee' | 'olderThanDays'> & {
  /** Null finds the applications without an assignee. */
  assignee?: Id<'account'> | null | undefined
  before?: Date | undefined
}

/**
 * One page of applications, those that have been in their state longest first, by keyset. Name and country are those that
 * the applicant entered.
 */
export async function listApplications(
  db: OperatorDb,
  { states, kind, assignee, next, before, search = '', cursor, limit }: Wanted,
) {
  const after = readCursor(cursor, ['time', 'id'])
  let query = db
    .selectFrom('enrolment')
    .innerJoin('partnerProfile as profile', 'profile.organisationId', 'enrolment.organisationId')
    .innerJoin('organisation', 'organisation.id', 'enrolment.organisationId')
    .leftJoin('enrolmentReview as review', 'review.organisationId', 'enrolment.organisationId')
    .leftJoin('auth.account as assignee', 'assignee.id', 'review.assigneeId')
    .select([
      'enrolment.organisationId as id',
      'profile.legalName',
      'profile.country',
      'enrolment.kind',
      'enrolment.state',
      'profile.contactStatus',
      'enrolment.stateSince',
      'enrolment.submittedAt',
      'enrolment.mpnId',
      'review.assigneeId',
      'assignee.name as assignee',
    ])
    // Check constraints limit the unions to their values.
    .$narrowType<{ kind: PartnerKind; state: EnrolmentState; contactStatus: ContactState }>()
    .orderBy(stateSince)
    .orderBy('enrolment.organisationId')
    .limit(limit + 1)
  if (after)
    query = query.where(
      sql<SqlBool>`(${stateSince}, enrolment.organisation_id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`,
    )
  if (states?.length) query = query.where('enrolment.state', 'in', states)
  if (kind) query = query.where('enrolment.kind', '=', kind)
  if (assignee !== undefined) query = query.where('review.assigneeId', assignee ? '=' : 'is', assignee)
  if (next) query = query.where(sql<SqlBool>`${nextOf} = ${next}`)
  if (before) query = query.where('enrolment.stateSince', '<=', before)
  if (search.trim()) query = query.where(matches(search.trim()))
  const rows = await query.execute()
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.stateSince.toISOString(), last.id])
  return {
    applications: page,
    nextCursor,
  }
}

/** `nextActor` of an application that is not active, in SQL. */
const nextOf = sql`case when not enrolment.state = any(${reviewedStates}::text[]) then 'applicant'
  when profile.contact_status = 'verified' then 'operator' when profile.contact_status = 'sent' then 'contact'
  else 'applicant' end`

/** The open applications that wait for one side. */
export type ApplicationQueue = {
  next: NextActor
  count: number
  /** Since when the one that waits longest has been in its state. */
  oldest: Date | null
  mine: number
  unassigned: number
  /** Of those that have waited since before a moment. */
  overdue: number
}

/** The open applications by who has to act next, the operator first. */
export async function countOpenApplications(
  db: OperatorDb,
  { me, overdueBefore }: { me: Id<'account'>; overdueBefore: Date },
): Promise<ApplicationQueue[]> {
  const { rows } = await sql<ApplicationQueue>`
    select ${nextOf} as next, count(*)::integer as count, min(enrolment.state_since) as oldest,
      count(*) filter (where review.assignee_id = ${me})::integer as mine,
      count(*) filter (where review.assignee_id is null)::integer as unassigned,
      count(*) filter (where enrolment.state_since <= ${overdueBefore})::integer as overdue
    from enrolment join partner_profile profile using (organisation_id)
      left join enrolment_review review using (organisation_id)
    where enrolment.state = any(${openStates}::text[]) group by 1`.execute(db)
  const none = { count: 0, oldest: null, mine: 0, unassigned: 0, overdue: 0 }
  return nextActors.map((next) => rows.find((row) => row.next === next) ?? { next, ...none })
}

// A cursor holds milliseconds; within the same millisecond the id decides.
const stateSince = sql<Date>`date_trunc('milliseconds', enrolment.state_since)`

/** Matches words of the entered or of the verified name, an MPN ID or a partner ID; each part has an index of its own. */
const matches = (search: string) => sql<SqlBool>`enrolment.organisation_id in (
    select organisation_id from partner_profile where ${matchesSearch('partnerProfile.terms', search)}
    union all select id from organisation
      where ${matchesSearch('organisation.terms', search)} or partner_number = ${search}
    union all select organisation_id from enrolment where mpn_id = ${search})`

/**
 * The company behind an application, with what is verified about it, its partner status, and the name of the partner
 * that it already is.
 */
export const findApplyingCompany = (db: OperatorDb, { organisationId, knownAs }: Enrolment) =>
  db
    .selectFrom('organisation')
    .leftJoin('organisation as known', (join) => join.on('known.id', '=', knownAs))
    .select([
      'organisation.legalName',
      'organisation.country',
      'organisation.partnerNumber',
      'organisation.partnerStatus',
      'organisation.verifiedAt',
      'known.legalName as knownName',
    ])
    // A check constraint gives every partner a status.
    .$narrowType<{ partnerStatus: PartnerStatus }>()
    .where('organisation.id', '=', organisationId)
    .executeTakeFirstOrThrow()

/** The names of accounts of any organisation: an operator reads who did what. */
export async function accountNames(
  db: OperatorDb,
  ids: readonly (Id<'account'> | null)[],
): Promise<Map<Id<'account'>, { name: string; email: string }>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await db
    .selectFrom('auth.account')
    .select(['id', 'name', 'email'])
    .where('id', 'in', wanted)
    .execute()
  return new Map(rows.map(({ id, name, email }) => [id, { name, email }]))
}

/** Saves the reviewed name and country as the verified ones of the company. */
export const saveVerifiedCompanyProfile = (
  db: OperatorDb,
  id: Id<'organisation'>,
  { legalName, country }: Pick<PartnerProfile, 'legalName' | 'country'>,
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('organisation')
    .set({ legalName, country, verifiedAt: now, ...cutAgainOf(legalName) })
    .where('id', '=', id)
    .execute()

/** Gives a company its partner ID unless it has one; returns false when another company has this partner ID. */
export async function savePartnerNumber(
  db: OperatorDb,
  id: Id<'organisation'>,
  partnerNumber: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('organisation')
    .set({ partnerNumber: sql`coalesce(partner_number, ${partnerNumber})` })
    .where('id', '=', id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('organisation as other')
            .select('other.id')
            .where('other.partnerNumber', '=', partnerNumber),
        ),
      ),
    )
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}
