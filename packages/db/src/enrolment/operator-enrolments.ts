import type { Id } from '@entente/domain/core/id'
import type { PartnerKind, PartnerStatus } from '@entente/domain/core/organisation'
import type { ContactState } from '@entente/domain/enrolment/contact-verification'
import type { EnrolmentState } from '@entente/domain/enrolment/enrolment'
import type { ApplicationListInput } from '@entente/domain/enrolment/enrolment-input'
import { type SqlBool, sql } from 'kysely'
import { readCursor, writeCursor } from '../core/cursor.ts'
import type { OperatorDb } from '../core/scopes.ts'

/** An application as the operator's list shows it. Name and country are those that the applicant entered. */
export type Application = {
  id: Id<'organisation'>
  legalName: string
  country: string
  kind: PartnerKind
  state: EnrolmentState
  contactStatus: ContactState
  stateSince: Date
  submittedAt: Date | null
  mpnId: string | null
  assigneeId: Id<'account'> | null
  assignee: string | null
}

type Wanted = Omit<ApplicationListInput, 'assignee' | 'olderThanDays'> & {
  /** Null finds the applications without an assignee. */
  assignee?: Id<'account'> | null | undefined
  before?: Date | undefined
}

/** One page of applications, those that have been in their state longest first, by keyset. */
export async function listApplications(
  db: OperatorDb,
  { states, kind, assignee, before, search = '', cursor, limit }: Wanted,
): Promise<{ applications: Application[]; nextCursor: string | null }> {
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
  if (before) query = query.where('enrolment.stateSince', '<=', before)
  if (search.trim()) query = query.where(matches(search.trim()))
  const rows = await query.execute()
  // Check constraints limit the unions to their values.
  const page = rows.slice(0, limit) as Application[]
  const last = page.at(-1)
  const hasMore = rows.length > limit && last
  return {
    applications: page,
    nextCursor: hasMore ? writeCursor([last.stateSince.toISOString(), last.id]) : null,
  }
}

// A cursor holds milliseconds; within the same millisecond the id decides.
const stateSince = sql<Date>`date_trunc('milliseconds', enrolment.state_since)`

/** Matches the beginning of the name, an MPN ID or a partner ID. */
function matches(search: string) {
  const wanted = search.toLowerCase()
  const name = sql`lower(profile.legal_name) collate "C"`
  return sql<SqlBool>`((${name} >= ${wanted} and ${name} < ${`${wanted}\u{10FFFF}`})
    or enrolment.mpn_id = ${search} or organisation.partner_number = ${search})`
}

/** The company behind an application, with what is verified about it, and its partner status. */
export async function findApplyingCompany(db: OperatorDb, id: Id<'organisation'>) {
  const row = await db
    .selectFrom('organisation')
    .select(['legalName', 'country', 'partnerNumber', 'partnerStatus', 'verifiedAt'])
    .where('id', '=', id)
    .where('kind', '=', 'partner')
    .executeTakeFirst()
  // A check constraint gives every partner a status.
  return row && { ...row, partnerStatus: row.partnerStatus as PartnerStatus }
}

export const listSignedAgreements = (db: OperatorDb, id: Id<'organisation'>) =>
  db
    .selectFrom('partnerAgreement')
    .select(['id', 'name', 'version', 'signerName', 'signedAt'])
    .where('organisationId', '=', id)
    .orderBy('id', 'desc')
    .execute()

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

type VerifiedCard = { legalName: string; country: string }

/** Saves the reviewed name and country as the verified ones of the company. */
export const saveVerifiedCard = (
  db: OperatorDb,
  id: Id<'organisation'>,
  card: VerifiedCard,
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('organisation')
    .set({ ...card, verifiedAt: now })
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
