import type { Id } from '@entente/domain/core/id'
import type { PartnerKind } from '@entente/domain/core/organisation'
import type { EnrolmentState } from '@entente/domain/enrolment/enrolment'
import type { MembershipProfile } from '@entente/domain/enrolment/membership-profile'
import { sql } from 'kysely'
import { newId } from '../core/new-id.ts'
import type { AuthDb, Scoped } from '../core/scopes.ts'
import type { PartnerCard } from '../identity/organisations.ts'

export type Enrolment = {
  organisationId: Id<'organisation'>
  kind: PartnerKind
  state: EnrolmentState
  version: number
  applicantId: Id<'account'> | null
  /** The partner that the company already is; the application then only asks for its support contact. */
  knownAs: Id<'organisation'> | null
  createdAt: Date
  submittedAt: Date | null
  stateSince: Date
  reason: string | null
  failedFields: string[]
  mpnId: string | null
  membership: MembershipProfile | null
  membershipOptions: MembershipProfile[] | null
  optionsUntil: Date | null
}

const columns = [
  'organisationId',
  'kind',
  'state',
  'version',
  'applicantId',
  'knownAs',
  'createdAt',
  'submittedAt',
  'stateSince',
  'reason',
  'failedFields',
  'mpnId',
  'membership',
  'membershipOptions',
  'optionsUntil',
] as const

type ReaderDb = Scoped<'partner' | 'operator' | 'auth'>

/** A partner's application. Every partner has one; that of a partner that the operator created is `active`. */
export async function findEnrolment(db: ReaderDb, id: Id<'organisation'>): Promise<Enrolment | undefined> {
  const row = await db
    .selectFrom('enrolment')
    .select(columns)
    .where('organisationId', '=', id)
    .executeTakeFirst()
  // Check constraints limit the unions to their values; saveEnrolment is the only writer of the profiles.
  return row as Enrolment | undefined
}

/** Locks the application: of two people who act at once, the second sees what the first did. */
export async function lockEnrolment(db: ReaderDb, id: Id<'organisation'>): Promise<Enrolment | undefined> {
  const row = await db
    .selectFrom('enrolment')
    .select(columns)
    .where('organisationId', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row as Enrolment | undefined
}

export type NewEnrolment = Pick<Enrolment, 'kind' | 'state' | 'applicantId' | 'knownAs'> & {
  id: Id<'organisation'>
  legalName: string
  country: string
}

/** An application with the beginning of its profile, for an organisation that was just created. */
export async function insertEnrolment(db: AuthDb, enrolment: NewEnrolment, now: Date): Promise<void> {
  const { id, legalName, country, kind, state, applicantId, knownAs } = enrolment
  await db
    .insertInto('enrolment')
    .values({ kind, state, applicantId, knownAs, organisationId: id, createdAt: now, stateSince: now })
    .execute()
  if (knownAs) {
    await copyProfile(db, knownAs, id, now)
    return
  }
  await db
    .insertInto('partnerProfile')
    .values({ organisationId: id, legalName, country, updatedAt: now })
    .execute()
}

/** Copies the profile of the company's first account; only its support contact has to be filled in again. */
const copyProfile = (
  db: AuthDb,
  from: Id<'organisation'>,
  to: Id<'organisation'>,
  now: Date,
): Promise<unknown> =>
  sql`insert into partner_profile (organisation_id, legal_name, country, registration_number, address_line1,
      address_line2, city, region, postal_code, contact_is_applicant, contact_name, contact_email, contact_phone, updated_at)
    select ${to}, legal_name, country, registration_number, address_line1, address_line2, city, region, postal_code,
      contact_is_applicant, contact_name, contact_email, contact_phone, ${now}
    from partner_profile where organisation_id = ${from}`.execute(db)

export type EnrolmentChange = Partial<
  Pick<
    Enrolment,
    | 'state'
    | 'submittedAt'
    | 'reason'
    | 'failedFields'
    | 'mpnId'
    | 'membership'
    | 'membershipOptions'
    | 'optionsUntil'
  >
>

/** Saves a change under the next version; the row must be locked. A change of state resets `stateSince`. */
export const saveEnrolment = (
  db: ReaderDb,
  { organisationId, version }: Pick<Enrolment, 'organisationId' | 'version'>,
  { membership, membershipOptions, ...change }: EnrolmentChange,
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('enrolment')
    .set({
      ...change,
      version: version + 1,
      ...(membership !== undefined && { membership: membership && JSON.stringify(membership) }),
      ...(membershipOptions !== undefined && {
        membershipOptions: membershipOptions && JSON.stringify(membershipOptions),
      }),
      ...(change.state && { stateSince: now }),
    })
    .where('organisationId', '=', organisationId)
    .execute()

/** Saves the contact's answer about its address, which needs no session (§4.3). */
export const saveContactAnswer = (
  db: AuthDb,
  organisationId: Id<'organisation'>,
  contactStatus: 'verified' | 'denied',
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('partnerProfile')
    .set({ contactStatus, ...(contactStatus === 'verified' && { contactVerifiedAt: now }), updatedAt: now })
    .where('organisationId', '=', organisationId)
    .execute()

export type ActorSide = 'applicant' | 'contact' | 'operator' | 'system'

export type NewEnrolmentEvent = {
  organisationId: Id<'organisation'>
  event: string
  state: EnrolmentState
  actorSide: ActorSide
  actorId: Id<'account'> | null
  /** A note that the applicant reads. */
  note: string | null
}

export const insertEnrolmentEvent = (
  db: Scoped<'partner' | 'operator' | 'auth'>,
  event: NewEnrolmentEvent,
  now: Date,
): Promise<unknown> =>
  db
    .insertInto('enrolmentEvent')
    .values({ ...event, id: newId<'audit'>(), at: now })
    .execute()

/** The events of an application so far, the oldest first. */
export const listEnrolmentEvents = (db: Scoped<'partner' | 'operator'>, id: Id<'organisation'>) =>
  db
    .selectFrom('enrolmentEvent')
    .select(['id', 'event', 'state', 'actorSide', 'actorId', 'note', 'at'])
    .where('organisationId', '=', id)
    .orderBy('id')
    .limit(500)
    .execute()

export type NewPartner = Omit<PartnerCard, 'verified'> & { verifiedAt: Date | null }

/** Creates a partner that needs no application, because the operator already knows it. */
export async function insertPartner(db: AuthDb, partner: NewPartner, now: Date): Promise<void> {
  await db
    .insertInto('organisation')
    .values({
      id: partner.id,
      kind: 'partner',
      legalName: partner.legalName,
      country: partner.country,
      partnerKind: partner.kind,
      partnerNumber: partner.partnerId,
      partnerStatus: partner.status,
      verifiedAt: partner.verifiedAt,
      createdAt: now,
    })
    .execute()
  const { id, kind, legalName, country } = partner
  await insertEnrolment(
    db,
    { id, kind, legalName, country, state: 'active', applicantId: null, knownAs: null },
    now,
  )
}
