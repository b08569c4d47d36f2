import type { Cloud } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import { type AgreementState, agreementHolds } from '@entente/domain/customer/customer-agreement'
import { sql } from 'kysely'
import type { PartnerDb, Scoped } from '../core/scopes.ts'

/** A seller and its customer. */
type Between = { partnerId: Id<'organisation'>; customerId: Id<'organisation'> }

/**
 * Whether this seller knows that the customer agreed. The customer asks it of its partners, a reseller of its provider for a
 * customer that both share; for everybody else the answer is `none`.
 */
export async function findAgreementState(
  db: Scoped<'partner' | 'customer'>,
  { partnerId, customerId }: Between,
): Promise<AgreementState> {
  const { rows } = await sql<{ state: AgreementState }>`
    select customer_agreement_state(${partnerId}, ${customerId}) as state`.execute(db)
  return rows[0]?.state ?? 'none'
}

/** The gate of every order (§4.13): the seller knows that the customer agreed, or the cloud does not ask. */
export const customerAgreementHolds = async (
  db: Scoped<'partner' | 'customer'>,
  cloud: Pick<Cloud, 'agreements'>,
  between: Between,
): Promise<boolean> => agreementHolds(cloud, await findAgreementState(db, between))

export type Attestation = Between & {
  id: Id<'attestation'>
  relationshipId: Id<'relationship'>
  agreement: string
  version: string
  firstName: string
  lastName: string
  email: string
  language: string
  /** `2027-01-31`. */
  agreedOn: string
  attestedAt: Date
}

/** What the partner stated about a customer, and who of its people did; null once that person is erased. */
export const findAttestation = (
  db: PartnerDb,
  { partnerId, customerId }: Between,
): Promise<(Attestation & { attestedBy: string | null }) | undefined> =>
  attestations(db).where('partnerId', '=', partnerId).where('customerId', '=', customerId).executeTakeFirst()

export const findAttestationById = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  id: Id<'attestation'>,
): Promise<Attestation | undefined> =>
  attestations(db)
    .where('partnerId', '=', partnerId)
    .where('agreementAttestation.id', '=', id)
    .executeTakeFirst()

const attestations = (db: PartnerDb) =>
  db
    .selectFrom('agreementAttestation')
    .leftJoin('auth.account as attester', 'attester.id', 'attestedBy')
    .select(['agreementAttestation.id', 'relationshipId', 'customerId', 'partnerId', 'agreement', 'version'])
    .select(['firstName', 'lastName', 'agreementAttestation.email', 'language', 'attestedAt'])
    .select(['attester.name as attestedBy', sql<string>`agreed_on::text`.as('agreedOn')])

/** Writes an attestation; returns false when a colleague wrote one a moment ago. */
export async function insertAttestation(
  db: PartnerDb,
  attestation: Attestation & { attestedBy: Id<'account'> },
): Promise<boolean> {
  const inserted = await db
    .insertInto('agreementAttestation')
    .values(attestation)
    .onConflict((conflict) => conflict.column('relationshipId').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}
