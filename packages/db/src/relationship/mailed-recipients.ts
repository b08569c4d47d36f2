import type { Id } from '@entente/domain/core/id'
import type { PartnerStatus } from '@entente/domain/core/organisation'
import type { Role } from '@entente/domain/core/role'
import type { MailStatus } from '@entente/domain/mail/mail-status'
import { sql } from 'kysely'
import { batch } from '../core/batch.ts'
import type { PartnerDb } from '../core/scopes.ts'
import { listPartnerCards } from '../identity/organisations.ts'
import type { LinkKind } from './relationship-links.ts'
import { withParagraphs } from './request-text.ts'

/**
 * Recipients with everything that their mails need, including the present state of link, partner and author. What a request's
 * recipients have in common is read once.
 */
export async function findRecipients(db: PartnerDb, partnerId: Id<'organisation'>, ids: Id<'recipient'>[]) {
  const [recipients, requests] = await batch([
    recipientsWith(db, partnerId, ids)
      .select(['id', 'address', 'status', 'requestId'])
      // A check constraint limits the status to the values of its type.
      .$narrowType<{ status: MailStatus }>()
      .execute(),
    listRequestsTo(db, partnerId, ids),
  ])
  const byId = new Map(requests.map((request) => [request.requestId, request]))
  return recipients.flatMap(({ requestId, ...recipient }) => {
    const request = byId.get(requestId)
    return request ? [{ ...request, ...recipient }] : []
  })
}

const recipientsWith = (db: PartnerDb, partnerId: Id<'organisation'>, ids: Id<'recipient'>[]) =>
  db
    .selectFrom('requestRecipient')
    .where('partnerId', '=', partnerId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)

/** The requests that these recipients got. */
async function listRequestsTo(db: PartnerDb, partnerId: Id<'organisation'>, ids: Id<'recipient'>[]) {
  const rows = await db
    .selectFrom('relationshipRequest as request')
    .innerJoin('relationshipLink as link', 'link.id', 'request.linkId')
    .innerJoin('organisation as partner', 'partner.id', 'request.partnerId')
    .leftJoin('partnership', (join) =>
      join
        .onRef('partnership.resellerId', '=', 'link.partnerId')
        .onRef('partnership.providerId', '=', 'link.providerId'),
    )
    .leftJoin('auth.membership as author', (join) =>
      join
        .onRef('author.accountId', '=', 'request.authorId')
        .onRef('author.organisationId', '=', 'request.partnerId')
        .on('author.status', '=', 'active'),
    )
    .leftJoin('auth.account as account', 'account.id', 'author.accountId')
    .select([
      'request.id as requestId',
      'request.subject',
      'request.body',
      'request.paragraphs',
      'request.language',
      'request.authorName',
      // Null when the author no longer belongs to the partner.
      'account.email as authorEmail',
      'author.roles as authorRoles',
      'partner.legalName',
      'partner.country',
      'partner.partnerNumber',
      'partner.verifiedAt',
      'partner.partnerStatus',
      'partner.privilegesFrozenAt',
      'link.partnerId as resellerId',
      'link.providerId',
      'partnership.status as partnershipStatus',
      'link.id as linkId',
      'link.kind as linkKind',
      'link.kid',
      'link.version',
      'link.withPrivileges',
    ])
    // Check constraints limit the statuses to the values of their types.
    .$narrowType<{
      partnerStatus: PartnerStatus
      authorRoles: Role[] | null
      linkKind: LinkKind
    }>()
    .where('request.partnerId', '=', partnerId)
    .where('request.id', 'in', recipientsWith(db, partnerId, ids).select('requestId'))
    .execute()
  const named = rows.flatMap(({ resellerId, providerId }) => (providerId ? [resellerId, providerId] : []))
  const cards = await listPartnerCards(db, [...new Set(named)])
  return rows.map(({ resellerId, providerId, partnershipStatus, ...row }) => {
    const joint = [resellerId, providerId].flatMap((party) => cards.find(({ id }) => id === party) ?? [])
    const { partnerStatus: status, privilegesFrozenAt } = row
    const parties = providerId ? joint : [{ status, privilegesFrozenAt }]
    return {
      ...withParagraphs(row),
      /** The standing of those whom its link names, the reseller first. */
      parties,
      isPartnershipLive: partnershipStatus === 'active',
      /** The other party of a joint request. */
      other: joint.find(({ id }) => id !== partnerId),
    }
  })
}
