import type { Id } from '@entente/domain/core/id'
import type { PartnerKind } from '@entente/domain/core/organisation'
import type { EnrolmentState } from '@entente/domain/enrolment/enrolment'
import type { MpnProfile } from '@entente/domain/enrolment/mpn-profile'
import { sql } from 'kysely'
import { newId } from '../core/new-id.ts'
import type { Row } from '../core/row.ts'
import type * as schema from '../core/schema.gen.ts'
import type { AuthDb, Scoped } from '../core/scopes.ts'
import { cutOf } from '../core/search.ts'
import type { PartnerCard } from '../identity/organisations.ts'

// Check constraints limit kind and state; saveEnrolment is the only writer of the profiles.
type Narrowed = {
  kind: PartnerKind
  state: EnrolmentState
  membership: MpnProfile | null
  membershipOptions: MpnProfile[] | null
}

/**
 * An application. `knownAs` is the partner that the company already is: then it only asks for the support contact
 * (R-074).
 */
export type Enrolment = Row<schema.Enrolment, Narrowed>

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
  'answerUntil',
] as const

type ReaderDb = Scoped<'partner' | 'operator' | 'auth'>

const byCompany = (db: ReaderDb, id: Id<'organisation'>) =>
  db.selectFrom('enrolment').select(columns).$narrowType<Narrowed>().where('organisationId', '=', id)

/** A partner's application. Every partner has one; that of a partner that the operator created is `active`. */
export const findEnrolment = (db: ReaderDb, id: Id<'organisation'>): Promise<Enrolment | undefined> =>
  byCompany(db, id).executeTakeFirst()

/** Locks the application: of two people who act at once, the second sees what the first did. */
export const lockEnrolment = (db: ReaderDb, id: Id<'organisation'>): Promise<Enrolment | undefined> =>
  byCompany(db, id).forNoKeyUpdate().executeTakeFirst()

export type NewEnrolment = Pick<Enrolment, 'kind' | 'state' | 'applicantId' | 'knownAs'> & {
  /** Carried over from the company's first account. */
  membership?: MpnProfile | null
  id: Id<'organisation'>
  legalName: string
  country: string
}

/** An application with the beginning of its profile, for an organisation that was just created. */
export async function insertEnrolment(db: AuthDb, enrolment: NewEnrolment, now: Date): Promise<void> {
  const { id, legalName, country, kind, state, applicantId, knownAs, membership } = enrolment
  await db
    .insertInto('enrolment')
    .values({
      ...{ kind, state, applicantId, knownAs, organisationId: id, createdAt: now, stateSince: now },
      ...(membership && { mpnId: membership.mpnId, membership: JSON.stringify(membership) }),
    })
    .execute()
  if (knownAs) {
    await copyProfile(db, knownAs, id, now)
    return
  }
  await db
    .insertInto('partnerProfile')
    .values({ organisationId: id, legalName, country, updatedAt: now, ...cutOf(legalName) })
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
      address_line2, city, region, postal_code, contact_is_applicant, contact_name, contact_email, contact_phone,
      sort_key, terms, terms_version, updated_at)
    select ${to}, legal_name, country, registration_number, address_line1, address_line2, city, region, postal_code,
      contact_is_applicant, contact_name, contact_email, contact_phone, sort_key, terms, terms_version, ${now}
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
    | 'answerUntil'
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

export type ActorSide = 'applicant' | 'contact' | 'operator' | 'system'

/** An event to record; the applicant reads its note. */
export type NewEnrolmentEvent = Omit<Row<schema.EnrolmentEvent, EventNarrowed>, 'id' | 'at'>

type EventNarrowed = { state: EnrolmentState; actorSide: ActorSide }

export const insertEnrolmentEvent = (
  db: Scoped<'partner' | 'operator' | 'auth'>,
  event: NewEnrolmentEvent,
  now: Date,
): Promise<unknown> =>
  db
    .insertInto('enrolmentEvent')
    .values({ ...event, id: newId(), at: now })
    .execute()

/** The events of an application so far, the oldest first. */
export const listEnrolmentEvents = (db: Scoped<'partner' | 'operator'>, id: Id<'organisation'>) =>
  db
    .selectFrom('enrolmentEvent')
    .select(['id', 'event', 'state', 'actorSide', 'actorId', 'note', 'at'])
    .$narrowType<EventNarrowed>()
    .where('organisationId', '=', id)
    .orderBy('id')
    .limit(500)
    .execute()

export type NewPartner = Omit<PartnerCard, 'verified' | 'privilegesFrozenAt'> & { verifiedAt: Date | null }

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
      ...cutOf(partner.legalName),
    })
    .execute()
  const { id, kind, legalName, country } = partner
  await insertEnrolment(
    db,
    { id, kind, legalName, country, state: 'active', applicantId: null, knownAs: null },
    now,
  )
}
