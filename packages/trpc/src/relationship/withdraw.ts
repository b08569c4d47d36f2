import { insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { withdrawJobs } from '@entente/db/core/outbox'
import { inSavepoint } from '@entente/db/core/savepoint'
import { findRecipients } from '@entente/db/relationship/mailed-recipients'
import { findLink, otherPartyOf } from '@entente/db/relationship/relationship-links'
import {
  findRequest,
  listRecipients,
  withdrawRecipients,
} from '@entente/db/relationship/relationship-requests'
import { dropOldestDrafts, saveDraft } from '@entente/db/relationship/request-drafts'
import { lockSending } from '@entente/db/relationship/send-allowance'
import { type Id, idOf } from '@entente/domain/core/id'
import { recordedEdits } from '@entente/domain/relationship/saved-draft'
import { z } from 'zod'
import { actorOf, partnerMutation } from '../core/gates.ts'
import { Refused, refused } from '../core/refused.ts'
import { buildDraft } from './draft.ts'
import { returnAllowance } from './send-allowance.ts'

type Ctx = Parameters<typeof buildDraft>[0]

/**
 * **Undo** of mails that still wait: none of them goes, or all of them do and the refusal says so. A request of which no
 * mail is left becomes a draft again, with its text and its recipients.
 */
export const withdraw = partnerMutation('relationship_request.prepare')
  .input(z.object({ recipientIds: z.array(idOf<'recipient'>()).min(1).max(100) }))
  .mutation(async ({ ctx, input }) => {
    const { db, session, now } = ctx
    const partnerId = session.organisation.id
    const ids = [...new Set(input.recipientIds)]
    await lockSending(db, partnerId)
    if ((await findRecipients(db, partnerId, ids)).length < ids.length) throw refused({ code: 'not_found' })
    if ((await withdrawJobs(db, ids)) < ids.length) throw refused({ code: 'already_sent' })
    const mails = await withdrawRecipients(db, partnerId, ids, now)
    await returnAllowance(
      ctx,
      mails.map(({ address, createdAt }) => ({ address, createdAt: createdAt ?? now })),
    )
    const byRequest = Map.groupBy(mails, ({ requestId }) => requestId)
    const records = [...byRequest].map(([requestId, { length: recipients }]) => ({
      ...{ organisationId: partnerId, action: 'relationship_request.withdrawn' as const },
      payload: { requestId, recipients },
    }))
    await insertAudit(db, actorOf(ctx), records, now)
    const draftIds: Id<'request_draft'>[] = []
    for (const requestId of byRequest.keys())
      draftIds.push(...(await inSavepoint(db, () => draftAgain(ctx, requestId)).catch(withoutDraft)))
    return { withdrawn: mails.length, draftIds }
  })

/** Undo stops the mails even if the draft can no longer be written. A person who may not ask for privileges is refused. */
function withoutDraft(error: unknown): [] {
  if (error instanceof Refused && error.refusal.code !== 'missing_permission') return []
  throw error
}

/** Saves a request as a draft, if all of its mails were withdrawn. */
async function draftAgain(ctx: Ctx, requestId: Id<'request'>): Promise<Id<'request_draft'>[]> {
  const { db, cloud, session, now } = ctx
  const partnerId = session.organisation.id
  const request = await findRequest(db, partnerId, requestId)
  const recipients = await listRecipients(db, partnerId, [requestId])
  if (!request || recipients.some(({ status }) => status !== 'withdrawn')) return []
  const customer = request.relationshipId ?? undefined
  const link = await findLink(db, request.linkId)
  const jointWith = link && otherPartyOf(link, partnerId)
  const to = link?.kind === 'partnership' ? 'resellers' : undefined
  const { draft } = await buildDraft(ctx, {
    ...{ language: request.language, customer, jointWith, to },
    withPrivileges: cloud.requests.privilegesChoice ? request.withPrivileges : undefined,
  })
  const id = newId<'request_draft'>()
  const edits = recordedEdits(draft, { ...request, recipients, customer, jointWith, to })
  await saveDraft(db, { partnerId, id, version: 1, edits, savedBy: session.account.id, savedAt: now })
  await dropOldestDrafts(db, partnerId)
  return [id]
}
