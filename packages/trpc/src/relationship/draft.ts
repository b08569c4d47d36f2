import { relationshipLinkUrl } from '@entente/auth/link-url'
import { findOperatorContact } from '@entente/db/core/instance-settings'
import type { PartnerDb } from '@entente/db/core/scopes'
import { findPartnerCard, type PartnerCard } from '@entente/db/identity/organisations'
import { lockLivePartnership } from '@entente/db/partner/partnerships'
import {
  findLinkOf,
  findPartnershipLink,
  type RelationshipLink,
} from '@entente/db/relationship/relationship-links'
import { lockRelationship } from '@entente/db/relationship/relationships'
import { deleteDraft, lockDraft } from '@entente/db/relationship/request-drafts'
import type { Id } from '@entente/domain/core/id'
import type { Locale } from '@entente/domain/core/locale'
import { may, rolesFor } from '@entente/domain/core/permission'
import { mayInviteResellers } from '@entente/domain/partner/partnership'
import {
  choosePrivileges,
  mayAuthorLinks,
  mayHandOut,
  opensLinks,
  type PartyRole,
} from '@entente/domain/relationship/relationship-link'
import {
  type CheckedDraft,
  checkDraft,
  type Draft,
  type PostedDraft,
  sentParagraphs,
  templateDraft,
} from '@entente/domain/relationship/relationship-request'
import type { DraftEdits } from '@entente/domain/relationship/saved-draft'
import { draftWords } from '@entente/i18n/draft'
import { translatorFor } from '@entente/i18n/server'
import { frameFor } from '@entente/mail/layout'
import { relationshipRequestMail, requestFacts } from '@entente/mail/relationship-request'
import { type Rendered, withLink } from '@entente/mail/rendered'
import type { Context } from '../core/context.ts'
import type { PartnerSession } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { customerAt } from './partner-at-customer.ts'

type Ctx = Context & { db: PartnerDb; session: PartnerSession }

/**
 * The draft as this instance writes it for this person: their partner's one link and the cloud's paragraphs (R-014,
 * Refused where the cloud has no requests, the partner is not active, or the person may not hand out a link
 * that asks for privileges (D-06).
 */
export async function buildDraft(
  ctx: Ctx,
  wanted: Pick<PostedDraft, 'language' | 'customer' | 'jointWith' | 'to'> & {
    withPrivileges?: boolean | undefined
  },
): Promise<Built> {
  const { db, cloud, session } = ctx
  const isForResellers = wanted.to === 'resellers'
  const { partner, other, parties, withPrivileges } = isForResellers
    ? await inviterOf(ctx)
    : await authorOf(ctx, wanted.withPrivileges, wanted.jointWith)
  const link = await (parties ? findLinkOf(db, parties, withPrivileges) : findPartnershipLink(db, partner.id))
  if (!link) throw new Error(`Partner ${partner.id} has no link.`)
  const url = linkUrl(ctx, link)
  if (url === null) throw new Error('A draft was allowed for a link that its author may not hand out.')
  const customer = wanted.customer ? await customerOf(ctx, wanted.customer) : null
  const missing = customer?.missing ?? []
  const draft = templateDraft(cloud, {
    language: wanted.language,
    withPrivileges,
    link: url,
    to: wanted.to,
    ...draftWords(translatorFor(wanted.language), {
      partner: partner.legalName,
      person: session.account.name,
      cloud: cloud.name,
      agreement: cloud.agreements.customer.name,
      services: missing.length > 0 ? missing : cloud.services.map(({ name }) => name),
      isCustomer: missing.length > 0,
      isForResellers,
      joint: other && {
        reseller: (other.role === 'reseller' ? other : partner).legalName,
        provider: (other.role === 'provider' ? other : partner).legalName,
      },
    }),
  })
  return { draft, link, partner, other, customer }
}

type Built = {
  draft: Draft
  link: RelationshipLink
  partner: PartnerCard
  /** The other party of a joint draft. */
  other: OtherParty | undefined
  customer: AskedCustomer | null
}
type OtherParty = PartnerCard & { role: PartyRole }

type AskedCustomer = { id: Id<'relationship'>; name: string; missing: string[] }

/** A customer of this partner, with the services for which it has given no privileges. */
async function customerOf(ctx: Ctx, id: Id<'relationship'>): Promise<AskedCustomer> {
  const { relationship } = await customerAt(ctx, 'relationship_request.prepare', { id })
  const missing = ctx.cloud.services.filter((service) => !relationship.services.includes(service.id))
  return { id, name: relationship.customerName, missing: missing.map(({ name }) => name) }
}

/**
 * The partner that hands out a link, its parties, and whether the link asks for privileges; refused as `buildDraft` says. A
 * joint link is handed out while it would open: its partnership is locked until the transaction ends.
 */
