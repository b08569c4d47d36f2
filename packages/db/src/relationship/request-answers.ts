import type { Id } from '@entente/domain/core/id'
import { sql } from 'kysely'
import type { PartnerDb } from '../core/scopes.ts'
import type { RelationshipLink } from './relationship-links.ts'

/** The account's address of the person who answered, and the customer's confirmed domain. */
export type Answerer = { address: string | null; domain: string | null }

/** For whom the answered requests ask: for a partner alone, or for a reseller and its provider. */
type Asked = Pick<RelationshipLink, 'partnerId' | 'providerId'>
/** Who was asked. */
type Invited = 'customers' | 'resellers'

/**
 * Marks the recipients of these requests that an answer came from: the address itself, and everybody else at the
 * customer's domain, for whom the partner does not learn who answered.
 */
const answeredBy = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  { address, domain }: Answerer,
  requests: Asked[],
  invited: Invited = 'customers',
) =>
  db
    .updateTable('requestRecipient')
    .set({ matchedBy: sql`case when address = ${address} then 'address' else 'domain' end` })
    .where('partnerId', '=', partnerId)
    .where('acceptedAt', 'is', null)
    .where('status', '<>', 'withdrawn')
    .where(({ or, eb }) =>
      or([eb('address', '=', address), eb(sql`split_part(address, '@', 2)`, '=', domain)]),
    )
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('relationshipRequest as request')
          .innerJoin('relationshipLink as link', 'link.id', 'request.linkId')
          .select('request.id')
          .whereRef('request.id', '=', 'requestRecipient.requestId')
          .whereRef('request.partnerId', '=', 'requestRecipient.partnerId')
          .where('link.kind', invited === 'resellers' ? '=' : '<>', 'partnership')
          .where(({ or, and, eb }) =>
            or(
              requests.map((asked) =>
                and([
                  eb('link.partnerId', '=', asked.partnerId),
                  eb('link.providerId', 'is not distinct from', asked.providerId),
                ]),
              ),
            ),
          ),
      ),
    )

export const markAccepted = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  {
    relationshipId,
    requests,
    ...answerer
  }: Answerer & { relationshipId: Id<'relationship'>; requests: Asked[] },
  now: Date,
): Promise<unknown> =>
  answeredBy(db, partnerId, answerer, requests).set({ relationshipId, acceptedAt: now }).execute()

/** A reseller authorised its provider. */
export const markAuthorised = (
  db: PartnerDb,
  providerId: Id<'organisation'>,
  { partnershipId, ...answerer }: Answerer & { partnershipId: Id<'partnership'> },
  now: Date,
): Promise<unknown> =>
  answeredBy(db, providerId, answerer, [{ partnerId: providerId, providerId: null }], 'resellers')
    .set({ partnershipId, acceptedAt: now })
    .execute()

export const markDeclined = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  { declineId, parties, ...answerer }: Answerer & { declineId: string; parties: Asked },
): Promise<unknown> =>
  answeredBy(db, partnerId, answerer, [parties]).set({ declineId }).where('declineId', 'is', null).execute()

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
