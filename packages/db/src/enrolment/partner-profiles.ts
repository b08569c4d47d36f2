import type { Id } from '@entente/domain/core/id'
import type { ContactState } from '@entente/domain/enrolment/contact-verification'
import type { EnrolmentCheck, EnrolmentEvent } from '@entente/domain/enrolment/enrolment'
import type { DocumentKind } from '@entente/domain/enrolment/enrolment-input'
import { sql } from 'kysely'
import { sendBehind } from '../core/batch.ts'
import type { Row } from '../core/row.ts'
import type * as schema from '../core/schema.gen.ts'
import { isIn, type OperatorDb, type Scoped } from '../core/scopes.ts'
import { type Cut, cutAgainOf } from '../core/search.ts'
import type { Enrolment } from './enrolments.ts'

// A check constraint limits the states.
type Narrowed = { contactStatus: ContactState }

/**
 * A company profile: legal business profile, primary contact and customer support information. `beforeChange`
 * is the profile that was verified before, while a change of it is under review.
 */
export type PartnerProfile = Omit<Row<schema.PartnerProfile, Narrowed>, Cut>

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

const columns = [
  'organisationId',
  ...reviewedFields,
  'supportEmail',
  'supportPhone',
  'supportWebsite',
  'beforeChange',
  'updatedAt',
] as const

/** A company's profile. Every partner has one, from the beginning of its application. */
export const findCompanyProfile = (
  db: Scoped<'partner' | 'delegate' | 'operator' | 'auth'>,
  id: Id<'organisation'>,
): Promise<PartnerProfile> =>
  db
    .selectFrom('partnerProfile')
    .select(columns)
    .$narrowType<Narrowed>()
    .where('organisationId', '=', id)
    .executeTakeFirstOrThrow()

type GivenConsent = { check: EnrolmentCheck; by: Id<'account'>; at: string }

const dayMs = 86_400_000
/** The events by which an applicant corrects what it submitted. */
const corrections: EnrolmentEvent[] = ['correct_profile', 'change_contact', 'link_membership']

/**
 * Everything beside its row that decides what can happen to an application, in one statement: the profile, the
 * verification mails of its contact, and whether anything was corrected, uploaded or consented to since the state began. Only the
 * company and the operator see that.
 */