export async function authorOf(
  { db, cloud, session }: Ctx,
  wantedPrivileges: boolean | undefined,
  jointWith?: Id<'organisation'>,
) {
  const partner = await findPartnerCard(db, session.organisation.id)
  if (partner?.status !== 'active') throw refused({ code: 'partner_not_active' })
  settled(mayAuthorLinks(cloud, partner.kind, jointWith !== undefined))
  // Privileges go to the reseller; a provider neither has a freeze of its own there nor learns of the reseller's.
  const isReseller = partner.kind !== 'indirect_provider' || !jointWith
  const standing = isReseller ? partner : { privilegesFrozenAt: null }
  const withPrivileges = settled(choosePrivileges(cloud, session.roles, wantedPrivileges, standing))
  if (!jointWith)
    return { partner, other: undefined, parties: { partnerId: partner.id, providerId: null }, withPrivileges }
  const [resellerId, providerId] = isReseller ? [partner.id, jointWith] : [jointWith, partner.id]
  const card = await findPartnerCard(db, jointWith)
  const isOpen = card && opensLinks(card, !isReseller && withPrivileges)
  if (!isOpen || !(await lockLivePartnership(db, { resellerId, providerId })))
    throw refused({ code: 'other_party_not_active' })
  const other: OtherParty = { ...card, role: isReseller ? 'provider' : 'reseller' }
  return { partner, other, parties: { partnerId: resellerId, providerId }, withPrivileges }
}

/** The provider that invites resellers; refused for another kind, while it is not active, and without the role. */
export async function inviterOf({ db, cloud, session }: Ctx) {
  const permission = 'partnerships.invite'
  if (!may('partner', session.roles, permission))
    throw refused({ code: 'missing_permission', permission, roles: rolesFor(permission) })
  const partner = await findPartnerCard(db, session.organisation.id)
  if (partner?.status !== 'active') throw refused({ code: 'partner_not_active' })
  if (!mayInviteResellers(cloud, partner.kind)) throw refused({ code: 'feature_off' })
  return { partner, other: undefined, parties: undefined, withPrivileges: false }
}

/** A posted draft, compared with the one that this instance writes for the same language and choice. */
export async function checkPosted(
  ctx: Ctx,
  posted: PostedDraft,
): Promise<CheckedDraft & { link: RelationshipLink; templateSubject: string }> {
  // The request names the customer, which must not be removed until it is recorded.
  if (posted.customer)
    await customerAt(ctx, 'relationship_request.prepare', { id: posted.customer }, lockRelationship)
  const { draft, link } = await buildDraft(ctx, posted)
  const checked = settled(checkDraft(posted, draft, Object.values(ctx.sites)))
  return { ...checked, link, templateSubject: draft.subject }
}

/** The address behind a relationship link; null for a person who may not hand it out (D-06). */
export const linkUrl = ({ keyring, cloud, sites, session }: Ctx, link: RelationshipLink): string | null =>
  relationshipLinkUrl({ cloud, ring: keyring.link, sites }, link, session.roles)

/** Says in the mail, after the partner's words, that the links to other hosts are the partner's own (S10). */
export function withLinksMarked<Checked extends CheckedDraft>(
  { cloud, session }: Ctx,
  language: Locale,
  checked: Checked,
): Checked {
  const { foreignLinks, paragraphs } = checked
  if (foreignLinks.length === 0) return checked
  const text = translatorFor(language)('mail.request.foreign_links', {
    ...{ partner: session.organisation.legalName, cloud: cloud.name, count: foreignLinks.length },
    links: foreignLinks.map(({ url }) => url).join('\n'),
  })
  return { ...checked, paragraphs: [...paragraphs, { kind: 'text', text, template: null }] }
}

/** The mail of a draft by this person, as the worker renders it for each recipient. */
export async function mailOf(
  ctx: Ctx,
  { language, withPrivileges, link }: Draft,
  {
    partner,
    other,
    link: { kind },
    written,
  }: Pick<Built, 'partner' | 'other' | 'link'> & { written: CheckedDraft },
): Promise<Rendered> {
  const { cloud, sites, session } = ctx
  const { subject, paragraphs } = withLinksMarked(ctx, language, written)
  const { legalName, country, partnerId, verified } = partner
  const mail = relationshipRequestMail(
    {
      ...frameFor(cloud, (await findOperatorContact(ctx.db)) ?? ctx.operator),
      ...requestFacts(cloud, withPrivileges, sites.customer),
      partner: { legalName, country, partnerId, verified },
      other,
      isForResellers: kind === 'partnership',
      ...{ author: session.account.name, replyTo: session.account.email },
      ...{ subject, paragraphs: sentParagraphs(paragraphs) },
    },
    translatorFor(language),
  )
  return withLink(mail, link)
}

/** Refuses a saved draft to a person who may not ask for the privileges that it asks for (D-06). */
export function refuseUnlessOpen({ cloud, session }: Ctx, { withPrivileges }: DraftEdits): void {
  if (mayHandOut(cloud, session.roles, withPrivileges)) return
  const permission = 'relationship_request.include_privileges'
  throw refused({ code: 'missing_permission', permission, roles: rolesFor(permission) })
}

/**
 * Deletes a saved draft that is handed over or discarded, and returns what it said; nothing if it is gone, or has another
 * version than the given one.
 */
export async function endDraft(
  ctx: Ctx,
  draft: { id: Id<'request_draft'>; version?: number | undefined },
): Promise<DraftEdits | undefined> {
  const partnerId = ctx.session.organisation.id
  const stored = await lockDraft(ctx.db, partnerId, draft.id)
  if (stored) refuseUnlessOpen(ctx, stored.edits)
  return (await deleteDraft(ctx.db, partnerId, draft)) ? stored?.edits : undefined
}
