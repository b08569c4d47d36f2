import type { Id } from '@entente/domain/core/id'
import type { Role } from '@entente/domain/core/role'
import type { MailStatus } from '@entente/domain/mail/mail-status'
import type { PartnerDb } from '../core/scopes.ts'
import { newRecipient, type Recipient } from './relationship-requests.ts'
import { withParagraphs } from './request-text.ts'

/** The recipient that a correction or a reminder starts from, with the text of its request. */
export async function findSentRecipient(db: PartnerDb, partnerId: Id<'organisation'>, id: Id<'recipient'>) {
  const row = await db
    .selectFrom('requestRecipient as recipient')
    .innerJoin('relationshipRequest as request', (join) =>
      join
        .onRef('request.id', '=', 'recipient.requestId')
        .onRef('request.partnerId', '=', 'recipient.partnerId'),
    )
    .innerJoin('relationshipLink as link', 'link.id', 'request.linkId')
    .leftJoin('auth.membership as author', (join) =>
      join
        .onRef('author.accountId', '=', 'request.authorId')
        .onRef('author.organisationId', '=', 'request.partnerId')
        .on('author.status', '=', 'active'),
    )
    .select(['recipient.address', 'recipient.status', 'recipient.reference', 'request.id as requestId'])
    .select(['recipient.acceptedAt', 'recipient.declineId'])
    .select((eb) => eb.fn.coalesce('recipient.createdAt', 'request.createdAt').as('mailedAt'))
    .select(['request.subject', 'request.body', 'request.paragraphs', 'request.withPrivileges'])
    .select(['link.kind as linkKind', 'link.partnerId as linkPartnerId', 'link.providerId as linkProviderId'])
    // Null when the author no longer belongs to the partner.
    .select('author.roles as authorRoles')
    .$narrowType<{ status: MailStatus; authorRoles: Role[] | null }>()
    .where('recipient.partnerId', '=', partnerId)
    .where('recipient.id', '=', id)
    .executeTakeFirst()
  return (
    row && {
      ...withParagraphs(row),
      link: { kind: row.linkKind, partnerId: row.linkPartnerId, providerId: row.linkProviderId },
    }
  )
}

/** Adds a recipient in place of another; returns false when somebody else did already. */
export async function insertCorrection(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  correction: Pick<Recipient, 'id' | 'requestId' | 'address' | 'reference'> & { replacesId: Id<'recipient'> },
  now: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('requestRecipient')
    .values({ ...newRecipient(partnerId, correction, now), replacesId: correction.replacesId })
    .onConflict((conflict) => conflict.column('replacesId').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}
