import type { Id } from '@entente/domain/core/id'
import type { PartnerKind } from '@entente/domain/core/organisation'
import type { MpnProfile } from '@entente/domain/enrolment/mpn-profile'
import { sql } from 'kysely'
import type { Row } from '../core/row.ts'
import type * as schema from '../core/schema.gen.ts'
import type { AuthDb, PartnerDb, Scoped } from '../core/scopes.ts'
import { cutOf } from '../core/search.ts'
import { type Enrolment, insertEnrolment } from './enrolments.ts'

type Company = {
  id: Id<'organisation'>
  legalName: string
  country: string
  kind: PartnerKind
  applicantId: Id<'account'>
  knownAs: Id<'organisation'> | null
  /** Of the account that the company has already; null when it has none that this kind can use. */
  membership: MpnProfile | null
}

/** Creates a company that begins to enrol: a partner without a partner ID, and its application (§4.2). */
export async function insertApplicant(db: AuthDb, company: Company, now: Date): Promise<void> {
  const { id, legalName, country, kind } = company
  await db
    .insertInto('organisation')
    .values({
      ...{ id, kind: 'partner', legalName, country, createdAt: now },
      ...{ partnerKind: kind, partnerStatus: 'enrolling' },
      ...cutOf(legalName),
    })
    .execute()
  const known = company.membership ? 'membership_linked' : 'membership_postponed'
  await insertEnrolment(db, { ...company, state: company.knownAs ? known : 'signed_in' }, now)
}

/** The membership of a company's account, unless an application for another kind of account holds it already. */
export async function findKnownMembership(
  db: AuthDb,
  id: Id<'organisation'>,
  kind: PartnerKind,
): Promise<MpnProfile | null> {
  const row = await db
    .selectFrom('enrolment')
    .select('membership')
    .$narrowType<{ membership: MpnProfile | null }>()
    .where('organisationId', '=', id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('enrolment as other')
            .select('other.organisationId')
            .whereRef('other.mpnId', '=', 'enrolment.mpnId')
            .where('other.kind', '=', kind)
            .where('other.state', 'not in', ['rejected', 'closed']),
        ),
      ),
    )
    .executeTakeFirst()
  return row?.membership ?? null
}

/** Those of the MPN IDs that other companies' applications hold for this kind of account (R-095); not which companies. */
export async function findMpnIdsInUse(
  db: PartnerDb,
  mpnIds: string[],
  { kind, organisationId }: Pick<Enrolment, 'kind' | 'organisationId'>,
): Promise<Set<string>> {
  const { rows } = await sql<{ mpnId: string }>`select mpn_id from unnest(${mpnIds}::text[]) as mpn_id
    where mpn_in_use(mpn_id, ${kind}, ${organisationId})`.execute(db)
  return new Set(rows.map(({ mpnId }) => mpnId))
}

/** Saves a signature; of two presses at once, one counts. */
export const insertPartnerAgreement = (
  db: PartnerDb,
  agreement: Row<schema.PartnerAgreement>,
): Promise<unknown> =>
  db
    .insertInto('partnerAgreement')
    .values(agreement)
    .onConflict((conflict) => conflict.doNothing())
    .execute()

/** The agreements that the company signed, the newest first. */
export const listPartnerAgreements = (
  db: Scoped<'partner' | 'operator'>,
  organisationId: Id<'organisation'>,
) =>
  db
    .selectFrom('partnerAgreement')
    .select(['id', 'accountId', 'legalName', 'signerName', 'name', 'version', 'signedAt'])
    .where('organisationId', '=', organisationId)
    .orderBy('signedAt', 'desc')
    .execute()

/** Makes the company a partner. The row policy lets only an accepted company do this, for itself. */
export const activatePartner = (db: PartnerDb, id: Id<'organisation'>): Promise<unknown> =>
  db.updateTable('organisation').set({ partnerStatus: 'active' }).where('id', '=', id).execute()

/** The global admin who began an application, who gets mails about it beside its contact. */
export const findApplicant = (db: Scoped<'partner' | 'auth'>, id: Id<'account'>) =>
  db
    .selectFrom('auth.account')
    .select(['id', 'name', 'email', 'locale', 'timeZone'])
    .where('id', '=', id)
    .executeTakeFirst()

/** The companies that a person may act for: their active memberships, with each company's kind, number and status. */
export async function listWorkplaces(db: AuthDb, accountId: Id<'account'>) {
  return db
    .selectFrom('auth.membership as membership')
    .innerJoin('organisation', 'organisation.id', 'membership.organisationId')
    .select([
      'membership.id as membershipId',
      'organisation.id',
      'organisation.legalName',
      'organisation.partnerKind',
      'organisation.partnerNumber as partnerId',
      'organisation.partnerStatus as status',
    ])
    .where('membership.accountId', '=', accountId)
    .where('membership.status', '=', 'active')
    .orderBy('membership.createdAt')
    .execute()
}
