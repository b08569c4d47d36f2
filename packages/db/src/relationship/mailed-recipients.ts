import type { Id } from '@entente/domain/core/id'
import type { PartnerStatus } from '@entente/domain/core/organisation'
import type { Role } from '@entente/domain/core/role'
import type { MailStatus } from '@entente/domain/mail/mail-status'
import { sql } from 'kysely'
import type { PartnerDb } from '../core/scopes.ts'
import { listPartnerCards } from '../identity/organisations.ts'
import type { LinkKind } from './relationship-links.ts'
import { withParagraphs } from './request-text.ts'

/** Recipients with everything that their mails need, including the present state of link, partner and author. */
export async function findRecipients(db: PartnerDb, partnerId: Id<'organisation'>, ids: Id<'recipient'>[]) {
  const rows = await db
    .selectFrom('requestRecipient as recipient')
    .innerJoin('relationshipRequest as request', (join) =>
      join
        .onRef('request.id', '=', 'recipient.requestId')
        .onRef('request.partnerId', '=', 'recipient.partnerId'),
    )
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
      'recipient.id',
      'recipient.address',
      'recipient.status',
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
      status: MailStatus
      partnerStatus: PartnerStatus
      authorRoles: Role[] | null
      linkKind: LinkKind
    }>()
    .where('recipient.partnerId', '=', partnerId)
    .where(sql<boolean>`recipient.id = any(${ids}::uuid[])`)
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