export async function findApplicationFacts(
  db: Scoped<'partner' | 'operator' | 'auth'>,
  { organisationId, stateSince }: Pick<Enrolment, 'organisationId' | 'stateSince'>,
  now: Date,
) {
  const {
    contactLinkId,
    domains,
    sentAt,
    expiresAt,
    sends,
    oldestSendAt,
    answer,
    documents,
    consents,
    ...profile
  } = await db
    .selectFrom('partnerProfile as profile')
    .leftJoinLateral(
      ({ selectFrom }) =>
        selectFrom('auth.oneTimeLink as link')
          .select(['link.id', 'link.createdAt', 'link.expiresAt'])
          .where('link.kind', '=', 'contact')
          .where('link.organisationId', '=', organisationId)
          .orderBy('link.id', 'desc')
          .limit(1)
          .as('newest'),
      (join) => join.onTrue(),
    )
    .leftJoinLateral(
      ({ selectFrom }) =>
        selectFrom('auth.oneTimeLink as link')
          .select(({ fn }) => [fn.countAll().as('sends'), fn.min('link.createdAt').as('oldestSendAt')])
          .where('link.kind', '=', 'contact')
          .where('link.organisationId', '=', organisationId)
          .where('link.createdAt', '>', new Date(now.getTime() - dayMs))
          .as('lastDay'),
      (join) => join.onTrue(),
    )
    .select(columns.map((column) => `profile.${column}` as const))
    .select([
      'newest.id as contactLinkId',
      'newest.createdAt as sentAt',
      'newest.expiresAt',
      'lastDay.sends',
      'lastDay.oldestSendAt',
      sql<string[]>`array(select distinct d.domain from organisation_domain d
        where d.organisation_id = ${organisationId} order by d.domain)`.as('domains'),
    ])
    .$narrowType<Narrowed>()
    .$if(isIn(db, 'partner', 'operator'), (query) =>
      query
        .select(({ selectFrom }) =>
          selectFrom('enrolmentDocument as document')
            .select('document.uploadedAt as at')
            .where('document.organisationId', '=', organisationId)
            .where('document.uploadedAt', '>=', stateSince)
            .unionAll(
              selectFrom('enrolmentConsent as consent')
                .select('consent.givenAt as at')
                .where('consent.organisationId', '=', organisationId)
                .where('consent.givenAt', '>=', stateSince),
            )
            .unionAll(
              selectFrom('enrolmentEvent as event')
                .select('event.at')
                .where('event.organisationId', '=', organisationId)
                .where('event.event', 'in', corrections)
                .where('event.at', '>=', stateSince),
            )
            .limit(1)
            .as('answer'),
        )
        .select([
          sql<DocumentKind[]>`array(select distinct d.kind from enrolment_document d
          where d.organisation_id = ${organisationId})`.as('documents'),
          sql<
            GivenConsent[]
          >`(select coalesce(jsonb_agg(jsonb_build_object('check', c.name, 'by', c.account_id, 'at', c.given_at)
          order by c.given_at), '[]') from enrolment_consent c where c.organisation_id = ${organisationId})`.as(
            'consents',
          ),
        ]),
    )
    .where('profile.organisationId', '=', organisationId)
    // insertEnrolment writes both rows.
    .executeTakeFirstOrThrow()
  return {
    profile,
    contactLinkId,
    /** At which the company's people have their addresses. */
    domains,
    contactMails: { now, sentAt, expiresAt, oldestSendAt, sendsInLastDay: Number(sends ?? 0) },
    hasAnswer: answer !== undefined && answer !== null,
    /** The kinds of the documents that the applicant uploaded, and its consents. */
    documents: documents ?? [],
    consents: (consents ?? []).map((consent) => ({ ...consent, at: new Date(consent.at) })),
  }
}

export type ProfileChange = Partial<Omit<PartnerProfile, 'organisationId' | 'beforeChange' | 'updatedAt'>>

/** Saves a change. Before the first change of a reviewed field, an enrolled partner's verified profile is kept. */
export const saveCompanyProfile = (
  db: Scoped<'partner' | 'operator'>,
  id: Id<'organisation'>,
  change: ProfileChange,
  now: Date,
): Promise<unknown> =>
  sendBehind(
    db,
    db
      .updateTable('partnerProfile')
      .set({ ...change, ...(change.legalName && cutAgainOf(change.legalName)), updatedAt: now })
      .$if(
        reviewedFields.some((field) => field in change),
        (query) => query.set({ beforeChange: verifiedProfile(id) }),
      )
      .where('organisationId', '=', id),
  )

const verifiedProfile = (id: Id<'organisation'>) => sql<string | null>`coalesce(before_change,
  (select to_jsonb(partner_profile) - '{before_change,sort_key,terms,terms_version}'::text[] from enrolment e
    where e.organisation_id = ${id} and e.state in ('active', 're_review')))`

/** Accepts a change: the changed profile is the verified one from now on. */
export const confirmCompanyProfile = (db: OperatorDb, id: Id<'organisation'>): Promise<unknown> =>
  db.updateTable('partnerProfile').set({ beforeChange: null }).where('organisationId', '=', id).execute()

/** Drops a change that was rejected: the reviewed fields get back the values that were verified before. */
export const restoreCompanyProfile = (db: OperatorDb, id: Id<'organisation'>, now: Date): Promise<unknown> =>
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

/** Saves the answer of a contact, who has no account, or a bounce (§4.3). It is no change of the profile to review. */
export const saveContactStatus = (
  db: Scoped<'auth' | 'partner' | 'operator'>,
  id: Id<'organisation'>,
  contactStatus: ContactState,
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('partnerProfile')
    .set({ contactStatus, ...(contactStatus === 'verified' && { contactVerifiedAt: now }), updatedAt: now })
    .where('organisationId', '=', id)
    .execute()
