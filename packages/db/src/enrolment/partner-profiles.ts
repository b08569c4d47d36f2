import type { Id } from '@entente/domain/core/id'
import type { ContactState } from '@entente/domain/enrolment/contact-verification'
import { sql } from 'kysely'
import type { OperatorDb, PartnerDb, Scoped } from '../core/scopes.ts'

/** Legal business profile, primary contact and customer support information. */
export type PartnerProfile = {
  organisationId: Id<'organisation'>
  legalName: string
  country: string
  registrationNumber: string | null
  addressLine1: string | null
  addressLine2: string | null
  city: string | null
  region: string | null
  postalCode: string | null
  contactIsApplicant: boolean | null
  contactName: string | null
  contactEmail: string | null
  contactPhone: string | null
  contactStatus: ContactState
  contactSentAt: Date | null
  contactVerifiedAt: Date | null
  contactMailId: Id<'outbox'> | null
  supportEmail: string | null
  supportPhone: string | null
  supportWebsite: string | null
  /** The profile that was verified before, while a change of it is under review. */
  beforeChange: unknown
  updatedAt: Date
}

export async function findPartnerProfile(
  db: Scoped<'partner' | 'operator' | 'auth'>,
  id: Id<'organisation'>,
): Promise<PartnerProfile | undefined> {
  const row = await db
    .selectFrom('partnerProfile')
    .selectAll()
    .where('organisationId', '=', id)
    .executeTakeFirst()
  return row as PartnerProfile | undefined
}

/** The fields whose change is reviewed (§4.2): legal name, address and primary contact. */
const reviewedFields = [
  'legalName',
  'country',
  'registrationNumber',
  'addressLine1',
  'addressLine2',
  'city',
  'region',
  'postalCode',
  'contactIsApplicant',
  'contactName',
  'contactEmail',
  'contactPhone',
  'contactStatus',
  'contactSentAt',
  'contactVerifiedAt',
  'contactMailId',
] as const

/** Saves a change. Before the first change of a reviewed field, an enrolled partner's verified profile is kept. */
export const savePartnerProfile = (
  db: Scoped<'partner' | 'operator' | 'auth'>,
  id: Id<'organisation'>,
  change: Partial<Omit<PartnerProfile, 'organisationId' | 'beforeChange' | 'updatedAt'>>,
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('partnerProfile')
    .set({ ...change, updatedAt: now })
    .$if(
      reviewedFields.some((field) => field in change),
      (query) => query.set({ beforeChange: verifiedProfile(id) }),
    )
    .where('organisationId', '=', id)
    .execute()

const verifiedProfile = (id: Id<'organisation'>) => sql<string | null>`coalesce(before_change,
  (select to_jsonb(partner_profile) - 'before_change' from enrolment e
    where e.organisation_id = ${id} and e.state in ('active', 're_review')))`

/** Accepts a change: the changed profile is the verified one from now on. */
export const confirmPartnerCard = (db: OperatorDb, id: Id<'organisation'>): Promise<unknown> =>
  db.updateTable('partnerProfile').set({ beforeChange: null }).where('organisationId', '=', id).execute()

/** Drops a change that was rejected: the reviewed fields get back the values that were verified before. */
export const restorePartnerCard = (db: OperatorDb, id: Id<'organisation'>, now: Date): Promise<unknown> =>
  db
    .updateTable('partnerProfile')
    .from(
      sql<PartnerProfile>`(select (jsonb_populate_record(p, p.before_change)).* from partner_profile p
        where p.organisation_id = ${id})`.as('before'),
    )
    .set(({ ref }) => Object.fromEntries(reviewedFields.map((field) => [field, ref(`before.${field}`)])))
    .set({ beforeChange: null, updatedAt: now })
    .where('partnerProfile.organisationId', '=', id)
    .where('partnerProfile.beforeChange', 'is not', null)
    .execute()

/** Records that the newest verification mail bounced (§4.3). A late report about an older mail is ignored. */
export const saveContactBounce = (
  db: PartnerDb,
  id: Id<'organisation'>,
  mailId: string,
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('partnerProfile')
    .set({ contactStatus: 'bounced', updatedAt: now })
    .where('organisationId', '=', id)
    .where('contactMailId', '=', mailId as Id<'outbox'>)
    .where('contactStatus', 'in', ['sent', 'verified'])
    .execute()
