import type { Id } from '@entente/domain/core/id'
import { sql } from 'kysely'
import type { PartnerDb } from '../core/scopes.ts'

/** The account's address of the person who answered, and the customer's confirmed domain. */
export type Answerer = { address: string | null; domain: string | null }

/**
 * Marks the recipients that an answer came from: the address itself, and everybody else at the customer's domain, for whom
 * the partner does not learn who answered.
 */
const answeredBy = (db: PartnerDb, partnerId: Id<'organisation'>, { address, domain }: Answerer) =>
  db
    .updateTable('requestRecipient')
    .set({ matchedBy: sql`case when address = ${address} then 'address' else 'domain' end` })
    .where('partnerId', '=', partnerId)
    .where('relationshipId', 'is', null)
    .where('status', '<>', 'withdrawn')
    .where(({ or, eb }) =>
      or([eb('address', '=', address), eb(sql`split_part(address, '@', 2)`, '=', domain)]),
    )

export const markAccepted = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  { relationshipId, ...answerer }: Answerer & { relationshipId: Id<'relationship'> },
  now: Date,
): Promise<unknown> => answeredBy(db, partnerId, answerer).set({ relationshipId, acceptedAt: now }).execute()

export const markDeclined = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  { declineId, ...answerer }: Answerer & { declineId: string },
): Promise<unknown> =>
  answeredBy(db, partnerId, answerer).set({ declineId }).where('declineId', 'is', null).execute()

/** The authors of the requests that led to an acceptance, as `markAccepted` matched them. */
export async function listAuthorsOfAccepted(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  relationshipId: Id<'relationship'>,
): Promise<Id<'account'>[]> {
  const rows = await db
    .selectFrom('requestRecipient')
    .innerJoin('relationshipRequest', 'relationshipRequest.id', 'requestRecipient.requestId')
    .select('relationshipRequest.authorId')
    .distinct()
    .where('requestRecipient.partnerId', '=', partnerId)
    .where('relationshipRequest.partnerId', '=', partnerId)
    .where('requestRecipient.relationshipId', '=', relationshipId)
    .execute()
  return rows.map(({ authorId }) => authorId)
}
