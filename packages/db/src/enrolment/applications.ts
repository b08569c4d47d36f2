import type { Id } from '@entente/domain/core/id'
import type { PartnerKind } from '@entente/domain/core/organisation'
import { sql } from 'kysely'
import type { AuthDb, PartnerDb } from '../core/scopes.ts'
import { insertEnrolment } from './enrolments.ts'

type Company = {
  id: Id<'organisation'>
  legalName: string
  country: string
  kind: PartnerKind
  applicantId: Id<'account'>
  knownAs: Id<'organisation'> | null
}

/** Creates a company that begins to enrol: a partner without a partner ID, and its application (§4.2). */
export async function insertApplicant(db: AuthDb, company: Company, now: Date): Promise<void> {
  const { id, legalName, country, kind } = company
  await db
    .insertInto('organisation')
    .values({
      ...{ id, kind: 'partner', legalName, country, createdAt: now },
      ...{ partnerKind: kind, partnerStatus: 'enrolling' },
    })
    .execute()
  await insertEnrolment(db, { ...company, state: 'signed_in' }, now)
}

/** Whether another company's application holds an MPN ID for this kind of account; does not say which. */
export async function isMpnInUse(
  db: PartnerDb,
  { mpnId, kind, own }: { mpnId: string; kind: PartnerKind; own: Id<'organisation'> },
): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`select mpn_in_use(${mpnId}, ${kind}, ${own}) as used`.execute(
    db,
  )
  return rows[0]?.used ?? false
}

export type SignedAgreement = {
  id: Id<'partner_agreement'>
  organisationId: Id<'organisation'>
  accountId: Id<'account'>
  signerName: string
  name: string
  version: string
  signedAt: Date
}

/** Saves a signature; of two presses at once, one counts. */
export const insertPartnerAgreement = (db: PartnerDb, agreement: SignedAgreement): Promise<unknown> =>
  db
    .insertInto('partnerAgreement')
    .values(agreement)
    .onConflict((conflict) => conflict.doNothing())
    .execute()

/** The agreements that the company signed, the newest first. */
export const listPartnerAgreements = (db: PartnerDb, organisationId: Id<'organisation'>) =>
  db
    .selectFrom('partnerAgreement')
    .select(['id', 'accountId', 'signerName', 'name', 'version', 'signedAt'])
    .where('organisationId', '=', organisationId)
    .orderBy('signedAt', 'desc')
    .execute()

/** Makes the company a partner. The row policy lets only an accepted company do this, for itself. */
export const activatePartner = (db: PartnerDb, id: Id<'organisation'>): Promise<unknown> =>
  db.updateTable('organisation').set({ partnerStatus: 'active' }).where('id', '=', id).execute()

/** The global admin who began an application, who gets mails about it beside its contact. */
export const findApplicant = (db: PartnerDb, id: Id<'account'>) =>
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
