import { insertAudit } from '@entente/db/core/audit'
import { batch } from '@entente/db/core/batch'
import { foreignLinksAllowed } from '@entente/db/core/instance-settings'
import { newId } from '@entente/db/core/new-id'
import { findPartnerCard } from '@entente/db/identity/organisations'
import { isPartnershipLive } from '@entente/db/partner/partnerships'
import { logCounter } from '@entente/db/relationship/list-changes'
import { findLink, otherPartyOf } from '@entente/db/relationship/relationship-links'
import {
  findRequest,
  insertRecipients,
  insertRequest,
  listRecipients,
  type RelationshipRequest,
} from '@entente/db/relationship/relationship-requests'
import { listAuthors, listRequests } from '@entente/db/relationship/request-list'
import { countMails } from '@entente/db/relationship/request-log'
import { lockSending } from '@entente/db/relationship/send-allowance'
import { idOf } from '@entente/domain/core/id'
import { may } from '@entente/domain/core/permission'
import { oneLine } from '@entente/domain/identity/account'
import { sendingProgress } from '@entente/domain/mail/sending-progress'
import { checkForeignLinks } from '@entente/domain/relationship/foreign-link'
import { ownReference, parseRecipients } from '@entente/domain/relationship/recipients'
import { postedDraft, requestListInput, wantedDraft } from '@entente/domain/relationship/relationship-request'
import { sendsForPartners } from '@entente/domain/relationship/send-limits'
import { z } from 'zod'
import { actorOf, partnerMutation, partnerQuery } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { buildDraft, checkPosted, endDraft, linkUrl, withLinksMarked } from './draft.ts'
import { toRequestEntry } from './log-entry.ts'
import { remind } from './remind.ts'
import { enqueueRequestMails } from './request-mails.ts'
import { sendAgain } from './send-again.ts'
import { takeAllowance } from './send-allowance.ts'
import { withdraw } from './withdraw.ts'

/** The saved draft that a request comes from, as its author saw it. The request takes its place. */
const saved = z.object({ id: idOf<'request_draft'>(), version: z.number().int().positive() }).optional()

