import type { Id } from '@entente/domain/core/id'
import { sql } from 'kysely'
import type { OperatorDb, PartnerDb, Scoped } from '../core/scopes.ts'

export type ContactStatus = 'none' | 'sent' | 'verified' | 'denied' | 'bounced'

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
  contactStatus: ContactStatus
  contactSentAt: Date | null
  contactVerifiedAt: Date | null
  contactMailId: Id<'outbox'> | null
  supportEmail: string | null
  supportPhone: string | null
  supportWebsite: string | null
  /** The card that was verified, while a change of it is under review. */
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

/** What a change of it is reviewed for (4.2): legal name, address and primary contact. */
const card = [
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

/** Saves a change. The first one of the card of an enrolled partner keeps the card that was verified before. */
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
      card.some((field) => field in change),
      (query) => query.set({ beforeChange: keptCard(id) }),
    )
    .where('organisationId', '=', id)
    .execute()

const keptCard = (id: Id<'organisation'>) => sql<string | null>`coalesce(before_change,
  (select to_jsonb(partner_profile) - 'before_change' from enrolment e
    where e.organisation_id = ${id} and e.state in ('active', 're_review')))`

/** The changed card is the verified one from now on. */
export const confirmPartnerCard = (db: OperatorDb, id: Id<'organisation'>): Promise<unknown> =>
  db.updateTable('partnerProfile').set({ beforeChange: null }).where('organisationId', '=', id).execute()

/** Drops a change of the card that was refused: back to what was verified before. */
export const restorePartnerCard = (db: OperatorDb, id: Id<'organisation'>, now: Date): Promise<unknown> =>
  db
    .updateTable('partnerProfile')
    .from(
      sql<PartnerProfile>`(select (jsonb_populate_record(p, p.before_change)).* from partner_profile p
        where p.organisation_id = ${id})`.as('before'),
    )
    .set(({ ref }) => Object.fromEntries(card.map((field) => [field, ref(`before.${field}`)])))
    .set({ beforeChange: null, updatedAt: now })
    .where('partnerProfile.organisationId', '=', id)
    .where('partnerProfile.beforeChange', 'is not', null)
    .execute()

/** The newest verification mail came back: the address cannot be reached (4.3). A late report of an older one is nothing. */
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