export const relationshipRequest = t.router({
  /** The draft to review; nothing is recorded or sent by looking at it. */
  draft: partnerQuery('relationship_request.prepare')
    .input(wantedDraft)
    .query(async ({ ctx, input }) => {
      const { cloud, session } = ctx
      const language = input.language ?? cloud.defaultLocale
      const { draft, partner, other, customer } = await buildDraft(ctx, { ...input, language })
      return {
        ...draft,
        to: input.to,
        customer,
        /** With whom the link is joint. */
        other: other ? { id: other.id, legalName: other.legalName, role: other.role } : null,
        privilegesFrozenAt: partner.privilegesFrozenAt,
        privilegesChoice: cloud.requests.privilegesChoice,
        mayIncludePrivileges: may('partner', session.roles, 'relationship_request.include_privileges'),
        openInMailApp: cloud.requests.openInMailApp,
        sendForMe: cloud.requests.sendForMe,
        languages: cloud.locales,
        partnerAgreement: cloud.agreements.partner,
      }
    }),

  /** **Done**: the partner hands the draft over itself; its log keeps who prepared it and when. */
  prepare: partnerMutation('relationship_request.prepare')
    .input(z.object({ draft: postedDraft, preparedFor: oneLine(200).optional(), saved }))
    .mutation(async ({ ctx, input: { draft, preparedFor = null, saved } }) => {
      await handOver(ctx, saved)
      const request = { ...requestOf(ctx, 'prepared', draft, await checkPosted(ctx, draft)), preparedFor }
      await insertRequest(ctx.db, request)
      await recordRequest(ctx, request, 0)
      return { id: request.id }
    }),

  /** **Send for me**, besides copying and the mail app: one mail to each recipient, within the limits. */
  send: partnerMutation('relationship_request.prepare')
    .input(
      z.object({
        draft: postedDraft,
        recipients: z.array(z.string().max(1000)).max(200),
        /** The partner's own, by address. */
        references: z.record(z.string().max(254), ownReference).optional(),
        saved,
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { db, session } = ctx
      settled(sendsForPartners(ctx.cloud))
      const addresses = settled(parseRecipients(input.recipients))
      const checked = await checkPosted(ctx, input.draft)
      const partnerId = session.organisation.id
      // Before the draft's row, as an Undo does: it may delete the oldest drafts.
      const [, areAllowed] = await batch([lockSending(db, partnerId), foreignLinksAllowed(db)])
      await handOver(ctx, input.saved)
      settled(
        checkForeignLinks(checked.foreignLinks, {
          confirmed: input.draft.confirmedLinks ?? [],
          areAllowed,
        }),
      )
      await takeAllowance(ctx, addresses)
      const request = requestOf(ctx, 'sent', input.draft, withLinksMarked(ctx, input.draft.language, checked))
      await insertRequest(db, request)
      const recipients = addresses.map((address) => ({
        id: newId<'recipient'>(),
        address,
        reference: input.references?.[address] ?? null,
      }))
      await insertRecipients(db, partnerId, request.id, recipients, request.createdAt)
      await recordRequest(ctx, request, recipients.length)
      await enqueueRequestMails(
        ctx,
        recipients.map(({ id }) => id),
      )
      return {
        id: request.id,
        recipients: recipients.map(({ id, address }) => ({ id, address, status: 'queued' as const })),
      }
    }),

  sendAgain,

  remind,

  withdraw,

  /** The partner's own list (U-02): how it stands with each recipient, newest first, with the counts of its tabs. */
  list: partnerQuery('relationship_request.view_log')
    .input(requestListInput)
    .query(async ({ ctx: { db, session, now }, input }) => {
      const partnerId = session.organisation.id
      const page = await listRequests(db, partnerId, { ...input, now })
      return { ...page, authors: await listAuthors(db, partnerId) }
    }),

  /** How far these mails are, for the notice that follows the person who sent them to other pages (U10). */
  progress: partnerQuery('relationship_request.view_log')
    .input(z.object({ recipientIds: z.array(idOf<'recipient'>()).min(1).max(200) }))
    .query(async ({ ctx: { db, session }, input }) => {
      const counts = await countMails(db, session.organisation.id, input.recipientIds)
      if (counts.length === 0) throw refused({ code: 'not_found' })
      return sendingProgress(counts)
    }),

  get: partnerQuery('relationship_request.view_log')
    .input(z.object({ id: idOf<'request'>() }))
    .query(async ({ ctx, input: { id } }) => {
      const { db, session } = ctx
      const partnerId = session.organisation.id
      const request = await findRequest(db, partnerId, id)
      if (!request) throw refused({ code: 'not_found' })
      const link = await findLink(db, request.linkId)
      if (!link) throw new Error(`Request ${id} has no link.`)
      const otherId = otherPartyOf(link, partnerId)
      const other = otherId && (await findPartnerCard(db, otherId))
      return {
        /** With whom the link is joint, and whether it still opens. */
        joint: other
          ? {
              partner: other.legalName,
              isLive: await isPartnershipLive(db, {
                resellerId: link.partnerId,
                providerId: link.providerId ?? otherId,
              }),
            }
          : null,
        ...toRequestEntry(request, await listRecipients(db, partnerId, [id]), [link]),
        templateSubject: request.templateSubject,
        paragraphs: request.paragraphs,
        /** Null for a reader who may not hand it out (D-06). */
        link: linkUrl(ctx, link),
      }
    }),

  counter: partnerQuery('relationship_request.view_log').query(async ({ ctx: { db, session } }) => ({
    counter: await logCounter(db, session.organisation.id),
  })),
})

type MutationContext = Parameters<typeof checkPosted>[0]

/** Deletes the draft that is handed over; refused if a colleague sent, changed or discarded it meanwhile (U25). */
async function handOver(ctx: MutationContext, draft: z.infer<typeof saved>): Promise<void> {
  if (draft && !(await endDraft(ctx, draft))) throw refused({ code: 'draft_gone' })
}

/** The row of a checked draft. */
function requestOf(
  { session, now }: MutationContext,
  kind: RelationshipRequest['kind'],
  { language, withPrivileges, customer }: z.infer<typeof postedDraft>,
  { link, subject, templateSubject, paragraphs }: Awaited<ReturnType<typeof checkPosted>>,
): RelationshipRequest {
  return {
    id: newId(),
    partnerId: session.organisation.id,
    linkId: link.id,
    kind,
    authorId: session.account.id,
    authorName: session.account.name,
    subject,
    paragraphs,
    templateSubject,
    preparedFor: null,
    relationshipId: customer ?? null,
    language,
    withPrivileges,
    createdAt: now,
  }
}

/** Recipients are personal data of third parties: the audit record keeps their number, only the log their addresses. */
const recordRequest = (
  ctx: MutationContext,
  { id, partnerId, linkId, kind, createdAt }: RelationshipRequest,
  recipients: number,
) =>
  insertAudit(
    ctx.db,
    actorOf(ctx),
    [
      {
        organisationId: partnerId,
        action: `relationship_request.${kind}`,
        payload: { requestId: id, linkId, recipients },
      },
    ],
    createdAt,
  )
